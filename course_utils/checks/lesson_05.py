"""The exercises of lesson 05: why both averages, and why in these roles?"""

import numpy as np

from course_utils.checks.before import Case, Exercise, Mistake
from course_utils.checks.lesson_04 import (
    histories,
    played,
    right_step,
    somewhere,
    step_mistakes,
)
from course_utils.descent import grid
from course_utils.optimizers import Adam, AdamW, AMSGrad, State
from course_utils.problems import ravine, rosenbrock


def adam_step(theta, g, v, s, t, lr, beta1, beta2, eps):
    rule = Adam(lr, beta1, beta2, eps)
    theta, state = rule.step(theta, g, State(t - 1, v, s))
    return theta, state.v, state.s


def amsgrad_step(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    rule = AMSGrad(lr, beta1, beta2, eps)
    theta, state = rule.step(theta, g, State(t - 1, v, s, s_max))
    return theta, state.v, state.s, state.s_max


def adamw_step(theta, g, v, s, t, lr, beta1, beta2, eps, weight_decay):
    rule = AdamW(lr, beta1, beta2, eps, weight_decay)
    theta, state = rule.step(theta, g, State(t - 1, v, s))
    return theta, state.v, state.s


def faded(rng):
    """Gradients that were large long ago, so that s has fallen below its maximum."""
    gs = rng.uniform(0.5, 2, (12, 4)) * rng.choice([-1, 1], 4)
    gs[0, :3] *= 20
    return ("large gradients long ago", gs, 1e-8)


def adam_cases(rng):
    return [adam_case(rng, *history) for history in (*histories(rng), faded(rng))]


def adam_case(rng, label, gs, eps):
    usual = label in ("the first step", "a matrix of parameters")
    beta1 = 0.9 if usual else float(rng.uniform(0.5, 0.95))
    beta2 = 0.999 if usual else float(rng.uniform(0.75, 0.99))
    if label == "large gradients long ago":
        beta2 = 0.75  # so that even s_hat has fallen below the maximum
    lr, theta = float(rng.uniform(0.05, 0.2)), somewhere(rng, gs[0].shape)
    state = played(Adam(lr, beta1, beta2, eps), gs)
    args = (theta, gs[-1], state.v, state.s, len(gs), lr, beta1, beta2, eps)
    return Case(label, args)


def amsgrad_cases(rng):
    cases = []
    for label, gs, eps in (*histories(rng), faded(rng)):
        _, (theta, g, v, s, *rest) = adam_case(rng, label, gs, eps)
        _, lr, beta1, beta2, _ = rest
        s_max = played(AMSGrad(lr, beta1, beta2, eps), gs).s_max
        cases.append(Case(label, (theta, g, v, s, s_max, *rest)))
    return cases


def adamw_cases(rng):
    cases = [
        Case(label, (*args, float(rng.uniform(0.2, 0.8))))
        for label, args in adam_cases(rng)
    ]
    return [*cases, Case("no decay", (*cases[1].args[:-1], 0.0))]


def averages(v, s, g, beta1, beta2):
    return beta1 * v + (1 - beta1) * g, beta2 * s + (1 - beta2) * g**2


def corrected(v, s, t, beta1, beta2):
    return v / (1 - beta1**t), s / (1 - beta2**t)


def adam(keep=averages, hats=corrected, step=right_step):
    """Adam with other averages, another correction or another step."""

    def answer(theta, g, v, s, t, lr, beta1, beta2, eps):
        v, s = keep(v, s, g, beta1, beta2)
        v_hat, s_hat = hats(v, s, t, beta1, beta2)
        return theta - step(v_hat, s_hat, lr, eps), v, s

    return answer


def with_s(rule):
    """Adam with another average of the square, `rule(s, g, beta1, beta2)`."""
    return adam(lambda v, s, g, b1, b2: (b1 * v + (1 - b1) * g, rule(s, g, b1, b2)))


def with_v(rule):
    """Adam with another average of the gradient, `rule(v, g, beta1, beta2)`."""
    return adam(lambda v, s, g, b1, b2: (rule(v, g, b1, b2), b2 * s + (1 - b2) * g**2))


def divided(by):
    """Adam with both averages divided by `by(beta, t)` where 1 - beta**t is right."""
    return adam(hats=lambda v, s, t, beta1, beta2: (v / by(beta1, t), s / by(beta2, t)))


def gradient_in_step(theta, g, v, s, t, lr, beta1, beta2, eps):
    _, v, s = adam_step(theta, g, v, s, t, lr, beta1, beta2, eps)
    _, s_hat = corrected(v, s, t, beta1, beta2)
    return theta - right_step(g, s_hat, lr, eps), v, s


def old_averages(theta, g, v, s, t, lr, beta1, beta2, eps):
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    new = averages(v, s, g, beta1, beta2)
    return theta - right_step(v_hat, s_hat, lr, eps), *new


def roles(v_part):
    """The step with the two averages exchanged; `v_part` makes v_hat fit for a root."""
    return adam(
        step=lambda v_hat, s_hat, lr, eps: lr * s_hat / (np.sqrt(v_part(v_hat)) + eps)
    )


def eps_hat_form(theta, g, v, s, t, lr, beta1, beta2, eps):
    v, s = averages(v, s, g, beta1, beta2)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return theta - right_step(v, s, rate, eps), v, s


def hats_stored(which):
    def answer(theta, g, v, s, t, lr, beta1, beta2, eps):
        theta, v, s = adam_step(theta, g, v, s, t, lr, beta1, beta2, eps)
        v_hat, s_hat = corrected(v, s, t, beta1, beta2)
        return theta, v_hat if "v" in which else v, s_hat if "s" in which else s

    return answer


def returning(change):
    """Adam's right result, handed back wrongly: `change(theta, v, s, new)`."""

    def answer(theta, g, v, s, *rest):
        return change(theta, v, s, adam_step(theta, g, v, s, *rest))

    return answer


adam_mistakes = (
    Mistake(
        "betas_swapped",
        adam(
            lambda v, s, g, beta1, beta2: averages(v, s, g, beta2, beta1),
            lambda v, s, t, beta1, beta2: corrected(v, s, t, beta2, beta1),
        ),
        "You swapped beta1 and beta2 everywhere: beta1 belongs to v, the average of "
        "the gradient, beta2 to s, that of its square.",
    ),
    Mistake(
        "betas_swapped_in_averages",
        adam(lambda v, s, g, beta1, beta2: averages(v, s, g, beta2, beta1)),
        "You swapped beta1 and beta2 in the averages; the corrections are right. beta1 "
        "belongs to v, beta2 to s.",
    ),
    Mistake(
        "betas_swapped_in_corrections",
        adam(hats=lambda v, s, t, beta1, beta2: corrected(v, s, t, beta2, beta1)),
        "You swapped beta1 and beta2 in the corrections; the averages are right. v is "
        "corrected with the beta that made it.",
    ),
    Mistake(
        "beta1_in_both_averages",
        with_s(lambda s, g, b1, b2: b1 * s + (1 - b1) * g**2),
        "You averaged s with beta1, as v: s has a rate of its own, beta2.",
    ),
    Mistake(
        "beta1_everywhere",
        adam(
            lambda v, s, g, beta1, beta2: averages(v, s, g, beta1, beta1),
            lambda v, s, t, beta1, beta2: corrected(v, s, t, beta1, beta1),
        ),
        "You used beta1 for s as well, in average and correction: s has a rate of its "
        "own, beta2.",
    ),
    Mistake(
        "beta1_in_both_corrections",
        adam(hats=lambda v, s, t, beta1, beta2: corrected(v, s, t, beta1, beta1)),
        "You corrected s with beta1; it was averaged with beta2.",
    ),
    Mistake(
        "mixed_weights_in_s",
        with_s(lambda s, g, b1, b2: b2 * s + (1 - b1) * g**2),
        "In s you keep beta2 of the past but add 1 - beta1 of the new square: the two "
        "weights must come from the same beta, beta2.",
    ),
    Mistake(
        "mixed_weights_in_v",
        with_v(lambda v, g, b1, b2: b1 * v + (1 - b2) * g),
        "In v you keep beta1 of the past but add 1 - beta2 of the new gradient: the "
        "two weights must come from the same beta, beta1.",
    ),
    Mistake(
        "weights_swapped",
        adam(lambda v, s, g, beta1, beta2: averages(v, s, g, 1 - beta1, 1 - beta2)),
        "You swapped the weights: the past keeps beta, what is new gets 1 - beta.",
    ),
    Mistake(
        "sums",
        adam(
            lambda v, s, g, beta1, beta2: (beta1 * v + g, beta2 * s + g**2),
        ),
        "You added the new values with weight 1 instead of 1 - beta1 and 1 - beta2: "
        "these are fading sums, not averages.",
    ),
    Mistake(
        "v_is_a_sum",
        with_v(lambda v, g, b1, b2: b1 * v + g),
        "You added g to v with weight 1 instead of 1 - beta1.",
    ),
    Mistake(
        "s_is_a_sum",
        with_s(lambda s, g, b1, b2: s + g**2),
        "You added up the squares as AdaGrad does; in Adam s is an average that "
        "forgets, with beta2.",
    ),
    Mistake(
        "v_in_s",
        adam(
            lambda v, s, g, beta1, beta2: (
                beta1 * v + (1 - beta1) * g,
                beta2 * s + (1 - beta2) * (beta1 * v + (1 - beta1) * g) ** 2,
            )
        ),
        "You put v**2 into s where g**2 belongs: s then measures the smoothed gradient "
        "and no longer sees the noise.",
    ),
    Mistake(
        "absolute_value",
        with_s(lambda s, g, b1, b2: b2 * s + (1 - b2) * np.abs(g)),
        "You averaged |g| in s where g**2 belongs.",
    ),
    Mistake(
        "square_left_out",
        with_s(lambda s, g, b1, b2: b2 * s + (1 - b2) * g),
        "You averaged g in s where g**2 belongs: a negative s has no root (nan).",
    ),
    Mistake(
        "weight_squared",
        with_s(lambda s, g, b1, b2: b2 * s + ((1 - b2) * g) ** 2),
        "You squared 1 - beta2 together with g: square g alone.",
    ),
    Mistake(
        "one_scale",
        with_s(lambda s, g, b1, b2: b2 * s + (1 - b2) * np.mean(g**2)),
        "You averaged g**2 over all parameters: one scale for all. Each parameter "
        "keeps its own s.",
    ),
    Mistake(
        "not_corrected",
        divided(lambda beta, t: 1),
        "You left out both corrections: v and s start at zero, s far longer than v, so "
        "the first steps are too long. Divide by 1 - beta1**t and 1 - beta2**t.",
    ),
    Mistake(
        "only_v_corrected",
        adam(hats=lambda v, s, t, beta1, beta2: (v / (1 - beta1**t), s)),
        "You corrected v but not s: the root of s is too small at first, and the steps "
        "are far too long.",
    ),
    Mistake(
        "only_s_corrected",
        adam(hats=lambda v, s, t, beta1, beta2: (v, s / (1 - beta2**t))),
        "You corrected s but not v: the first steps are too short.",
    ),
    Mistake(
        "t_one_less",
        divided(lambda beta, t: 1 - beta ** (t - 1)),
        "You took t - 1 in the corrections: t is 1 at the first step, and 1 - beta**0 "
        "would be a division by zero.",
    ),
    Mistake(
        "t_one_more",
        divided(lambda beta, t: 1 - beta ** (t + 1)),
        "You took t + 1 in the corrections: t is already 1 at the first step.",
    ),
    Mistake(
        "t_frozen",
        divided(lambda beta, t: 1 - beta),
        "You divided by 1 - beta1 and 1 - beta2, without the power t: that is right at "
        "the first step only, and never fades.",
    ),
    Mistake(
        "brackets_left_out",
        adam(hats=lambda v, s, t, beta1, beta2: (v / 1 - beta1**t, s / 1 - beta2**t)),
        "You left out the brackets around 1 - beta**t: Python divides by 1 first, and "
        "subtracts the power from what is left.",
    ),
    Mistake(
        "power_of_rest",
        divided(lambda beta, t: (1 - beta) ** t),
        "You raised 1 - beta to the power t; it is 1 - beta**t: the power first.",
    ),
    Mistake(
        "times_t",
        divided(lambda beta, t: 1 - beta * t),
        "You took beta times t where beta to the power t is meant: ** in Python.",
    ),
    Mistake(
        "correction_multiplied",
        divided(lambda beta, t: 1 / (1 - beta**t)),
        "You multiplied by the corrections where you should divide: v and s are too "
        "small at first, and this makes them smaller.",
    ),
    Mistake(
        "one_left_out",
        divided(lambda beta, t: beta**t),
        "You divided by beta**t; the correction is 1 - beta**t.",
    ),
    Mistake(
        "root_not_corrected_inside",
        adam(
            hats=lambda v, s, t, beta1, beta2: (
                v / (1 - beta1**t),
                s / (1 - beta2**t) ** 2,
            )
        ),
        "You corrected the root of s and not s: divide by 1 - beta2**t first, then "
        "take the root.",
    ),
    Mistake(
        "eps_hat_form",
        eps_hat_form,
        "You moved the corrections into the rate, as some libraries do. Then eps is "
        "added to the root of s before correction, and weighs more at small t. Add it "
        "to the root of s_hat.",
    ),
    Mistake(
        "gradient_in_step",
        gradient_in_step,
        "You moved along g where v_hat belongs: v is computed and never used. That is "
        "RMSprop with a correction.",
    ),
    Mistake(
        "old_averages",
        old_averages,
        "You moved theta before you updated v and s: both are zero at the first step.",
    ),
    Mistake(
        "roles_exchanged",
        roles(lambda v_hat: v_hat),
        "You exchanged the roles: v_hat says where to go, the root of s_hat how "
        "carefully. A negative v_hat has no root (nan).",
    ),
    Mistake(
        "roles_exchanged_absolute",
        roles(np.abs),
        "You exchanged the roles: v_hat says where to go and stands above, the root of "
        "s_hat below. s_hat has no sign, so yours only ever goes down.",
    ),
    Mistake(
        "hats_stored",
        hats_stored("vs"),
        "You returned v_hat and s_hat as the new v and s: the next step would correct "
        "them again. Return the plain averages.",
    ),
    Mistake(
        "v_hat_stored",
        hats_stored("v"),
        "You returned v_hat as the new v: the next step would correct it again.",
    ),
    Mistake(
        "s_hat_stored",
        hats_stored("s"),
        "You returned s_hat as the new s: the next step would correct it again.",
    ),
    Mistake(
        "state_not_returned",
        returning(lambda theta, v, s, new: (new[0], v, s)),
        "You returned the v and s that came in; return the new ones.",
    ),
    Mistake(
        "theta_not_returned",
        returning(lambda theta, v, s, new: (theta, *new[1:])),
        "You returned the theta that came in; return the moved one.",
    ),
    Mistake(
        "step_returned",
        returning(lambda theta, v, s, new: (theta - new[0], *new[1:])),
        "You returned the step in place of theta: subtract it from theta first.",
    ),
    Mistake(
        "v_and_s_swapped",
        returning(lambda theta, v, s, new: (new[0], new[2], new[1])),
        "You returned s before v; the order is theta, v, s.",
    ),
    Mistake(
        "theta_last",
        returning(lambda theta, v, s, new: (*new[1:], new[0])),
        "You returned theta last; the order is theta, v, s.",
    ),
    *step_mistakes(adam, "v_hat", "s_hat"),
)


def adam_picture(answer):
    from course_utils import plots

    problem, paths = ravine(), {}
    for correct in (True, False):
        theta, v, s = problem.start, np.zeros(2), np.zeros(2)
        path = [theta]
        for t in range(1, 121):
            t_used = t if correct else 10**6
            g = problem.gradient(theta)
            theta, v, s = answer(theta, g, v, s, t_used, 0.2, 0.9, 0.999, 1e-8)
            path.append(theta)
        paths[correct] = np.array(path)
    fig, (left, right) = plots.figure(1, 2)
    plots.path(plots.contours(left, problem), paths[True], **plots.style("Adam"))
    left.set(title="Your Adam in the ravine")
    lengths = {k: np.abs(np.diff(p[:, 0])) for k, p in paths.items()}
    lines = {"corrected": lengths[True][:30], "not corrected": lengths[False][:30]}
    plots.curves(right, lines, x=np.arange(1, 31))
    right.set(title="Its steps along $θ_1$, at α = 0.2", xlabel="step t")
    return fig, (
        "Your Adam walks to the minimum. Its first step is as long as the rate; "
        "without the corrections it would be three times as long."
    )


def amsgrad(larger=np.maximum, hat=lambda s, s_max, t, beta2: s_max / (1 - beta2**t)):
    """AMSGrad with another maximum, or another s_hat made of s and s_max."""

    def answer(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
        v, s = averages(v, s, g, beta1, beta2)
        v_hat, _ = corrected(v, s, t, beta1, beta2)
        s_max = larger(s_max, s)
        s_hat = hat(s, s_max, t, beta2)
        return theta - right_step(v_hat, s_hat, lr, eps), v, s, s_max

    return answer


def maximum_of_hats(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    v, s = averages(v, s, g, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    s_max = np.maximum(s_max, s_hat)
    return theta - right_step(v_hat, s_max, lr, eps), v, s, s_max


def hat_against_maximum(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    v, s = averages(v, s, g, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    used = np.maximum(s_max, s_hat)
    return theta - right_step(v_hat, used, lr, eps), v, s, np.maximum(s_max, s)


def ams_returning(change):
    def answer(theta, g, v, s, s_max, *rest):
        return change(s_max, amsgrad_step(theta, g, v, s, s_max, *rest))

    return answer


def ams_family(step):
    def answer(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
        v, s = averages(v, s, g, beta1, beta2)
        s_max = np.maximum(s_max, s)
        v_hat, s_hat = corrected(v, s_max, t, beta1, beta2)
        return theta - step(v_hat, s_hat, lr, eps), v, s, s_max

    return answer


def gradient_in_ams(theta, g, v, s, s_max, t, lr, beta1, beta2, eps):
    v, s = averages(v, s, g, beta1, beta2)
    s_max = np.maximum(s_max, s)
    _, s_hat = corrected(v, s_max, t, beta1, beta2)
    return theta - right_step(g, s_hat, lr, eps), v, s, s_max


amsgrad_mistakes = (
    Mistake(
        "plain_adam",
        amsgrad(hat=lambda s, s_max, t, beta2: s / (1 - beta2**t)),
        "You update s_max, but the step still uses s: that is plain Adam. The largest "
        "s so far takes its place in the step.",
    ),
    Mistake(
        "maximum_not_returned",
        ams_returning(lambda s_max, new: (*new[:3], s_max)),
        "You returned the s_max that came in: the new maximum is lost before the next "
        "step.",
    ),
    Mistake(
        "maximum_stored_as_s",
        ams_returning(lambda s_max, new: (*new[:2], new[3], new[3])),
        "You stored the maximum in s as well: s must go on as a plain average, or it "
        "can never fall.",
    ),
    Mistake(
        "s_and_maximum_swapped",
        ams_returning(lambda s_max, new: (*new[:2], new[3], new[2])),
        "You returned s_max before s; the order is theta, v, s, s_max.",
    ),
    Mistake(
        "maximum_of_hats",
        maximum_of_hats,
        "You kept the maximum of s_hat, as optax does. Here, as in PyTorch, s_max is "
        "the maximum of s, and is corrected in the step.",
    ),
    Mistake(
        "hat_against_maximum",
        hat_against_maximum,
        "You compared the corrected s_hat with the maximum of plain s. Take the "
        "maximum of the plain ones, then correct it.",
    ),
    Mistake(
        "maximum_not_corrected",
        amsgrad(hat=lambda s, s_max, t, beta2: s_max),
        "You did not correct s_max: divide it by 1 - beta2**t, as Adam does with s.",
    ),
    Mistake(
        "minimum",
        amsgrad(np.minimum),
        "You took the smaller of the two: steps would grow without end.",
    ),
    Mistake(
        "one_maximum",
        amsgrad(lambda s_max, s: np.full_like(s, max(s_max.max(), s.max()))),
        "You took one maximum over all parameters. Each has its own: compare s_max and "
        "s element by element.",
    ),
    Mistake(
        "new_s_alone",
        amsgrad(lambda s_max, s: s),
        "You set s_max to the new s, and forgot the old maximum.",
    ),
    Mistake(
        "old_maximum",
        amsgrad(lambda s_max, s: s_max),
        "You left s_max as it came in, or compared it with the s of the step before: "
        "the new s is not in it. Update s first.",
    ),
    Mistake(
        "sum_of_both",
        amsgrad(lambda s_max, s: s_max + s),
        "You added s to s_max; take the larger of the two.",
    ),
    Mistake(
        "gradient_in_step",
        gradient_in_ams,
        "You moved along g where v_hat belongs.",
    ),
    *step_mistakes(ams_family, "v_hat", "s_hat"),
)


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
    lines = dict(zip(("AMSGrad", "Adam"), np.array(moved).T, strict=True))
    plots.curves(ax, lines, x=np.arange(1, 101))
    title = "Your AMSGrad: a gradient of 10 at steps 20 and 70, else 0.5"
    ax.set(title=title, xlabel="step", ylabel="length of the step / α")
    return fig, (
        "After a large gradient Adam's steps grow back to the rate; those of your "
        "AMSGrad stay short."
    )


def adamw(decayed):
    """Adam's new averages, and theta from `decayed(theta, step, lr, wd)`."""

    def answer(theta, g, v, s, t, lr, beta1, beta2, eps, wd):
        new, v, s = adam_step(theta, g, v, s, t, lr, beta1, beta2, eps)
        return decayed(theta, theta - new, lr, wd), v, s

    return answer


def decay_in_gradient(theta, g, v, s, *rest):
    return adam_step(theta, g + rest[-1] * theta, v, s, *rest[:-1])


def decay_in_gradient_and_step(theta, g, v, s, *rest):
    new, v, s = decay_in_gradient(theta, g, v, s, *rest)
    return new - rest[1] * rest[-1] * theta, v, s


def decay_above_root(theta, g, v, s, t, lr, beta1, beta2, eps, wd):
    v, s = averages(v, s, g, beta1, beta2)
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    return theta - right_step(v_hat + wd * theta, s_hat, lr, eps), v, s


def decay_in_v(theta, g, v, s, t, lr, beta1, beta2, eps, wd):
    v, s = averages(v, s, g, beta1, beta2)
    v = v + (1 - beta1) * wd * theta
    v_hat, s_hat = corrected(v, s, t, beta1, beta2)
    return theta - right_step(v_hat, s_hat, lr, eps), v, s


def adamw_family(step):
    def answer(theta, g, v, s, t, lr, beta1, beta2, eps, wd):
        v, s = averages(v, s, g, beta1, beta2)
        v_hat, s_hat = corrected(v, s, t, beta1, beta2)
        return theta - step(v_hat, s_hat, lr, eps) - lr * wd * theta, v, s

    return answer


adamw_mistakes = (
    Mistake(
        "still_l2",
        decay_in_gradient,
        "The decay still goes through the gradient: that is L2. It passes through v "
        "and s, and the root divides it away where gradients are large.",
    ),
    Mistake(
        "twice",
        decay_in_gradient_and_step,
        "You decay twice: in the step, which is right, and still in the gradient.",
    ),
    Mistake(
        "decay_left_out",
        adamw(lambda theta, step, lr, wd: theta - step),
        "You took the decay out of the gradient, but did not put it anywhere else: "
        "that is plain Adam.",
    ),
    Mistake(
        "decay_above_root",
        decay_above_root,
        "You added the decay to v_hat, so it is still divided by the root of s_hat. It "
        "must stand apart from the fraction.",
    ),
    Mistake(
        "decay_in_v",
        decay_in_v,
        "You put the decay into v but not into s; it belongs into neither.",
    ),
    Mistake(
        "rate_left_out",
        adamw(lambda theta, step, lr, wd: theta - step - wd * theta),
        "You decay by weight_decay alone; here it is lr times weight_decay, so that a "
        "schedule governs both.",
    ),
    Mistake(
        "decay_after_step",
        adamw(lambda theta, step, lr, wd: (theta - step) * (1 - lr * wd)),
        "You shrink theta after it has moved; the theta that came in is to shrink.",
    ),
    Mistake(
        "decay_grows",
        adamw(lambda theta, step, lr, wd: theta - step + lr * wd * theta),
        "You have the sign of the decay wrong: the parameters grow.",
    ),
    Mistake(
        "factor_alone",
        adamw(lambda theta, step, lr, wd: theta - step - lr * wd),
        "You subtract lr times weight_decay from every parameter; it is a share of "
        "theta: times theta.",
    ),
    Mistake(
        "decay_for_step",
        adamw(lambda theta, step, lr, wd: theta - lr * wd * theta),
        "Now theta only decays: the step of Adam got lost.",
    ),
    Mistake(
        "decay_fixed",
        adamw(lambda theta, step, lr, wd: theta - step - lr * 0.01 * theta),
        "You used the number 0.01 and not the argument weight_decay.",
    ),
    Mistake(
        "decay_scales_step",
        adamw(lambda theta, step, lr, wd: theta - step * (1 + wd)),
        "You scaled the step; the decay does not depend on the gradient at all.",
    ),
    *step_mistakes(adamw_family, "v_hat", "s_hat"),
)


def adamw_picture(answer):
    from course_utils import plots

    noise = np.random.default_rng(5).standard_normal((300, 2)) * [10.0, 0.1]
    settings = (0.01, 0.9, 0.999, 1e-8, 0.5)
    paths = {}
    for name, step in {"AdamW": answer, "L2": decay_in_gradient}.items():
        theta, v, s = np.full(2, 2.0), np.zeros(2), np.zeros(2)
        path = [theta]
        for t, g in enumerate(noise, start=1):
            theta, v, s = step(theta, g, v, s, t, *settings)
            path.append(theta)
        paths[name] = np.array(path)
    fig, (left, right) = plots.figure(1, 2, sharey=True)
    for ax, (name, path) in zip((left, right), paths.items(), strict=True):
        lines = {"gradients of 10": path[:, 0], "gradients of 0.1": path[:, 1]}
        plots.curves(ax, lines, legend=ax is right)
        ax.set(xlabel="step", title="Your AdamW" if name == "AdamW" else "Adam with L2")
    left.set(ylabel="parameter")
    return fig, (
        "Your AdamW shrinks two parameters alike, though the noise in their gradients "
        "differs a hundredfold; with L2 the noisier one hardly shrinks."
    )


def step_after_silence(t, lr, beta1, beta2):
    v_hat = (1 - beta1) / (1 - beta1**t)
    s_hat = (1 - beta2) / (1 - beta2**t)
    return lr * v_hat / np.sqrt(s_hat)


def silence_cases(rng):
    def case(label, t, usual=False):
        betas = rng.uniform(0.5, 0.95), rng.uniform(0.97, 0.999)
        beta1, beta2 = (0.9, 0.999) if usual else map(float, betas)
        return Case(label, (int(t), float(rng.uniform(0.01, 1)), beta1, beta2))

    return [
        case("the very first step", 1),
        case("the second step", 2, usual=True),
        *[case("an early step", t) for t in rng.integers(3, 12, 2)],
        case("after many steps", rng.integers(100, 300), usual=True),
        case("after a long silence", rng.integers(5000, 9000)),
        case("after a very long silence", 30_000, usual=True),
    ]


silence_mistakes = (
    Mistake(
        "always_lr",
        lambda t, lr, beta1, beta2: lr,
        "You returned lr. A step is that long while the gradient is steady; after a "
        "silence v and s have not caught up, and not alike.",
    ),
    Mistake(
        "not_corrected",
        lambda t, lr, beta1, beta2: lr * (1 - beta1) / np.sqrt(1 - beta2),
        "You left out the corrections: that is the step after an endless silence. At "
        "step t divide v by 1 - beta1**t and s by 1 - beta2**t.",
    ),
    Mistake(
        "only_v_corrected",
        lambda t, lr, beta1, beta2: (
            lr * (1 - beta1) / (1 - beta1**t) / np.sqrt(1 - beta2)
        ),
        "You corrected v but not s.",
    ),
    Mistake(
        "only_s_corrected",
        lambda t, lr, beta1, beta2: (
            lr * (1 - beta1) * np.sqrt((1 - beta2**t) / (1 - beta2))
        ),
        "You corrected s but not v.",
    ),
    Mistake(
        "root_left_out",
        lambda t, lr, beta1, beta2: (
            lr * (1 - beta1) / (1 - beta1**t) * (1 - beta2**t) / (1 - beta2)
        ),
        "You left out the root of s_hat.",
    ),
    Mistake(
        "root_not_over_correction",
        lambda t, lr, beta1, beta2: (
            lr * (1 - beta1) / (1 - beta1**t) * (1 - beta2**t) / np.sqrt(1 - beta2)
        ),
        "You took the root of 1 - beta2 alone: the correction 1 - beta2**t stands "
        "under the root, too.",
    ),
    Mistake(
        "upside_down",
        lambda t, lr, beta1, beta2: lr**2 / step_after_silence(t, lr, beta1, beta2),
        "You have the ratio upside down: v_hat above, the root of s_hat below.",
    ),
    Mistake(
        "betas_swapped",
        lambda t, lr, beta1, beta2: step_after_silence(t, lr, beta2, beta1),
        "You swapped beta1 and beta2: beta1 belongs to v, beta2 to s.",
    ),
    Mistake(
        "steady",
        lambda t, lr, beta1, beta2: lr * (1 - beta1**t) / np.sqrt(1 - beta2**t),
        "That is the step without correction when *all* gradients were g. Here all but "
        "the last are zero: v is (1 - beta1) g alone.",
    ),
    Mistake(
        "t_one_less",
        lambda t, lr, beta1, beta2: step_after_silence(t - 1, lr, beta1, beta2),
        "You took t - 1 in the corrections: the gradient comes at step t itself.",
    ),
    Mistake(
        "t_one_more",
        lambda t, lr, beta1, beta2: step_after_silence(t + 1, lr, beta1, beta2),
        "You took t + 1 in the corrections: the gradient comes at step t itself.",
    ),
    Mistake(
        "weights_left_out",
        lambda t, lr, beta1, beta2: lr / (1 - beta1**t) * np.sqrt(1 - beta2**t),
        "You left out the weights with which g enters: 1 - beta1 in v, 1 - beta2 in s.",
    ),
    Mistake(
        "weight_left_out_of_v",
        lambda t, lr, beta1, beta2: (
            step_after_silence(t, lr, beta1, beta2) / (1 - beta1)
        ),
        "In v you left out the weight 1 - beta1 with which g enters.",
    ),
    Mistake(
        "weight_left_out_of_s",
        lambda t, lr, beta1, beta2: (
            step_after_silence(t, lr, beta1, beta2) * np.sqrt(1 - beta2)
        ),
        "In s you left out the weight 1 - beta2 with which g**2 enters.",
    ),
    Mistake(
        "beta_for_rest",
        lambda t, lr, beta1, beta2: (
            lr * beta1 / (1 - beta1**t) / np.sqrt(beta2 / (1 - beta2**t))
        ),
        "You gave the new gradient the weights beta1 and beta2; those are the shares "
        "of the past. It gets what is left to 1.",
    ),
    Mistake(
        "beta1_for_both",
        lambda t, lr, beta1, beta2: step_after_silence(t, lr, beta1, beta1),
        "You used beta1 for s, too: s is averaged and corrected with beta2.",
    ),
    Mistake(
        "beta2_for_both",
        lambda t, lr, beta1, beta2: step_after_silence(t, lr, beta2, beta2),
        "You used beta2 for v, too: v is averaged and corrected with beta1.",
    ),
    Mistake(
        "corrections_multiplied",
        lambda t, lr, beta1, beta2: (
            lr * (1 - beta1) * (1 - beta1**t) / np.sqrt((1 - beta2) * (1 - beta2**t))
        ),
        "You multiplied by the corrections where v and s are divided by them.",
    ),
    Mistake(
        "faded",
        lambda t, lr, beta1, beta2: lr * beta1**t / np.sqrt(beta2**t),
        "You let the gradient fade for t steps; it is new, the silence was before it.",
    ),
    Mistake(
        "lr_left_out",
        lambda t, lr, beta1, beta2: step_after_silence(t, 1, beta1, beta2),
        "You left lr out: that is the step as a multiple of it.",
    ),
)


def silence_picture(answer):
    from course_utils import plots

    t = np.unique(np.geomspace(1, 20_000, 120).astype(int))
    lengths = np.array([answer(int(k), 1.0, 0.9, 0.999) for k in t])
    fig, ax = plots.figure()
    plots.curves(ax, {"after a silence": lengths, "steady": np.ones(len(t))}, x=t)
    title = "Your step after a silence, as a multiple of α"
    ax.set(title=title, xscale="log", xlabel="step t of the first gradient")
    return fig, "Your step dips below the rate at first and climbs to 3.16 times it."


uncorrected_mistakes = (
    Mistake(
        "corrected",
        1.0,
        "You took the step to be lr. That is what the corrections bring about; without "
        "them v holds 0.1 g, and S holds 0.001 g^2.",
    ),
    Mistake(
        "v_alone",
        0.1,
        "You have the 0.1 of v. S is too small as well, and its root stands below.",
    ),
    Mistake(
        "s_alone",
        1 / np.sqrt(0.001),
        "You have the root of S. v is too small as well: it holds 0.1 g, not g.",
    ),
    Mistake(
        "root_left_out",
        100.0,
        "You left out the root of S: 0.1 / 0.001.",
    ),
    Mistake(
        "upside_down",
        np.sqrt(0.001) / 0.1,
        "You have the ratio upside down: v above, the root of S below.",
    ),
    Mistake(
        "betas_for_rests",
        0.9 / np.sqrt(0.999),
        "You used beta where 1 - beta belongs: at the first step only the new gradient "
        "is in v and S.",
    ),
    Mistake(
        "signed",
        -np.sqrt(10),
        "You gave the sign of the gradient, too; asked is how long.",
    ),
    Mistake(
        "times_lr",
        0.001 * np.sqrt(10),
        "That is the length itself; give it as a multiple of lr.",
    ),
    Mistake(
        "gradient_left_in",
        40 * np.sqrt(10),
        "You left the gradient in: g above and the root of g^2 below cancel.",
    ),
)

HISTORIES = (
    "steady",
    "changing sign",
    "first gradient just now",
    "silent lately",
)

internals_mistakes = (
    Mistake(
        "steady_and_first",
        ("changing sign", "silent lately", "first gradient just now", "steady"),
        "A and B are right. For a steady gradient v_hat and the root of s_hat are the "
        "same size: that makes the step lr.",
    ),
    Mistake(
        "sign_and_silence",
        ("silent lately", "changing sign", "steady", "first gradient just now"),
        "C and D are right. Both averages shrink in a silence, v_hat far faster: 0.9 "
        "to the power 200 is 7e-10.",
    ),
    Mistake(
        "sign_and_first",
        ("first gradient just now", "silent lately", "steady", "changing sign"),
        "B and C are right. A change of sign cancels in v_hat and not in s_hat: the "
        "ratio is small. Which ratio is above 1?",
    ),
    Mistake(
        "first_and_silence",
        ("changing sign", "first gradient just now", "steady", "silent lately"),
        "A and C are right. v_hat reacts and forgets fast, s_hat slowly: what is the "
        "ratio just after a first gradient?",
    ),
    Mistake(
        "size_taken_for_steadiness",
        ("steady", "silent lately", "changing sign", "first gradient just now"),
        "B and D are right. A large average is not a steady gradient: look at the "
        "ratio of v_hat to the root of s_hat, not at the size.",
    ),
)

SYMPTOMS = ("roles exchanged", "no correction", "hats stored")
SYMPTOM_OPTIONS = (*SYMPTOMS, "beta1 and beta2 swapped", "theta climbs")

symptom_mistakes = (
    Mistake(
        "roles_and_none",
        ("no correction", "roles exchanged", "hats stored"),
        "C is right. Without correction the steps are too long, but go the right way. "
        "Which row walks away from the minimum?",
    ),
    Mistake(
        "none_and_hats",
        ("roles exchanged", "hats stored", "no correction"),
        "A is right. Look at the first step: without correction it is 3.16 lr long, "
        "with hats stored back the first step is still right.",
    ),
    Mistake(
        "roles_and_hats",
        ("hats stored", "no correction", "roles exchanged"),
        "B is right. A state that is corrected again and again grows. Does a large S "
        "make large steps, or small ones?",
    ),
    Mistake(
        "climbs",
        ("theta climbs", "no correction", "hats stored"),
        "B and C are right. A step with the wrong sign would lead from -2 "
        "to -2.1. Row A goes further.",
    ),
    Mistake(
        "betas_for_hats",
        ("roles exchanged", "no correction", "beta1 and beta2 swapped"),
        "A and B are right. With the betas swapped v forgets too slowly, and theta "
        "swings past the minimum. Row C stops.",
    ),
    Mistake(
        "betas_for_none",
        ("roles exchanged", "beta1 and beta2 swapped", "hats stored"),
        "A and C are right. With the betas swapped the first step is still lr, since "
        "the corrections are swapped, too.",
    ),
)


def through_the_valley(settings):
    """The goal of `rosenbrock_settings`: far down the valley in 100 steps."""
    if np.shape(settings) != (3,):
        return "Set the name to a tuple of three numbers, (lr, beta1, beta2)."
    lr, beta1, beta2 = (float(number) for number in settings)
    if not lr > 0 or not (0 <= beta1 < 1 and 0 <= beta2 < 1):
        return "lr must be more than 0, and both betas lie in [0, 1)."
    loss = float(grid(Adam(lr, beta1, beta2), rosenbrock(), steps=100))
    if loss < 0.1:
        return ""
    tried = f"lr = {lr:g}, beta1 = {beta1:g}, beta2 = {beta2:g}"
    return f"With {tried} the loss after 100 steps is {loss:.3g}."


rosenbrock_mistakes = (
    Mistake(
        "default",
        (0.001, 0.9, 0.999),
        "These are the usual settings. A step is about lr long, so 100 of them go 0.1 "
        "in all, and the minimum is more than 2 away. The loss is still 7.1.",
    ),
    Mistake(
        "ten_times",
        (0.01, 0.9, 0.999),
        "With lr = 0.01 the path comes down into the valley and no further: loss 4.2. "
        "The minimum is more than 2 away.",
    ),
    Mistake(
        "hundred_times",
        (0.1, 0.9, 0.999),
        "Long enough steps, one would think, but the loss is 3.0. S remembers the "
        "steep wall at the start for a thousand steps. Which setting lets it forget?",
    ),
    Mistake(
        "thousand_times",
        (1.0, 0.9, 0.999),
        "So large a rate throws theta about at first: loss 0.19. S remembers the steep "
        "wall for a thousand steps; let it forget, and a smaller rate will do.",
    ),
    Mistake(
        "betas_exchanged",
        (0.1, 0.999, 0.9),
        "You have the betas exchanged: v now remembers a thousand steps and rolls past "
        "every bend of the valley. The loss is 6.8.",
    ),
    Mistake(
        "no_memory",
        (0.1, 0.0, 0.9),
        "Without an average of the gradient theta bounces between the walls of the "
        "valley: loss 3.4. Give beta1 some memory back.",
    ),
)

EXERCISES = (
    Exercise(
        id="uncorrected_first_step",
        title="Predict: the first step without correction",
        lesson=5,
        points=1,
        minutes=4,
        difficulty=1,
        reference=float(np.sqrt(10)),
        mistakes=uncorrected_mistakes,
        rtol=5e-3,
    ),
    Exercise(
        id="inside_adam",
        title="Read: what the two averages tell",
        lesson=5,
        points=2,
        minutes=5,
        difficulty=1,
        reference=tuple(HISTORIES[k] for k in (1, 3, 0, 2)),
        mistakes=internals_mistakes,
        options=HISTORIES,
    ),
    Exercise(
        id="adam_step",
        title="One step of Adam",
        lesson=5,
        points=5,
        minutes=15,
        difficulty=2,
        reference=adam_step,
        cases=adam_cases,
        mistakes=adam_mistakes,
        returns=("theta", "v", "s"),
        picture=adam_picture,
    ),
    Exercise(
        id="wrong_adams",
        title="Diagnose: three wrong Adams",
        lesson=5,
        points=2,
        minutes=8,
        difficulty=2,
        reference=SYMPTOMS,
        mistakes=symptom_mistakes,
        options=SYMPTOM_OPTIONS,
    ),
    Exercise(
        id="amsgrad_step",
        title="One step of AMSGrad",
        lesson=5,
        points=3,
        minutes=10,
        difficulty=2,
        reference=amsgrad_step,
        cases=amsgrad_cases,
        mistakes=amsgrad_mistakes,
        returns=("theta", "v", "s", "s_max"),
        picture=amsgrad_picture,
    ),
    Exercise(
        id="adamw_step",
        title="Fix: an AdamW that is none",
        lesson=5,
        points=3,
        minutes=10,
        difficulty=2,
        reference=adamw_step,
        cases=adamw_cases,
        mistakes=adamw_mistakes,
        returns=("theta", "v", "s"),
        picture=adamw_picture,
    ),
    Exercise(
        id="step_after_silence",
        title="How long a step can be",
        lesson=5,
        points=3,
        minutes=10,
        difficulty=3,
        reference=step_after_silence,
        cases=silence_cases,
        mistakes=silence_mistakes,
        picture=silence_picture,
    ),
    Exercise(
        id="rosenbrock_settings",
        title="Choose: through the curved valley",
        lesson=5,
        points=3,
        minutes=10,
        difficulty=3,
        reference=(0.1, 0.9, 0.9),
        goal=through_the_valley,
        mistakes=rosenbrock_mistakes,
    ),
)
