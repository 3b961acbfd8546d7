"""Slips in the corrections of Adam's two averages, part of `adam_step`."""

from course_utils.checks.exercise import Mistake

CORRECTIONS = (
    Mistake(
        "not_corrected",
        """
        v_hat = v
        s_hat = s
        """,
        "You left out both corrections: v and s start at zero, s far longer than v, "
        "so the first steps are too long. Divide by 1 - beta1**t and 1 - beta2**t.",
    ),
    Mistake(
        "only_v_corrected",
        "s_hat = s",
        "You corrected v but not s: the root of s is too small at first, and the "
        "steps are far too long.",
    ),
    Mistake(
        "only_s_corrected",
        "v_hat = v",
        "You corrected s but not v: the first steps are too short.",
    ),
    Mistake(
        "t_one_less",
        """
        v_hat = v / (1 - beta1 ** (t - 1))
        s_hat = s / (1 - beta2 ** (t - 1))
        """,
        "You took t - 1 in the corrections: t is 1 at the first step, and 1 - beta**0 "
        "would be a division by zero.",
    ),
    Mistake(
        "t_one_more",
        """
        v_hat = v / (1 - beta1 ** (t + 1))
        s_hat = s / (1 - beta2 ** (t + 1))
        """,
        "You took t + 1 in the corrections: t is already 1 at the first step.",
    ),
    Mistake(
        "t_frozen",
        """
        v_hat = v / (1 - beta1)
        s_hat = s / (1 - beta2)
        """,
        "You divided by 1 - beta1 and 1 - beta2, without the power t: that is right "
        "at the first step only, and never fades.",
    ),
    Mistake(
        "brackets_left_out",
        """
        v_hat = v / 1 - beta1**t
        s_hat = s / 1 - beta2**t
        """,
        "You left out the brackets around 1 - beta**t: Python divides by 1 first, and "
        "subtracts the power from what is left.",
    ),
    Mistake(
        "power_of_rest",
        """
        v_hat = v / (1 - beta1) ** t
        s_hat = s / (1 - beta2) ** t
        """,
        "You raised 1 - beta to the power t; it is 1 - beta**t: the power first.",
    ),
    Mistake(
        "times_t",
        """
        v_hat = v / (1 - beta1 * t)
        s_hat = s / (1 - beta2 * t)
        """,
        "You took beta times t where beta to the power t is meant: ** in Python.",
    ),
    Mistake(
        "correction_multiplied",
        """
        v_hat = v * (1 - beta1**t)
        s_hat = s * (1 - beta2**t)
        """,
        "You multiplied by the corrections where you should divide: v and s are too "
        "small at first, and this makes them smaller.",
    ),
    Mistake(
        "one_left_out",
        """
        v_hat = v / beta1**t
        s_hat = s / beta2**t
        """,
        "You divided by beta**t; the correction is 1 - beta**t.",
    ),
    Mistake(
        "root_not_corrected_inside",
        "theta = theta - lr * v_hat / (np.sqrt(s) / (1 - beta2**t) + eps)",
        "You corrected the root of s and not s: divide by 1 - beta2**t first, then "
        "take the root.",
    ),
    Mistake(
        "eps_hat_form",
        """
        rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        theta = theta - rate * v / (np.sqrt(s) + eps)
        """,
        "You moved the corrections into the rate, as some libraries do. Then eps is "
        "added to the root of s before correction, and weighs more at small t. Add it "
        "to the root of s_hat.",
    ),
)
