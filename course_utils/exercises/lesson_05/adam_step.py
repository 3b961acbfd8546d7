"""Write one step of Adam: two averages, both corrected, and the step."""

from course_utils.checks.exercise import Exercise, Mistake
from course_utils.exercises.families.adam import adam_cases, adam_picture
from course_utils.exercises.families.averaging import OF_ADAM
from course_utils.exercises.families.corrections import LEFT_OUT, correction_mistakes
from course_utils.exercises.families.scaled_steps import step_mistakes

SOLUTION = """
def adam_step(theta, g, v, s, t, lr, beta1, beta2, eps):
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    theta = theta - lr * v_hat / (np.sqrt(s_hat) + eps)
    return theta, v, s
"""

MISTAKES = (
    Mistake(
        "betas_swapped",
        """
        v = beta2 * v + (1 - beta2) * g
        s = beta1 * s + (1 - beta1) * g**2
        v_hat = v / (1 - beta2**t)
        s_hat = s / (1 - beta1**t)
        """,
        "You swapped beta1 and beta2 everywhere: beta1 belongs to v, the average of "
        "the gradient, beta2 to s, that of its square.",
    ),
    Mistake(
        "beta1_everywhere",
        """
        s = beta1 * s + (1 - beta1) * g**2
        s_hat = s / (1 - beta1**t)
        """,
        "You used beta1 for s as well, in average and correction: s has a rate of its "
        "own, beta2.",
    ),
    Mistake(
        "weights_swapped",
        """
        v = (1 - beta1) * v + beta1 * g
        s = (1 - beta2) * s + beta2 * g**2
        """,
        "You swapped the weights: the past keeps beta, what is new gets 1 - beta.",
    ),
    Mistake(
        "sums",
        """
        v = beta1 * v + g
        s = beta2 * s + g**2
        """,
        "You added the new values with weight 1 instead of 1 - beta1 and 1 - beta2: "
        "these are fading sums, not averages.",
    ),
    *OF_ADAM,
    Mistake(
        "s_is_a_sum",
        "s = s + g**2",
        "You added up the squares as AdaGrad does; in Adam s is an average that "
        "forgets, with beta2.",
    ),
    *LEFT_OUT,
    *correction_mistakes(),
    Mistake(
        "gradient_in_step",
        "theta = theta - lr * g / (np.sqrt(s_hat) + eps)",
        "You moved along g where v_hat belongs: v is computed and never used. That is "
        "RMSprop with a correction.",
    ),
    Mistake(
        "old_averages",
        """
        old_v, v = v, beta1 * v + (1 - beta1) * g
        old_s, s = s, beta2 * s + (1 - beta2) * g**2
        v_hat = old_v / (1 - beta1**t)
        s_hat = old_s / (1 - beta2**t)
        """,
        "You moved theta before you updated v and s: both are zero at the first step.",
    ),
    Mistake(
        "roles_exchanged",
        "theta = theta - lr * s_hat / (np.sqrt(v_hat) + eps)",
        "You exchanged the roles: v_hat says where to go, the root of s_hat how "
        "carefully. A negative v_hat has no root (nan).",
    ),
    Mistake(
        "roles_exchanged_absolute",
        "theta = theta - lr * s_hat / (np.sqrt(np.abs(v_hat)) + eps)",
        "You exchanged the roles: v_hat says where to go and stands above, the root "
        "of s_hat below. s_hat has no sign, so yours only ever goes down.",
    ),
    Mistake(
        "hats_stored",
        "return theta, v_hat, s_hat",
        "You returned v_hat and s_hat as the new v and s: the next step would correct "
        "them again. Return the plain averages.",
    ),
    Mistake(
        "v_hat_stored",
        "return theta, v_hat, s",
        "You returned v_hat as the new v: the next step would correct it again.",
    ),
    Mistake(
        "s_hat_stored",
        "return theta, v, s_hat",
        "You returned s_hat as the new s: the next step would correct it again.",
    ),
    Mistake(
        "state_not_returned",
        """
        old_v, old_s = v, s
        v = beta1 * v + (1 - beta1) * g
        return theta, old_v, old_s
        """,
        "You returned the v and s that came in; return the new ones.",
    ),
    Mistake(
        "theta_not_returned",
        """
        old, theta = theta, theta - lr * v_hat / (np.sqrt(s_hat) + eps)
        return old, v, s
        """,
        "You returned the theta that came in; return the moved one.",
    ),
    Mistake(
        "step_returned",
        "theta = lr * v_hat / (np.sqrt(s_hat) + eps)",
        "You returned the step in place of theta: subtract it from theta first.",
    ),
    Mistake(
        "v_and_s_swapped",
        "return theta, s, v",
        "You returned s before v; the order is theta, v, s.",
    ),
    Mistake(
        "theta_last",
        "return v, s, theta",
        "You returned theta last; the order is theta, v, s.",
    ),
    Mistake(
        "averages_left_out",
        "return theta",
        "You returned theta alone; the next step needs v and s, too.",
    ),
    Mistake(
        "root_of_s_returned",
        "return theta, v, np.sqrt(s)",
        "You returned the root of s as the new s; the root is taken in the step alone.",
    ),
    Mistake(
        "times_theta",
        "theta = theta * (1 - lr * v_hat / (np.sqrt(s_hat) + eps))",
        "You multiplied the step by theta; it is subtracted from theta.",
    ),
    Mistake(
        "eps_multiplied",
        "theta = theta - lr * v_hat / (np.sqrt(s_hat) * eps)",
        "You multiplied the root by eps; it is added.",
    ),
    Mistake(
        "step_for_difference",
        "theta = lr * v_hat / (np.sqrt(s_hat) + eps) - theta",
        "You subtracted theta from the step; the step is subtracted from theta.",
    ),
    *step_mistakes("v_hat", "s_hat"),
)

RIGHT = (
    """
def adam_step(w, grad, m, u, step, rate, b1, b2, small):
    print("a stray print")
    w, m, u = w.copy(), m.copy(), u.copy()
    for i in np.ndindex(w.shape):
        m[i] += (1 - b1) * (grad[i] - m[i])
        u[i] += (1 - b2) * (grad[i] ** 2 - u[i])
        m_hat, u_hat = m[i] / (1 - b1**step), u[i] / (1 - b2**step)
        w[i] -= rate * m_hat / (u_hat**0.5 + small)
    return [w, m, u]
""",
    """
def adam_step(theta, g, v, s, t, lr, beta1, beta2, eps):
    v, s = v + (1 - beta1) * (g - v), s + (1 - beta2) * (g * g - s)
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - np.power(beta1, t))
    return (theta - rate * v / (np.sqrt(s) + eps * root)).tolist(), v.tolist(), s
""",
    """
def adam_step(theta, g, v, s, t, lr, beta1, beta2, eps):
    theta, g, v, s = (a.astype(np.float32) for a in (theta, g, v, s))
    v *= beta1
    v += (1 - beta1) * g
    s *= beta2
    s += (1 - beta2) * np.square(g)
    theta -= lr * (v / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return theta, v, s
""",
    """
def adam_step(theta, g, v, s, t, lr, beta1, beta2, eps):
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g * g
    root = (s / (1 - beta2**t)) ** 0.5
    return np.array([theta - lr / (1 - beta1**t) / (root + eps) * v, v, s])
""",
)

EXERCISE = Exercise(
    title="One step of Adam",
    points=5,
    minutes=15,
    difficulty=2,
    solution=SOLUTION,
    cases=adam_cases,
    returns=("theta", "v", "s"),
    picture=adam_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
