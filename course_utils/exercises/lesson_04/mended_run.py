"""Mend an RMSprop of many steps that has three flaws."""

from itertools import combinations

from course_utils.checks.exercise import Case, Exercise, Mistake, as_given
from course_utils.exercises.families import steps
from course_utils.exercises.families.averaging import added_on


def mended_cases(rng):
    cases = []
    for label, gs, eps in steps.histories(rng):
        if gs.ndim == 2:
            theta, lr = (
                steps.somewhere(rng, gs[0].shape),
                float(rng.uniform(0.01, 0.03)),
            )
            beta = float(rng.uniform(0.8, 0.95))
            cases.append(Case(label, (theta, gs[:20], lr, beta, eps)))
    theta, *others = cases[1].args
    cases.append(Case("a start at zeros", (0 * theta, *others)))
    return cases


SOLUTION = """
def mended_run(theta, gs, lr, beta, eps):
    s = np.zeros_like(theta)
    for g in gs:
        s = beta * s + (1 - beta) * g**2
        theta = theta - lr * g / (np.sqrt(s) + eps)
    return theta, s
"""

FLAWS = {
    "reset": "s starts from zero in every round, so nothing is remembered",
    "pooled": "one mean of g**2 serves all parameters",
    "brackets": "eps is added after the division",
}
MENDED = (
    "Two of three flaws are mended. Left is",
    "One of three flaws is mended. One of those left",
)


def left_in(flaws):
    """The mistake of having left these flaws in."""
    square = "(g**2).mean()" if "pooled" in flaws else "g**2"
    lines = [f"s = beta * s + (1 - beta) * {square}"]
    if "reset" in flaws:
        lines = ["s = np.zeros_like(theta)", *lines]
    if "brackets" in flaws:
        lines.append("theta = theta - lr * g / np.sqrt(s) + eps")
    message = f"{MENDED[len(flaws) - 1]}: {FLAWS[flaws[0]]}."
    return Mistake("_".join(flaws), "\n".join(lines), message)


MISTAKES = (
    as_given(
        """
        def mended_run(theta, gs, lr, beta, eps):
            for g in gs:
                s = np.zeros_like(theta)
                s = beta * s + (1 - beta) * (g**2).mean()
                theta = theta - lr * g / np.sqrt(s) + eps
            return theta, s
        """,
        "all three flaws are",
    ),
    *(left_in(flaws) for n in (1, 2) for flaws in combinations(FLAWS, n)),
    Mistake(
        "eps_left_out",
        "theta = theta - lr * g / np.sqrt(s)",
        "You took eps out: where all gradients were zero, 0/0 gives nan. It "
        "belongs in the divisor, after the root.",
    ),
    Mistake(
        "eps_inside",
        "theta = theta - lr * g / np.sqrt(s + eps)",
        "You put eps inside the root; here it is added after the root, in brackets.",
    ),
    Mistake(
        "sum_over_parameters",
        "s = beta * s + (1 - beta) * np.sum(g**2)",
        "You sum g**2 over the parameters: still one scale for all. Each "
        "parameter keeps its own s.",
    ),
    Mistake(
        "new_undamped",
        "s = beta * s + g**2",
        "The new square lost its weight 1 - beta. The weights were right.",
    ),
    Mistake(
        "past_undamped",
        "s = s + (1 - beta) * g**2",
        "The old s lost its weight beta. The weights were right.",
    ),
    Mistake(
        "root_left_out",
        "theta = theta - lr * g / (s + eps)",
        "The root of s got lost in your divisor.",
    ),
    Mistake(
        "old_s_used",
        """
        old, s = s, beta * s + (1 - beta) * g**2
        theta = theta - lr * g / (np.sqrt(old) + eps)
        """,
        "You divide by the s of the step before. Update s first, then move theta.",
    ),
    Mistake(
        "started_at_one",
        """
        def mended_run(theta, gs, lr, beta, eps):
            s = np.ones_like(theta)
            for g in gs:
                s = beta * s + (1 - beta) * g**2
                theta = theta - lr * g / (np.sqrt(s) + eps)
            return theta, s
        """,
        "You start s at one; it starts at zero.",
    ),
    Mistake(
        "sum_over_time",
        "s = s + g**2",
        "You now add g**2 to s without beta: that is AdaGrad.",
    ),
    Mistake(
        "one_step",
        """
        def mended_run(theta, gs, lr, beta, eps):
            s = np.zeros_like(theta)
            for g in gs:
                s = beta * s + (1 - beta) * g**2
                theta = theta - lr * g / (np.sqrt(s) + eps)
                return theta, s
        """,
        "You return after the first step: is the return inside the loop?",
    ),
    Mistake(
        "one_step_at_the_end",
        """
        def mended_run(theta, gs, lr, beta, eps):
            s = np.zeros_like(theta)
            for g in gs:
                s = beta * s + (1 - beta) * g**2
            theta = theta - lr * g / (np.sqrt(s) + eps)
            return theta, s
        """,
        "You move theta once, after the loop: each gradient makes a step, so that "
        "line belongs in the loop.",
    ),
    Mistake(
        "first_skipped",
        "for g in gs[1:]:",
        "You skip the first gradient: the loop goes over all of gs.",
    ),
    Mistake(
        "last_skipped",
        "for g in gs[:-1]:",
        "You skip the last gradient: the loop goes over all of gs.",
    ),
    Mistake(
        "order_swapped",
        "return s, theta",
        "You returned s first and theta second; theta comes first.",
    ),
    Mistake(
        "last_gradient",
        "for g in gs[-1:]:",
        "Only the last gradient counts: does theta change in every round of the loop?",
    ),
    added_on("s", "beta * s + (1 - beta) * g**2"),
)

RIGHT = (
    """
def mended_run(theta, gs, lr, beta, eps):
    s = 0 * theta
    for k in range(len(gs)):
        s = s + (1 - beta) * (gs[k] * gs[k] - s)
        rate = lr / (np.sqrt(s) + eps)
        theta = theta - rate * gs[k]
    return np.stack([theta, s])
""",
    """
def mended_run(w, gradients, rate, decay, small):
    w, sq = np.array(w), np.zeros(len(w))
    for grad in gradients:
        sq *= decay
        sq += (1 - decay) * grad**2
        w -= rate * grad / (sq**0.5 + small)
    return [w.tolist(), sq]
""",
    """
def mended_run(theta, gs, lr, beta, eps):
    theta, gs, lr, beta, eps = map(np.float32, (theta, gs, lr, beta, eps))
    s = np.zeros_like(theta)
    for g in gs:
        s = beta * s + (1 - beta) * np.square(g)
        theta = theta - lr * g / (np.sqrt(s) + eps)
    return theta, s
""",
    """
def mended_run(theta, gs, lr, beta, eps):
    s, out = [0.0] * len(theta), list(theta)
    for i in range(len(theta)):
        for g in gs[:, i]:
            s[i] = beta * s[i] + (1 - beta) * g**2
            out[i] -= lr * g / (s[i] ** 0.5 + eps)
    return out, s
""",
)

EXERCISE = Exercise(
    title="Fix: an RMSprop with three flaws",
    points=3,
    minutes=12,
    difficulty=3,
    solution=SOLUTION,
    cases=mended_cases,
    returns=("theta", "s"),
    mistakes=MISTAKES,
    right=RIGHT,
)
