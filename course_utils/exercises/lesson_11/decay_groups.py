"""One step of descent with decay on the matrix and none on the bias."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake


def groups_picture(answer):
    from course_utils import plots

    W, b, norms = np.ones((2, 2)), np.ones(2), []
    for _ in range(60):
        norms.append((W[0, 0], b[0]))
        W, b = answer(W, b, np.zeros((2, 2)), np.zeros(2), 0.1, 0.5)
    fig, ax = plots.figure()
    plots.curves(ax, dict(zip(["your W", "your b"], np.transpose(norms), strict=True)))
    ax.set(title="No gradient, decay alone", xlabel="step", ylabel="value")
    return fig, "Without a gradient W shrinks to zero, and b stays at 1."


def groups_cases(rng):
    def case(label, n, m, lr, wd, scale=1.0):
        def drawn(*shape):  # no step comes near zero
            sign = rng.choice([-1, 1], shape)
            return sign * rng.uniform(1, 3, shape), -sign * rng.uniform(1, 3, shape)

        (W, gW), (b, gb) = drawn(n, m), drawn(m)
        return Case(label, (W, b, scale * gW, scale * gb, lr, wd))

    return [
        case("a usual step", 3, 2, 0.1, 0.1),
        case("strong decay", 2, 4, 0.2, 0.9),
        case("no decay", 2, 2, 0.1, 0.0),
        case("no gradient", 3, 3, 0.3, 0.5, 0.0),
        case("large gradients", 2, 3, 0.02, 0.3, 100.0),
        case("a rate above 1", 2, 2, 1.5, 0.2),
        case("one weight", 1, 1, 0.05, 0.4),
    ]


SOLUTION = """
def decay_groups(W, b, gW, gb, lr, wd):
    W = W - lr * wd * W
    W = W - lr * gW
    b = b - lr * gb
    return W, b
"""

MISTAKES = (
    Mistake(
        "both_decay",
        "b = b - lr * wd * b - lr * gb",
        "You let the bias decay, too. Only the matrix is in the group that decays.",
    ),
    Mistake(
        "groups_exchanged",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    return W - lr * gW, b - lr * wd * b - lr * gb
""",
        "You exchanged the groups: the matrix decays, the bias does not.",
    ),
    Mistake(
        "no_decay",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    return W - lr * gW, b - lr * gb
""",
        "You left out the decay of the matrix.",
    ),
    Mistake(
        "without_rate",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    return W - wd * W - lr * gW, b - lr * gb
""",
        "Your decay is not multiplied with lr.",
    ),
    Mistake(
        "decay_of_the_gradient",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    return W - lr * (1 - wd) * gW, b - lr * gb
""",
        "You shrink the gradient; it is W that decays.",
    ),
    Mistake(
        "grows",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    return W + lr * wd * W - lr * gW, b - lr * gb
""",
        "Your W grows where it should decay: subtract lr * wd * W.",
    ),
    Mistake(
        "decay_after",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    W = W - lr * gW
    return W - lr * wd * W, b - lr * gb
""",
        "You decay W after its step: decay first, from the W that was given.",
    ),
    Mistake(
        "uphill",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    return W - lr * wd * W + lr * gW, b + lr * gb
""",
        "You walk uphill: subtract lr times the gradient.",
    ),
    Mistake(
        "order_swapped",
        "return b, W",
        "You returned b first; the order is W, b.",
    ),
    Mistake(
        "share_of_one",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    return W - lr * wd - lr * gW, b - lr * gb
""",
        "You subtract lr * wd from every weight; it is a share of W: times W.",
    ),
    Mistake(
        "share_kept",
        """
def decay_groups(W, b, gW, gb, lr, wd):
    return lr * wd * W - lr * gW, b - lr * gb
""",
        "You kept only the share that was to be lost: take it off W.",
    ),
    Mistake(
        "decay_alone",
        "W = W",
        "Your W decays, but takes no step: subtract lr * gW as well.",
    ),
    Mistake(
        "matrix_without_rate",
        "W = W - gW",
        "You left lr out of the step of W.",
    ),
    Mistake(
        "bias_stays",
        "b = b",
        "Your bias takes no step: only its decay is left out.",
    ),
    Mistake(
        "bias_uphill",
        "b = b + lr * gb",
        "Your bias walks uphill: subtract lr * gb.",
    ),
    Mistake(
        "bias_without_rate",
        "b = b - gb",
        "You left lr out of the step of b.",
    ),
)

RIGHT = (
    """
def decay_groups(W, b, gW, gb, lr, wd):
    return (1 - lr * wd) * W - lr * gW, b - lr * gb
""",
    """
def decay_groups(W, b, gW, gb, lr, wd):
    new = []
    for p, g, decay in [(W, gW, wd), (b, gb, 0)]:
        new.append(p - lr * (g + decay * p))
    return new
""",
    """
def decay_groups(W, b, gW, gb, lr, wd):
    W, b = W.astype(np.float32), b.astype(np.float32)
    W *= 1 - lr * wd
    W -= lr * gW
    b -= lr * gb
    return W, b
""",
)

EXERCISE = Exercise(
    title="Decay in groups",
    points=2,
    minutes=6,
    difficulty=1,
    solution=SOLUTION,
    cases=groups_cases,
    returns=("W", "b"),
    picture=groups_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
