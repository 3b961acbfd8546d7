"""Slips in the corrections of Adam's two averages, in `adam_step` and its kin."""

from course_utils.checks.exercise import Mistake

WHERE = {
    "": "the corrections",
    "_of_v": "the correction of v",
    "_of_s": "the correction of s",
}

# id, what stands in place of x / (1 - beta**t), message
SLIPS = (
    (
        "t_one_less",
        "{x} / (1 - {beta} ** (t - 1))",
        "You took t - 1 in {where}: t is 1 at the first step, and 1 - beta**0 would be "
        "a division by zero.",
    ),
    (
        "t_one_more",
        "{x} / (1 - {beta} ** (t + 1))",
        "You took t + 1 in {where}: t is already 1 at the first step.",
    ),
    (
        "t_frozen",
        "{x} / (1 - {beta})",
        "You left out the power t in {where}: dividing by 1 - beta is right at the "
        "first step only, and never fades.",
    ),
    (
        "brackets_left_out",
        "{x} / 1 - {beta}**t",
        "You left out the brackets around 1 - beta**t in {where}: Python divides by 1 "
        "first, and subtracts the power from what is left.",
    ),
    (
        "power_of_rest",
        "{x} / (1 - {beta}) ** t",
        "You raised 1 - beta to the power t in {where}; it is 1 - beta**t: the power "
        "first.",
    ),
    (
        "times_t",
        "{x} / (1 - {beta} * t)",
        "You took beta times t in {where}, where beta to the power t is meant: ** in "
        "Python.",
    ),
    (
        "correction_multiplied",
        "{x} * (1 - {beta}**t)",
        "You multiplied by 1 - beta**t in {where}, where you should divide: an average "
        "that starts at zero is too small at first, and this makes it smaller.",
    ),
    (
        "one_left_out",
        "{x} / {beta}**t",
        "You divided by beta**t in {where}; it is 1 - beta**t.",
    ),
    (
        "plus_for_minus",
        "{x} / (1 + {beta}**t)",
        "You divided by 1 + beta**t in {where}; it is 1 - beta**t.",
    ),
)


def correction_mistakes(v="v", s="s"):
    """The slips in both corrections, and in one alone; `v`, `s`: what is corrected."""
    mistakes = [
        Mistake(
            "betas_swapped_in_corrections",
            f"v_hat = {v} / (1 - beta2**t)\ns_hat = {s} / (1 - beta1**t)",
            "You swapped beta1 and beta2 in the corrections; the averages are right. v "
            "is corrected with the beta that made it.",
        ),
        Mistake(
            "beta1_in_both_corrections",
            f"s_hat = {s} / (1 - beta1**t)",
            "You corrected s with beta1; it was averaged with beta2.",
        ),
    ]
    for name, form, message in SLIPS:
        v_hat = f"v_hat = {form.format(x=v, beta='beta1')}"
        s_hat = f"s_hat = {form.format(x=s, beta='beta2')}"
        lines = {"": f"{v_hat}\n{s_hat}", "_of_v": v_hat, "_of_s": s_hat}
        for one, where in WHERE.items():
            if name == "times_t" and not one:
                continue  # nan, as in s alone
            told = message.format(where=where)
            mistakes.append(Mistake(f"{name}{one}", lines[one], told))
    return tuple(mistakes)


LEFT_OUT = (
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
        "root_not_corrected_inside",
        "theta = theta - lr * v_hat / (np.sqrt(s) / (1 - beta2**t) + eps)",
        "You corrected the root of s and not s: divide by 1 - beta2**t first, then "
        "take the root.",
    ),
    Mistake(
        "root_of_correction",
        "s_hat = s / np.sqrt(1 - beta2**t)",
        "You divided s by the root of its correction: divide by 1 - beta2**t itself, "
        "the root is taken in the step.",
    ),
    Mistake(
        "v_in_s_hat",
        "s_hat = v / (1 - beta2**t)",
        "You divided v in the line of s_hat: a negative v has no root (nan).",
    ),
    Mistake(
        "root_in_s_hat",
        "s_hat = np.sqrt(s / (1 - beta2**t))",
        "You took the root twice, in s_hat and in the step.",
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
