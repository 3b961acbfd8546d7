"""Mend an AdamW whose decay goes through the gradient."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake, as_given
from course_utils.exercises.families.adam import adam_cases
from course_utils.exercises.families.scaled_steps import step_mistakes
from course_utils.optimizers import Adam, State


def adam_with_l2(theta, g, v, s, t, lr, beta1, beta2, eps, weight_decay):
    rule = Adam(lr, beta1, beta2, eps)
    theta, state = rule.step(theta, g + weight_decay * theta, State(t - 1, v, s))
    return theta, state.v, state.s


def adamw_picture(answer):
    from course_utils import plots

    noise = np.random.default_rng(5).standard_normal((300, 2)) * [10.0, 0.1]
    settings = (0.01, 0.9, 0.999, 1e-8, 0.5)
    paths = {}
    for name, step in {"AdamW": answer, "L2": adam_with_l2}.items():
        theta, v, s = np.full(2, 2.0), np.zeros(2), np.zeros(2)
        path = [theta]
        for t, g in enumerate(noise, start=1):
            theta, v, s = step(theta, g, v, s, t, *settings)
            path.append(theta)
        paths[name] = np.array(path)
    fig, (left, right) = plots.figure(1, 2, sharey=True)
    names = "gradients of 10", "gradients of 0.1"
    yours = [f"yours, {name}" for name in names]
    plots.curves(left, dict(zip(yours, paths["AdamW"].T, strict=True)), legend=False)
    for name, line, dashes in zip(names, paths["L2"].T, ("-", "--"), strict=True):
        right.plot(line, **plots.data_style(name) | {"linestyle": dashes})
    left.set(xlabel="step", title="Your AdamW")
    plots.beside(right).set(xlabel="step", title="Adam with L2")
    left.set(ylabel="parameter")
    return fig, (
        "Your AdamW shrinks two parameters alike, though the noise in their gradients "
        "differs a hundredfold; with L2 the noisier one hardly shrinks."
    )


def adamw_cases(rng):
    cases = [
        Case(label, (*args, float(rng.uniform(0.2, 0.8))))
        for label, args in adam_cases(rng)
    ]
    return [*cases, Case("no decay", (*cases[1].args[:-1], 0.0))]


SOLUTION = """
def adamw_step(theta, g, v, s, t, lr, beta1, beta2, eps, weight_decay):
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    v_hat = v / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    step = lr * v_hat / (np.sqrt(s_hat) + eps)
    theta = theta - step - lr * weight_decay * theta
    return theta, v, s
