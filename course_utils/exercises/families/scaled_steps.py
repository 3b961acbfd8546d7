"""Slips in a step that divides by a root: AdaGrad, RMSprop, Adam and its kin."""

from course_utils.checks.exercise import Mistake

EPS_AFTER = (
    "You added eps after the division, or left out brackets: Python divides first, and "
    "0/0 gives nan. Write ({up} / (root + eps))."
)

# id, what stands behind `theta = theta`, message; {up} is g or v_hat, {s} s or s_hat
SLIPS = (
    ("eps_after_all", "- lr * {up} / np.sqrt({s}) + eps", EPS_AFTER),
    ("eps_after_step", "- (lr * {up} / np.sqrt({s}) + eps)", EPS_AFTER),
    ("eps_after_ratio", "- lr * ({up} / np.sqrt({s}) + eps)", EPS_AFTER),
    (
        "eps_left_out",
        "- lr * {up} / np.sqrt({s})",
        "You left out eps: where every gradient was zero, {up} / sqrt({s}) is 0/0, and "
        "that gives nan.",
    ),
    (
        "eps_inside",
        "- lr * {up} / np.sqrt({s} + eps)",
        "You put eps inside the root. There it counts as sqrt(eps), 1e-4 for 1e-8, and "
        "holds back every parameter with small gradients. Add it after the root.",
    ),
    (
        "eps_squared_inside",
        "- lr * {up} / np.sqrt({s} + eps**2)",
        "You put eps squared inside the root. That is nearly the same while eps is "
        "tiny, but here eps is added to the root itself.",
    ),
    (
        "eps_as_floor",
        "- lr * {up} / np.maximum(np.sqrt({s}), eps)",
        "You took the larger of sqrt({s}) and eps; here they are added.",
    ),
    (
        "eps_fixed",
        "- lr * {up} / (np.sqrt({s}) + 1e-8)",
        "You used the number 1e-8 and not the argument eps.",
    ),
    (
        "root_left_out",
        "- lr * {up} / ({s} + eps)",
        "You divided by {s} itself and left out the root: large gradients then make "
        "small steps, and small gradients huge ones.",
    ),
    (
        "root_multiplied",
        "- lr * {up} * (np.sqrt({s}) + eps)",
        "You multiplied by the root where you should divide: large gradients get even "
        "larger steps.",
    ),
    (
        "root_of_mean",
        "- lr * {up} / (np.sqrt({s}.mean()) + eps)",
        "You took the mean of {s} over all parameters: one scale for all of them. Each "
        "parameter has its own; no mean and no sum is needed.",
    ),
    (
        "root_of_sum",
        "- lr * {up} / (np.sqrt({s}.sum()) + eps)",
        "You summed {s} over all parameters, as a norm does: one scale for all of "
        "them. Each parameter has its own.",
    ),
    (
        "not_divided",
        "- lr * {up}",
        "You did not divide by the root of {s}: each step is lr times {up}, large "
        "where the gradient is large.",
    ),
    (
        "direction_left_out",
        "- lr / (np.sqrt({s}) + eps)",
        "You divided lr by the root, but left out {up}: every parameter moves down, "
        "whatever the sign of its gradient.",
    ),
    (
        "direction_squared",
        "- lr * {up}**2 / (np.sqrt({s}) + eps)",
        "You squared {up} in the step: that loses its sign. The square belongs in s "
        "alone.",
    ),
    (
        "plus",
        "+ lr * {up} / (np.sqrt({s}) + eps)",
        "You added the step: theta climbs. It must be subtracted.",
    ),
    (
        "lr_left_out",
        "- {up} / (np.sqrt({s}) + eps)",
        "You left lr out of the step.",
    ),
    (
        "lr_twice",
        "- lr**2 * {up} / (np.sqrt({s}) + eps)",
        "You multiplied by lr twice.",
    ),
)


def step_mistakes(up, s, then=""):
    """The slips as mistakes in the line that moves theta.

    Parameters
    ----------
    up, s : the names of what the step goes along, and of what it takes the root
    then : what stands behind the step in that line, such as a decay
    """
    return tuple(
        Mistake(
            name,
            f"theta = theta {step.format(up=up, s=s)}{then}",
            message.format(up=up, s=s),
        )
        for name, step, message in SLIPS
    )


def square_mistakes(new_s):
    """Slips in the square, for a step whose line is `s = new_s`."""
    return (
        Mistake(
            "g_doubled",
            f"s = {new_s.replace('g**2', '2 * g')}",
            "You doubled g; its square is g**2, with two stars.",
        ),
        Mistake(
            "dot",
            f"s = {new_s.replace('g**2', 'g @ g')}",
            "You multiplied g with itself as a whole, which sums the squares over the "
            "parameters. Each parameter has its own: g**2.",
        ),
    )


def return_mistakes(new_s):
    """Slips with an s that is right, for a step whose line is `s = new_s`."""
    return (
        Mistake(
            "old_s_used",
            f"""
            old, s = s, {new_s}
            theta = theta - lr * g / (np.sqrt(old) + eps)
            """,
            "You divided by the s of the step before: at the first step that is zero, "
            "and the step becomes huge. Update s first, then move theta.",
        ),
        Mistake(
            "root_stored",
            "return theta, np.sqrt(s)",
            "You returned the root as s. The next step would take a root of a root: "
            "keep s as it is, and take the root only in the step.",
        ),
        Mistake(
            "s_not_returned",
            f"""
            old, s = s, {new_s}
            return theta, old
            """,
            "You returned the s that came in: return the new one, or the next step "
            "starts without this gradient.",
        ),
        Mistake(
            "s_not_updated",
            "s = s",
            "You never updated s: the new g**2 does not enter it.",
        ),
        Mistake(
            "theta_not_returned",
            """
            old, theta = theta, theta - lr * g / (np.sqrt(s) + eps)
            return old, s
            """,
            "You returned the theta that came in; return the moved one.",
        ),
        Mistake(
            "step_returned",
            "theta = lr * g / (np.sqrt(s) + eps)",
            "You returned the step in place of theta: subtract it from theta first.",
        ),
        Mistake(
            "order_swapped",
            "return s, theta",
            "You returned s first and theta second; theta comes first.",
        ),
    )
