"""Write one step of AMSGrad: Adam with the largest S so far in the place of S."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.adam import adam_case, adam_histories
from course_utils.exercises.families.averaging import OF_ADAM
from course_utils.exercises.families.corrections import correction_mistakes
from course_utils.exercises.families.scaled_steps import step_mistakes
from course_utils.exercises.families.steps import played
from course_utils.optimizers import Adam, AMSGrad, State


def amsgrad_picture(answer):
    from course_utils import plots

    theta = v = s = s_max = np.zeros(1)
    other, state, moved = Adam(1.0, 0.9, 0.9), State(0, v, s), []
    for t in range(1, 101):
        g = np.full(1, 10.0 if t % 50 == 20 else 0.5)
        new = answer(theta, g, v, s, s_max, t, 1.0, 0.9, 0.9, 1e-8)
        adams, state = other.step(theta, g, state)
        moved.append([float(theta[0] - new[0][0]), float(theta[0] - adams[0])])
        theta, v, s, s_max = new
    fig, ax = plots.figure()
    lines = dict(zip(("yours", "Adam"), np.array(moved).T, strict=True))
    plots.curves(ax, lines, x=np.arange(1, 101))
    title = "Your AMSGrad: a gradient of 10 at steps 20 and 70, else 0.5"
    ax.set(title=title, xlabel="step", ylabel="length of the step / α")
    return fig, (
        "After a large gradient Adam's steps grow back to the rate; those of your "
        "AMSGrad stay short."
    )


def amsgrad_cases(rng):
    cases = []
    for label, gs, eps in adam_histories(rng):
        _, (theta, g, v, s, *rest) = adam_case(rng, label, gs, eps)
        _, lr, beta1, beta2, _ = rest
        s_max = played(AMSGrad(lr, beta1, beta2, eps), gs).s_max
        cases.append(Case(label, (theta, g, v, s, s_max, *rest)))
    return cases


SOLUTION = """
def amsgrad_step(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    v = beta1 * v + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g**2
    s_max = np.maximum(s_max, s)
    v_hat = v / (1 - beta1**t)
    s_hat = s_max / (1 - beta2**t)
    theta = theta - lr * v_hat / (np.sqrt(s_hat) + eps)
    return theta, v, s, s_max
"""

MISTAKES = (
    Mistake(
        "plain_adam",
        "s_hat = s / (1 - beta2**t)",
        "You update s_max, but the step still uses s: that is plain Adam. The largest "
        "s so far takes its place in the step.",
    ),
    Mistake(
        "maximum_not_returned",
        """
        old, s_max = s_max, np.maximum(s_max, s)
        return theta, v, s, old
        """,
        "You returned the s_max that came in: the new maximum is lost before the next "
        "step.",
    ),
    Mistake(
        "maximum_stored_as_s",
        "return theta, v, s_max, s_max",
        "You stored the maximum in s as well: s must go on as a plain average, or it "
        "can never fall.",
    ),
    Mistake(
        "s_and_maximum_swapped",
        "return theta, v, s_max, s",
        "You returned s_max before s; the order is theta, v, s, s_max.",
    ),
    Mistake(
        "corrected_maximum_returned",
        "return theta, v, s, s_hat",
        "You returned the corrected maximum as s_max: the next step would correct it "
        "again. Keep the plain one.",
    ),
    Mistake(
        "v_hat_returned",
        "return theta, v_hat, s, s_max",
        "You returned v_hat as v: the next step would correct it again. Keep the "
        "plain v.",
    ),
    Mistake(
        "hats_returned",
        "return theta, v_hat, s_hat, s_max",
        "You returned v_hat and s_hat as v and s: the next step would correct them "
        "again. Keep the plain ones.",
    ),
    Mistake(
        "new_square_compared",
        "s_max = np.maximum(s_max, g**2)",
        "You compared s_max with g**2; it is the largest s so far.",
    ),
    Mistake(
        "plain_uncorrected_adam",
        "s_hat = s",
        "The step divides by the root of the plain s: the largest s so far takes its "
        "place, corrected.",
    ),
    Mistake(
        "maximum_of_hats",
        """
        s_max = np.maximum(s_max, s / (1 - beta2**t))
        s_hat = s_max
        """,
        "You kept the maximum of s_hat, as optax does. Here, as in PyTorch, s_max is "
        "the maximum of s, and is corrected in the step.",
    ),
    Mistake(
        "hat_against_maximum",
        """
        old, s_max = s_max, np.maximum(s_max, s)
        s_hat = np.maximum(old, s / (1 - beta2**t))
        """,
        "You compared the corrected s_hat with the maximum of plain s. Take the "
        "maximum of the plain ones, then correct it.",
    ),
    Mistake(
        "maximum_not_corrected",
        "s_hat = s_max",
        "You did not correct s_max: divide it by 1 - beta2**t, as Adam does with s.",
    ),
    Mistake(
        "minimum",
        "s_max = np.minimum(s_max, s)",
        "You took the smaller of the two: from zero S_max would stay 0, and you would "
        "divide by eps alone.",
    ),
    Mistake(
        "one_maximum",
        "s_max = np.full_like(s, max(s_max.max(), s.max()))",
        "You took one maximum over all parameters. Each has its own: compare s_max "
        "and s element by element.",
    ),
    Mistake(
        "new_s_alone",
        "s_max = s",
        "You set s_max to the new s, and forgot the old maximum.",
    ),
    Mistake(
        "old_maximum",
        """
        old, s = s, beta2 * s + (1 - beta2) * g**2
        s_max = np.maximum(s_max, old)
        """,
        "You left s_max as it came in, or compared it with the s of the step before: "
        "the new s is not in it. Update s first.",
    ),
    Mistake(
        "sum_of_both",
        "s_max = s_max + s",
        "You added s to s_max; take the larger of the two.",
    ),
    Mistake(
        "gradient_in_step",
        "theta = theta - lr * g / (np.sqrt(s_hat) + eps)",
        "You moved along g where v_hat belongs.",
    ),
    Mistake(
        "maximum_left_out",
        "return theta, v, s",
        "You returned three things: s_max is the fourth, the next step needs it.",
    ),
    Mistake(
        "v_not_corrected",
        "v_hat = v",
        "You did not correct v: divide it by 1 - beta1**t.",
    ),
    *OF_ADAM,
    *correction_mistakes(s="s_max"),
    *step_mistakes("v_hat", "s_hat"),
)

RIGHT = (
    """
def amsgrad_step(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    v, s = beta1 * v + g - beta1 * g, beta2 * s + g**2 - beta2 * g**2
    s_max = np.where(s > s_max, s, s_max)
    root = np.sqrt(s_max) / np.sqrt(1 - beta2**t) + eps
    return [theta - lr / (1 - beta1**t) * (v / root), v, s, s_max]
""",
    """
def amsgrad_step(w, g, m, u, top, t, lr, b1, b2, eps):
    w, m, u, top = w.copy(), m.copy(), u.copy(), top.copy()
    for i in np.ndindex(w.shape):
        m[i] += (1 - b1) * (g[i] - m[i])
        u[i] += (1 - b2) * (g[i] ** 2 - u[i])
        top[i] = max(top[i], u[i])
        w[i] -= lr * m[i] / (1 - b1**t) / ((top[i] / (1 - b2**t)) ** 0.5 + eps)
    return w.tolist(), m, u.tolist(), top
""",
    """
def amsgrad_step(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    theta, g, v, s, s_max = (a.astype(np.float32) for a in (theta, g, v, s, s_max))
    v, s = beta1 * v + (1 - beta1) * g, beta2 * s + (1 - beta2) * np.square(g)
    s_max[s > s_max] = s[s > s_max]
    v_hat, s_hat = v / (1 - beta1**t), s_max / (1 - beta2**t)
    return theta - lr * v_hat / (np.sqrt(s_hat) + eps), v, s, s_max
""",
)

EXERCISE = Exercise(
    title="One step of AMSGrad",
    points=3,
    minutes=10,
    difficulty=2,
    solution=SOLUTION,
    cases=amsgrad_cases,
    returns=("theta", "v", "s", "s_max"),
    picture=amsgrad_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