"""

MISTAKES = (
    as_given(
        """
        def adamw_step(theta, g, v, s, t, lr, beta1, beta2, eps, weight_decay):
            g = g + weight_decay * theta
            v = beta1 * v + (1 - beta1) * g
            s = beta2 * s + (1 - beta2) * g**2
            v_hat = v / (1 - beta1**t)
            s_hat = s / (1 - beta2**t)
            theta = theta - lr * v_hat / (np.sqrt(s_hat) + eps)
            return theta, v, s
        """,
        "the fault is",
    ),
    Mistake(
        "twice",
        """
        g = g + weight_decay * theta
        v = beta1 * v + (1 - beta1) * g
        """,
        "You decay twice: in the step, which is right, and still in the gradient.",
    ),
    Mistake(
        "decay_left_out",
        "theta = theta - step",
        "You took the decay out of the gradient, but did not put it anywhere else: "
        "that is plain Adam.",
    ),
    Mistake(
        "decay_above_root",
        """
        step = lr * (v_hat + weight_decay * theta) / (np.sqrt(s_hat) + eps)
        theta = theta - step
        """,
        "You added the decay to v_hat, so it is still divided by the root of s_hat. "
        "It must stand apart from the fraction.",
    ),
    Mistake(
        "decay_in_v",
        """
        v = beta1 * v + (1 - beta1) * (g + weight_decay * theta)
        theta = theta - step
        """,
        "You put the decay into v but not into s; it belongs into neither.",
    ),
    Mistake(
        "decay_in_s",
        """
        s = beta2 * s + (1 - beta2) * (g + weight_decay * theta) ** 2
        theta = theta - step
        """,
        "You put the decay into s but not into v; it belongs into neither.",
    ),
    Mistake(
        "hats_returned",
        "return theta, v_hat, s_hat",
        "You returned the corrected averages as v and s: the next step would correct "
        "them again. Keep the plain ones.",
    ),
    Mistake(
        "rate_left_out",
        "theta = theta - step - weight_decay * theta",
        "You decay by weight_decay alone; here it is lr times weight_decay, so that a "
        "schedule governs both.",
    ),
    Mistake(
        "decay_after_step",
        "theta = (theta - step) * (1 - lr * weight_decay)",
        "You shrink theta after it has moved; the theta that came in is to shrink.",
    ),
    Mistake(
        "decay_grows",
        "theta = theta - step + lr * weight_decay * theta",
        "You have the sign of the decay wrong: the parameters grow.",
    ),
    Mistake(
        "factor_alone",
        "theta = theta - step - lr * weight_decay",
        "You subtract lr times weight_decay from every parameter; it is a share of "
        "theta: times theta.",
    ),
    Mistake(
        "decay_of_gradient",
        "theta = theta - step - lr * weight_decay * g",
        "You took the share off the gradient; it is a share of theta.",
    ),
    Mistake(
        "decay_of_step",
        "theta = theta - step - lr * weight_decay * step",
        "You decayed by a share of the step; it is a share of theta.",
    ),
    Mistake(
        "share_kept",
        "theta = lr * weight_decay * theta - step",
        "You kept only the share that was to be lost: take it off theta.",
    ),
    Mistake(
        "decay_for_step",
        "theta = theta - lr * weight_decay * theta",
        "Now theta only decays: the step of Adam got lost.",
    ),
    Mistake(
        "decay_fixed",
        "theta = theta - step - lr * 0.01 * theta",
        "You used the number 0.01 and not the argument weight_decay.",
    ),
    Mistake(
        "decay_scales_step",
        "theta = theta - step * (1 + weight_decay)",
        "You scaled the step; the decay does not depend on the gradient at all.",
    ),
    *step_mistakes("v_hat", "s_hat", then=" - lr * weight_decay * theta"),
)

RIGHT = (
    """
def adamw_step(w, grad, m, u, step, rate, b1, b2, small, decay):
    w, m, u = (1 - rate * decay) * w, m.copy(), u.copy()
    for i in np.ndindex(w.shape):
        m[i] += (1 - b1) * (grad[i] - m[i])
        u[i] += (1 - b2) * (grad[i] ** 2 - u[i])
        m_hat, u_hat = m[i] / (1 - b1**step), u[i] / (1 - b2**step)
        w[i] -= rate * m_hat / (u_hat**0.5 + small)
    return [w, m, u]
""",
    """
def adamw_step(theta, g, v, s, t, lr, beta1, beta2, eps, weight_decay):
    theta, g, v, s = (a.astype(np.float32) for a in (theta, g, v, s))
    v *= beta1
    v += (1 - beta1) * g
    s *= beta2
    s += (1 - beta2) * np.square(g)
    theta *= 1 - lr * weight_decay
    theta -= lr * (v / (1 - beta1**t)) / (np.sqrt(s / (1 - beta2**t)) + eps)
    return theta, v, s
""",
    """
def adamw_step(theta, g, v, s, t, lr, beta1, beta2, eps, weight_decay):
    v, s = v + (1 - beta1) * (g - v), s + (1 - beta2) * (g * g - s)
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - np.power(beta1, t))
    theta = theta - lr * weight_decay * theta
    return (theta - rate * v / (np.sqrt(s) + eps * root)).tolist(), v.tolist(), s
""",
    """
def adamw_step(w, g, m, u, t, lr, b1, b2, eps, decay):
    m, u = b1 * m + (1 - b1) * g, b2 * u + (1 - b2) * g**2
    m_hat, u_hat = m / (1 - b1**t), u / (1 - b2**t)
    return w - lr * (m_hat / (np.sqrt(u_hat) + eps) + decay * w), m, u
""",
)

EXERCISE = Exercise(
    title="Fix: an AdamW that is none",
    points=3,
    minutes=10,
    difficulty=2,
    solution=SOLUTION,
    cases=adamw_cases,
    returns=("theta", "v", "s"),
    picture=adamw_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
