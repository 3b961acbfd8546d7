"""Slips in a line that averages, as those of v and s in `adam_step`."""

from course_utils.checks.exercise import Mistake

# id, what stands behind `x =`, message; {new} is g or g**2
SLIPS = (
    (
        "weights_swapped",
        "(1 - {beta}) * {past} + {beta} * {new}",
        "In {x} you swapped the weights: the past keeps {beta}, what is new gets "
        "1 - {beta}.",
    ),
    (
        "sum",
        "{beta} * {past} + {new}",
        "You added {new} to {x} with weight 1 instead of 1 - {beta}.",
    ),
    (
        "past_whole",
        "{past} + (1 - {beta}) * {new}",
        "In {x} you kept the whole past: multiply {past} by {beta}.",
    ),
    (
        "past_dropped",
        "(1 - {beta}) * {new}",
        "In {x} you dropped the past: it is (1 - {beta}) {new} alone.",
    ),
    (
        "weight_plus",
        "{beta} * {past} + (1 + {beta}) * {new}",
        "In {x} you gave {new} the weight 1 + {beta}; it gets the rest, 1 - {beta}.",
    ),
    (
        "both_with_beta",
        "{beta} * {past} + {beta} * {new}",
        "In {x} you gave {new} the weight {beta}; it gets the rest, 1 - {beta}.",
    ),
    (
        "minus",
        "{beta} * {past} - (1 - {beta}) * {new}",
        "In {x} you subtracted {new}; it is added.",
    ),
    (
        "brackets",
        "{beta} * {past} + 1 - {beta} * {new}",
        "In {x} you multiplied {new} by {beta} and subtracted that from 1: the "
        "brackets belong around 1 - {beta}.",
    ),
)

BETAS = (
    Mistake(
        "betas_swapped_in_averages",
        """
        v = beta2 * v + (1 - beta2) * g
        s = beta1 * s + (1 - beta1) * g**2
        """,
        "You swapped beta1 and beta2 in the averages; the corrections are right. "
        "beta1 belongs to v, beta2 to s.",
    ),
    Mistake(
        "beta1_in_both_averages",
        "s = beta1 * s + (1 - beta1) * g**2",
        "You averaged s with beta1, as v: s has a rate of its own, beta2.",
    ),
    Mistake(
        "mixed_weights_in_s",
        "s = beta2 * s + (1 - beta1) * g**2",
        "In s you keep beta2 of the past but add 1 - beta1 of the new square: the two "
        "weights must come from the same beta, beta2.",
    ),
    Mistake(
        "mixed_weights_in_v",
        "v = beta1 * v + (1 - beta2) * g",
        "In v you keep beta1 of the past but add 1 - beta2 of the new gradient: the "
        "two weights must come from the same beta, beta1.",
    ),
)

OF_SQUARES = (
    Mistake(
        "v_in_s",
        "s = beta2 * s + (1 - beta2) * v**2",
        "You put v**2 into s where g**2 belongs: s then measures the smoothed "
        "gradient and no longer sees the noise.",
    ),
    Mistake(
        "absolute_value",
        "s = beta2 * s + (1 - beta2) * np.abs(g)",
        "You averaged |g| in s where g**2 belongs.",
    ),
    Mistake(
        "square_left_out",
        "s = beta2 * s + (1 - beta2) * g",
        "You averaged g in s where g**2 belongs: a negative s has no root (nan).",
    ),
    Mistake(
        "weight_squared",
        "s = beta2 * s + ((1 - beta2) * g) ** 2",
        "You squared 1 - beta2 together with g: square g alone.",
    ),
    Mistake(
        "one_scale",
        "s = beta2 * s + (1 - beta2) * np.mean(g**2)",
        "You averaged g**2 over all parameters: one scale for all. Each parameter "
        "keeps its own s.",
    ),
    Mistake(
        "g_doubled",
        "s = beta2 * s + (1 - beta2) * g * 2",
        "You wrote g * 2, which doubles g; its square is g**2.",
    ),
    Mistake(
        "v_carried_on",
        "s = beta2 * v + (1 - beta2) * g**2",
        "You multiplied v by beta2 in the line of s: its past is s.",
    ),
    Mistake(
        "g_squared_in_v",
        "v = beta1 * v + (1 - beta1) * g**2",
        "You averaged g**2 in v where g belongs.",
    ),
    Mistake(
        "one_scale_sum",
        "s = beta2 * s + (1 - beta2) * np.sum(g**2)",
        "You summed g**2 over all parameters: one scale for all. Each parameter keeps "
        "its own s.",
    ),
    Mistake(
        "distance_from_v",
        "s = beta2 * s + (1 - beta2) * (g - v) ** 2",
        "You averaged the square of g - v, as AdaBelief does; here it is g**2.",
    ),
)


def average_mistakes(x, past, new, beta):
    """The slips in `x = beta * past + (1 - beta) * new`, a line of a solution."""
    names = {"x": x, "past": past, "new": new, "beta": beta}
    return tuple(
        Mistake(
            f"{name}_in_{x}", f"{x} = {form.format(**names)}", message.format(**names)
        )
        for name, form, message in SLIPS
    )


def added_on(x, new):
    """The slip of `x += new` where it is `x = new`."""
    return Mistake(
        f"added_on_{x}",
        f"{x} = {x} + {new}",
        f"You added to {x}, as += does: the whole of the old {x} stays, and what is to "
        f"take its place comes on top. Write {x} = ...",
    )


# of v and s, where the corrections are right
OF_ADAM = (
    *BETAS,
    added_on("v", "beta1 * v + (1 - beta1) * g"),
    added_on("s", "beta2 * s + (1 - beta2) * g**2"),
    *average_mistakes("v", "v", "g", "beta1"),
    *average_mistakes("s", "s", "g**2", "beta2"),
    *OF_SQUARES,
)
