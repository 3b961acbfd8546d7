"""The exercises of lesson 03: what does smoothing the gradient buy?"""

import numpy as np

from course_utils import averages
from course_utils.checks.before import Case, Exercise, Mistake
from course_utils.checks.lesson_00 import signs
from course_utils.descent import run
from course_utils.optimizers import GradientDescent, Momentum, State
from course_utils.problems import ravine


def run_so_far(rng, shape, n, beta, scale=1.0):
    """A point, a gradient and what v is after n gradients before it.

    theta is of the size of g, and v of one sign with g, so that nothing cancels.
    """
    theta, sign = (
        signs(rng, shape) * rng.uniform(1, 3, shape) * scale,
        signs(rng, shape),
    )
    gs = sign * rng.uniform(0.5, 3, (n + 1, *shape)) * scale
    v = averages.ema(gs[:-1], beta)[-1] if n else np.zeros(shape)
    return theta, gs[-1], v


def momentum_cases(rng):
    def case(label, shape, n, lr, beta, scale=1.0):
        return Case(label, (*run_so_far(rng, shape, n, beta, scale), float(lr), beta))

    scales = 10.0 ** rng.permutation(np.arange(-8, 5))
    theta, g, v = run_so_far(rng, (4,), 5, 0.8)
    g[1:3], v[2] = 0.0, 0.0
    turned = run_so_far(rng, (3,), 30, 0.95)
    lr = rng.uniform(0.05, 0.12, 7)
    return [
        case("after some steps", (3,), 6, lr[0], 0.9),
        case("the first step, v = 0", (3,), 0, lr[1], 0.9),
        case("a matrix of parameters", (2, 3), 4, lr[2], rng.uniform(0.6, 0.85)),
        case("large and small values", (13,), 8, lr[3], rng.uniform(0.7, 0.9), scales),
        Case(
            "a gradient that has turned",
            (turned[0], -turned[1], turned[2], lr[4], 0.95),
        ),
        Case("a gradient of zero in places", (theta, g, v, 0.1, 0.8)),
        case("no momentum, beta = 0", (2,), 3, lr[5], 0.0),
        case("a long memory", (3,), 60, lr[6], 0.99),
        case("a single parameter", (1,), 3, 0.02, 0.5),
    ]


def momentum_step(theta, g, v, lr, beta):
    theta, state = Momentum(lr, beta).step(theta, g, State(0, v))
    return theta, state.v


def smooth(v, g, beta, lr):
    return beta * v + (1 - beta) * g


def one_step(update=smooth, direction=lambda v, old, g, beta: v, scale=lambda lr: -lr):
    """One step, right or wrong: the rule for v, what theta follows, and how far."""

    def answer(theta, g, v, lr, beta):
        new = update(v, g, beta, lr)
        return theta + scale(lr) * direction(new, v, g, beta), new

    return answer


def own_rate(update, sign=-1.0):
    """v holds the rate already: theta moves by v itself."""
    return one_step(update, scale=lambda lr: sign)


momentum_mistakes = (
    Mistake(
        "sum_for_average",
        one_step(lambda v, g, beta, lr: beta * v + g),
        "You added g with weight 1 instead of 1 - beta. That is PyTorch's form: with"
        " this rate its steps become 1 / (1 - beta) times as long.",
    ),
    Mistake(
        "weights_swapped",
        one_step(lambda v, g, beta, lr: (1 - beta) * v + beta * g),
        "You swapped the weights: the past v keeps beta, the new g gets 1 - beta. "
        "Yours hardly smooths.",
    ),
    Mistake(
        "same_weight",
        one_step(lambda v, g, beta, lr: beta * v + beta * g),
        "You gave v and g the same weight beta; the new g gets 1 - beta.",
    ),
    Mistake(
        "parentheses",
        one_step(lambda v, g, beta, lr: beta * v + 1 - beta * g),
        "You wrote 1 - beta * g: without parentheses beta multiplies g first.",
    ),
    Mistake(
        "uphill",
        one_step(scale=lambda lr: lr),
        "Your v is right, but you added the step to theta: subtract it, or the loss "
        "rises.",
    ),
    Mistake(
        "minus_in_v",
        one_step(lambda v, g, beta, lr: beta * v - (1 - beta) * g),
        "You subtracted g inside v; v is an average of gradients, so g is added "
        "there. The minus belongs to the step of theta.",
    ),
    Mistake(
        "minus_twice",
        one_step(lambda v, g, beta, lr: beta * v - (1 - beta) * g, scale=lambda lr: lr),
        "You put the minus into v and added v to theta. From v = 0 the path would be"
        " the same, but your v has the wrong sign for the v that is handed in.",
    ),
    Mistake(
        "rate_twice",
        one_step(lambda v, g, beta, lr: beta * v + (1 - beta) * lr * g),
        "You multiplied by lr twice, once inside v and once in the step. It belongs "
        "to the step alone.",
    ),
    Mistake(
        "rate_in_v",
        own_rate(lambda v, g, beta, lr: beta * v + (1 - beta) * lr * g),
        "You put lr inside v. While lr is constant the path can be the same, but v "
        "is no average of gradients any more, and a change of lr comes late.",
    ),
    Mistake(
        "rate_in_sum",
        own_rate(lambda v, g, beta, lr: beta * v + lr * g),
        "You wrote v = beta v + lr g and moved by v. Here v is an average: g gets "
        "the weight 1 - beta, and lr stands in the step alone.",
    ),
    Mistake(
        "velocity",
        own_rate(lambda v, g, beta, lr: beta * v - lr * g, 1.0),
        "You wrote Keras' form, v = beta v - lr g and theta + v. Here v is an "
        "average of gradients, and lr stands in the step alone.",
    ),
    Mistake(
        "rate_left_out",
        one_step(scale=lambda lr: -1.0),
        "Your v is right, but the step is v itself: multiply it by lr.",
    ),
    Mistake(
        "moved_by_old_v",
        one_step(direction=lambda v, old, g, beta: old),
        "You moved theta by the old v: the first step is then zero, and each "
        "gradient works one step late. Update v first.",
    ),
    Mistake(
        "moved_by_g",
        one_step(direction=lambda v, old, g, beta: g),
        "You updated v, but moved theta by g: that is plain descent. Move by v.",
    ),
    Mistake(
        "past_dropped",
        one_step(lambda v, g, beta, lr: (1 - beta) * g),
        "You dropped the past: your v is (1 - beta) g alone. Is v set to zero before"
        " its update?",
    ),
    Mistake(
        "past_undamped",
        one_step(lambda v, g, beta, lr: v + (1 - beta) * g),
        "You kept the whole past: multiply v by beta, or it grows without end.",
    ),
    Mistake(
        "old_v_returned",
        lambda theta, g, v, lr, beta: (momentum_step(theta, g, v, lr, beta)[0], v),
        "Your theta is right, but you return the old v: the next step would know "
        "nothing of this gradient.",
    ),
    Mistake(
        "order",
        lambda theta, g, v, lr, beta: momentum_step(theta, g, v, lr, beta)[::-1],
        "You returned v first; return theta, then v.",
    ),
    Mistake(
        "nesterov",
        one_step(direction=lambda v, old, g, beta: smooth(v, g, beta, 0)),
        "You put g into the average a second time before the step. That is "
        "Nesterov's rule, which comes later.",
    ),
    Mistake(
        "beta_on_all",
        one_step(lambda v, g, beta, lr: beta * (v + (1 - beta) * g)),
        "You multiplied the new g by beta as well: only the past v is multiplied by "
        "beta.",
    ),
    Mistake(
        "step_alone",
        lambda theta, g, v, lr, beta: (
            -lr * smooth(v, g, beta, lr),
            smooth(v, g, beta, lr),
        ),
        "Your v is right, but you returned the step in place of the new theta.",
    ),
)


def walk(step, problem, theta, steps):
    """The path that a step function (theta, v) -> (theta, v) takes, from v = 0."""
    points, v = [np.array(theta, dtype=float)], np.zeros(2)
    for _ in range(steps):
        theta, v = (np.asarray(part) for part in step(points[-1], v))
        points.append(theta)
    return np.array(points)


def momentum_picture(answer):
    from course_utils import plots

    problem, lr = ravine(), 0.075
    points = walk(
        lambda theta, v: answer(theta, problem.gradient(theta), v, lr, 0.6),
        problem,
        problem.start,
        40,
    )
    fig, ax = plots.figure(height=3.6)
    plots.contours(ax, problem)
    plots.path(ax, run(GradientDescent(lr), problem, steps=40))
    plots.path(ax, points, **plots.style("Momentum") | {"label": "your momentum"})
    plots.beside(ax).set(title="Forty steps with α = 0.075")
    return fig, "Plain descent zig-zags; your momentum soon runs along the ravine."


def rate_cases(rng):
    def case(label, low, high):
        return Case(
            label, (float(rng.uniform(0.01, 0.5)), float(rng.uniform(low, high)))
        )

    return [
        case("a usual beta", 0.85, 0.95),
        case("a small beta", 0.1, 0.4),
        case("a medium beta", 0.55, 0.8),
        case("a large beta", 0.98, 0.995),
        Case("no momentum, beta = 0", (0.1, 0.0)),
    ]


rate_mistakes = (
    Mistake(
        "divided",
        lambda lr, beta: lr / (1 - beta),
        "You divided by 1 - beta. The buffer is *larger* than the average, so its "
        "rate must be smaller.",
    ),
    Mistake(
        "same_rate",
        lambda lr, beta: lr,
        "You kept the rate. For a steady gradient of 1 the average comes to 1, but "
        "the buffer to 1 / (1 - beta).",
    ),
    Mistake(
        "times_beta",
        lambda lr, beta: lr * beta,
        "You multiplied by beta. Which weight does g have in the average, and which "
        "in the buffer?",
    ),
    Mistake(
        "divided_by_beta",
        lambda lr, beta: lr / beta,
        "You divided by beta. Which weight does g have in the average, and which in "
        "the buffer?",
    ),
    Mistake(
        "sign",
        lambda lr, beta: lr * (beta - 1),
        "Your rate is negative: it is 1 - beta, not beta - 1.",
    ),
    Mistake(
        "factor_alone",
        lambda lr, beta: 1 - beta,
        "You returned the factor alone; multiply lr by it.",
    ),
    Mistake(
        "difference",
        lambda lr, beta: lr - beta,
        "You subtracted beta from lr, or wrote lr * 1 - beta without parentheses: "
        "the two forms differ by a factor.",
    ),
    Mistake(
        "plus",
        lambda lr, beta: lr * (1 + beta),
        "You multiplied by 1 + beta. The buffer is *larger* than the average, so its"
        " rate must be smaller.",
    ),
    Mistake(
        "square",
        lambda lr, beta: lr * (1 - beta) ** 2,
        "You used the factor 1 - beta twice; v and buffer differ by one such factor.",
    ),
)

buffer_mistakes = (
    Mistake(
        "average",
        0.081,
        "That is the average, 0.1 times 0.9^2. But PyTorch's buffer begins with the "
        "first gradient itself, undamped.",
    ),
    Mistake(
        "last_gradient",
        0.0,
        "The last gradients are 0, but the buffer remembers the first.",
    ),
    Mistake("one_step_short", 0.9, "That is the buffer after two steps."),
    Mistake("one_step_more", 0.729, "That is the buffer after four steps."),
    Mistake("first", 1.0, "That is the buffer after one step: it fades after that."),
    Mistake(
        "sum",
        2.71,
        "You added up what the buffer was at the three steps; asked is what it is at"
        " last.",
    ),
)

beta_mistakes = (
    Mistake(
        "slow_and_fast_exchanged",
        ("0", "0.99", "0.9"),
        "You have A and B exchanged. At step 1 theta moved by 0.1 (1 - beta): the "
        "larger beta, the shorter.",
    ),
    Mistake(
        "overshoot_to_largest",
        ("0.9", "0", "0.99"),
        "B is right. C has gone past 0 by step 30, and A not yet by step 50: the "
        "longer the memory, the *later* it goes past.",
    ),
    Mistake(
        "overshoot_to_none",
        ("0.99", "0.9", "0"),
        "A is right. C runs past 0; plain descent with this small rate cannot do that.",
    ),
    Mistake(
        "in_order",
        ("0", "0.9", "0.99"),
        "Look at step 1: theta moved by 0.1 (1 - beta), which is 0.1 without momentum.",
    ),
    Mistake(
        "shifted",
        ("0.9", "0.99", "0"),
        "Look at step 1: theta moved by 0.1 (1 - beta), which is 0.1 without momentum.",
    ),
)


def torch_cases(rng):
    def case(label, shape, n, lr, beta, decay, scale=1.0):
        theta, g, v = run_so_far(rng, shape, n, beta, scale)
        theta = np.abs(theta) * np.sign(g)  # the decay must not cancel the gradient
        return Case(label, (theta, g, v / (1 - beta), float(lr), beta, decay))

    scales = 10.0 ** rng.permutation(np.arange(-8, 5))
    decay = rng.uniform(0.1, 0.4, 5)
    still = case("a gradient of zero in places", (4,), 5, 0.05, 0.7, 0.3).args
    still[1][1:3], still[2][2] = 0.0, 0.0
    return [
        case("after some steps", (3,), 6, 0.02, 0.9, decay[0]),
        case("the first step, buf = 0", (3,), 0, 0.1, 0.9, decay[1]),
        case("no weight decay", (3,), 6, 0.03, 0.8, 0.0),
        case("a matrix of parameters", (2, 3), 4, 0.05, 0.7, decay[2]),
        case("large and small values", (13,), 8, 0.03, 0.75, decay[3], scales),
        Case("a gradient of zero in places", still),
        case("a large weight decay", (3,), 5, 0.03, 0.6, 2.0),
        case("no momentum, beta = 0", (2,), 3, 0.1, 0.0, decay[4]),
        case("a single parameter", (1,), 3, 0.04, 0.5, 0.2),
    ]


def torch_step(theta, g, buf, lr, beta, weight_decay):
    g = g + weight_decay * theta
    buf = beta * buf + g
    return theta - lr * buf, buf


def one_torch_step(update, extra=lambda theta, lr, wd: 0.0, sign=-1.0):
    """PyTorch's step, right or wrong: the rule for buf, and what else moves theta."""

    def answer(theta, g, buf, lr, beta, weight_decay):
        new = update(theta, g, buf, beta, weight_decay, lr)
        return theta + sign * lr * new + extra(theta, lr, weight_decay), new

    return answer


def decay_beside(theta, lr, wd):
    return -lr * wd * theta


torch_mistakes = (
    Mistake(
        "as_given",
        one_torch_step(
            lambda theta, g, buf, beta, wd, lr: beta * buf + (1 - beta) * g,
            decay_beside,
        ),
        "That is still what the broken code computes: an average of gradients, and "
        "the decay beside it.",
    ),
    Mistake(
        "decay_after_buffer",
        one_torch_step(
            lambda theta, g, buf, beta, wd, lr: beta * buf + g, decay_beside
        ),
        "Your buffer is PyTorch's, but the decay is added after it. PyTorch adds it "
        "to g first, so that the buffer remembers it too.",
    ),
    Mistake(
        "average",
        one_torch_step(
            lambda theta, g, buf, beta, wd, lr: (
                beta * buf + (1 - beta) * (g + wd * theta)
            )
        ),
        "Your decay is in the right place, but the buffer is still an average: "
        "PyTorch adds the gradient with weight 1.",
    ),
    Mistake(
        "only_gradient_damped",
        one_torch_step(
            lambda theta, g, buf, beta, wd, lr: beta * buf + (1 - beta) * g + wd * theta
        ),
        "Gradient and decay go into the buffer together, with weight 1 each; you "
        "still have 1 - beta before g.",
    ),
    Mistake(
        "decay_left_out",
        one_torch_step(lambda theta, g, buf, beta, wd, lr: beta * buf + g),
        "You left the weight decay out: it adds weight_decay * theta to the gradient.",
    ),
    Mistake(
        "decay_pushes_out",
        one_torch_step(lambda theta, g, buf, beta, wd, lr: beta * buf + g - wd * theta),
        "You subtracted the decay from the gradient, so it drives theta away from "
        "zero: add it.",
    ),
    Mistake(
        "decay_twice",
        one_torch_step(
            lambda theta, g, buf, beta, wd, lr: beta * buf + g + wd * theta,
            decay_beside,
        ),
        "You used the decay twice, in the gradient and again on theta itself.",
    ),
    Mistake(
        "rate_on_decay",
        one_torch_step(
            lambda theta, g, buf, beta, wd, lr: beta * buf + g + lr * wd * theta
        ),
        "You multiplied the decay by lr before it goes into the gradient; lr comes "
        "in with the step anyway.",
    ),
    Mistake(
        "decay_of_buffer",
        one_torch_step(lambda theta, g, buf, beta, wd, lr: beta * buf + g + wd * buf),
        "You let the buffer decay in place of theta: it is weight_decay * theta that"
        " joins the gradient.",
    ),
    Mistake(
        "decay_of_gradient",
        one_torch_step(lambda theta, g, buf, beta, wd, lr: beta * buf + (1 + wd) * g),
        "You multiplied the gradient by the decay; it is theta that weight_decay "
        "multiplies.",
    ),
    Mistake(
        "minus_in_buffer",
        one_torch_step(lambda theta, g, buf, beta, wd, lr: beta * buf - g - wd * theta),
        "You subtracted the gradient in the buffer; it is added there. The minus "
        "belongs to the step of theta.",
    ),
    Mistake(
        "old_buffer",
        lambda theta, g, buf, lr, beta, weight_decay: (
            theta - lr * buf,
            beta * buf + g + weight_decay * theta,
        ),
        "You moved theta by the old buffer: update it first.",
    ),
    Mistake(
        "uphill",
        one_torch_step(
            lambda theta, g, buf, beta, wd, lr: beta * buf + g + wd * theta, sign=1.0
        ),
        "Your buffer is right, but you added the step to theta: subtract it.",
    ),
    Mistake(
        "order",
        lambda *args: torch_step(*args)[::-1],
        "You returned buf first; return theta, then buf.",
    ),
)


def torch_picture(answer):
    from course_utils import plots

    problem = ravine()
    points = walk(
        lambda theta, buf: answer(theta, problem.gradient(theta), buf, 0.03, 0.6, 0.0),
        problem,
        problem.start,
        40,
    )
    fig, ax = plots.figure(height=3.6)
    plots.contours(ax, problem)
    plots.path(ax, run(Momentum(0.075, 0.6), problem, steps=40), label="α = 0.075")
    ring = {"marker": "o", "markersize": 8, "mfc": "none", "linestyle": "none"}
    ax.plot(*points.T, **ring, color="#D55E00", label="yours, 0.03")
    plots.beside(ax).set(title="An average with α = 0.075, your buffer with 0.4 α")
    return fig, "Your points lie on those of the averaged form with α = 0.075."


RESUMED = "v was not saved"

pause_mistakes = (
    Mistake(
        "rate",
        "lr was divided by ten",
        "A smaller rate would keep all later steps at 0.0100; these grow back to 0.1.",
    ),
    Mistake(
        "theta",
        "theta was not saved",
        "Then the loss would start again from the beginning. The size of a step says"
        " nothing of theta here: the gradient is 1 everywhere.",
    ),
    Mistake(
        "beta",
        "beta was set to 0",
        "Without momentum each step would be 0.1 times the gradient, 0.1000, at once.",
    ),
    Mistake(
        "order",
        "the data came in another order",
        "The gradient is 1 whatever the data: their order can change nothing.",
    ),
)


def nesterov_cases(rng):
    """As for momentum, with curvatures h of a bowl in place of g.

    v has the sign of theta, as on a path that comes down, so that nothing cancels.
    """
    cases = []
    for label, (theta, g, v, lr, beta) in momentum_cases(rng):
        args = theta, np.abs(g / theta), np.abs(v) * np.sign(theta), lr, beta
        cases.append(Case(label.replace("gradient", "curvature"), args))
    theta, h, v, lr, beta = cases[0].args
    h = rng.uniform(0.1, 0.3, h.shape)
    cases[4] = Case("v points away from the minimum", (theta, h, -v, lr, beta))
    return cases


def nesterov_step(theta, h, v, lr, beta):
    g = h * (theta - lr * beta * v)
    v = beta * v + (1 - beta) * g
    return theta - lr * v, v


def ahead(point=lambda theta, v, lr, beta: theta - lr * beta * v, slope=np.multiply):
    """Nesterov's step with the gradient at some other point."""

    def answer(theta, h, v, lr, beta):
        v = smooth(v, slope(h, point(theta, v, lr, beta)), beta, lr)
        return theta - lr * v, v

    return answer


def nesterov_like(update=smooth, move=lambda theta, over, lr, v, g: theta - lr * v):
    """Nesterov's step with another rule for v or for theta."""

    def answer(theta, h, v, lr, beta):
        over = theta - lr * beta * v
        g = h * over
        new = update(v, g, beta, lr)
        return move(theta, over, lr, new, g), new

    return answer


def shifted_form(theta, h, v, lr, beta):
    v = smooth(v, h * theta, beta, lr)
    return theta - lr * smooth(v, h * theta, beta, lr), v


nesterov_mistakes = (
    Mistake(
        "no_look_ahead",
        ahead(lambda theta, v, lr, beta: theta),
        "You took the gradient at theta itself: that is plain momentum. Take it at "
        "the point ahead.",
    ),
    Mistake(
        "looked_back",
        ahead(lambda theta, v, lr, beta: theta + lr * beta * v),
        "You looked back, not ahead: the step goes along -v, so the point ahead is "
        "theta *minus* lr beta v.",
    ),
    Mistake(
        "too_far_ahead",
        ahead(lambda theta, v, lr, beta: theta - lr * v),
        "You looked ahead by lr v; only beta v of the old v lives on, so the point "
        "ahead is theta - lr beta v.",
    ),
    Mistake(
        "ahead_without_rate",
        ahead(lambda theta, v, lr, beta: theta - beta * v),
        "You looked ahead by beta v without lr: multiply by the rate, as in a step.",
    ),
    Mistake(
        "ahead_by_new_weight",
        ahead(lambda theta, v, lr, beta: theta - lr * (1 - beta) * v),
        "You looked ahead by lr (1 - beta) v; what lives on of the old v is beta v.",
    ),
    Mistake(
        "moved_from_ahead",
        nesterov_like(move=lambda theta, over, lr, v, g: over - lr * v),
        "You moved on from the point ahead, so the past counts twice. The point "
        "ahead is for the gradient only: move from theta.",
    ),
    Mistake(
        "moved_by_g",
        nesterov_like(move=lambda theta, over, lr, v, g: theta - lr * g),
        "You moved theta by the gradient and not by v.",
    ),
    Mistake(
        "returned_ahead",
        nesterov_like(move=lambda theta, over, lr, v, g: over),
        "You returned the point ahead in place of the new theta, theta - lr v.",
    ),
    Mistake(
        "uphill",
        nesterov_like(move=lambda theta, over, lr, v, g: theta + lr * v),
        "Your v is right, but you added the step to theta: subtract it.",
    ),
    Mistake(
        "minus_in_v",
        nesterov_like(lambda v, g, beta, lr: beta * v - (1 - beta) * g),
        "You subtracted the gradient in v; it is added there. The minus belongs to "
        "the step of theta.",
    ),
    Mistake(
        "parentheses",
        lambda theta, h, v, lr, beta: one_step()(
            theta, h * theta - lr * beta * v, v, lr, beta
        ),
        "You wrote h * theta - lr * beta * v: without parentheses h multiplies theta"
        " alone. The gradient is h times the whole point ahead.",
    ),
    Mistake(
        "sum_for_average",
        nesterov_like(lambda v, g, beta, lr: beta * v + g),
        "You added g with weight 1 instead of 1 - beta.",
    ),
    Mistake(
        "weights_swapped",
        nesterov_like(lambda v, g, beta, lr: (1 - beta) * v + beta * g),
        "You swapped the weights: the past v keeps beta, the gradient gets 1 - beta.",
    ),
    Mistake(
        "curvature_left_out",
        ahead(slope=lambda h, point: point),
        "You left out the curvature: the gradient at a point is h times that point.",
    ),
    Mistake(
        "curvature_for_gradient",
        ahead(slope=lambda h, point: h),
        "You used the curvature h as if it were the gradient; that is h times the "
        "point ahead.",
    ),
    Mistake(
        "loss_for_gradient",
        ahead(slope=lambda h, point: h * point**2 / 2),
        "You used the loss, 1/2 h theta^2, in place of its gradient h theta.",
    ),
    Mistake(
        "shifted_form",
        shifted_form,
        "You wrote the form that PyTorch uses, with the gradient at theta. It walks "
        "the path of the points ahead; here the path of theta is wanted.",
    ),
    Mistake(
        "old_v_returned",
        lambda theta, h, v, lr, beta: (nesterov_step(theta, h, v, lr, beta)[0], v),
        "Your theta is right, but you return the old v.",
    ),
    Mistake(
        "order",
        lambda theta, h, v, lr, beta: nesterov_step(theta, h, v, lr, beta)[::-1],
        "You returned v first; return theta, then v.",
    ),
)


def nesterov_picture(answer):
    from course_utils import plots

    problem, h = ravine(), np.array([1.0, 25.0])
    points = walk(
        lambda theta, v: answer(theta, h, v, 0.2, 0.9), problem, problem.start, 120
    )
    losses = {
        "Momentum": run(Momentum(0.2, 0.9), problem, steps=120).loss,
        "Nesterov": problem.value(points.T),
    }
    fig, ax = plots.figure()
    plots.curves(ax, losses, log=True)
    ax.set(title="Your look-ahead in the ravine (α = 0.2, β = 0.9)", xlabel="step")
    ax.set(ylabel="loss")
    return fig, "Momentum swings for long; with your look-ahead the loss falls faster."


def sixty_steps(pair):
    """The goal of `lr_beta_for_ravine`: loss at most 0.001 after 60 steps."""
    values = np.ravel(pair)
    if len(values) != 2:
        return "The answer is a tuple of two numbers, (lr, beta)."
    lr, beta = map(float, values)
    if not (0 < lr < 1e6 and 0 <= beta < 1):
        return f"lr must be above 0 and beta in [0, 1); yours are {lr:g} and {beta:g}."
    trace = run(Momentum(lr, beta), ravine(100), steps=60)
    if trace.loss[-1] <= 1e-3:
        return ""
    reached = (
        f"With lr = {lr:g} and beta = {beta:g} the loss ends at {trace.loss[-1]:.3g}"
    )
    if not trace.loss[-1] <= trace.loss[0]:
        return f"{reached}: it diverges. Make lr smaller, or beta larger."
    along, across = np.abs(trace.theta[-10:]).max(axis=0)
    where = "across" if 100 * across**2 > along**2 else "along"
    past = trace.theta[:, 0].min() < -0.5
    hint = " On the way it ran far past the minimum: a shorter memory?" if past else ""
    return f"{reached}, wanted is 0.001. What is left lies {where} the ravine.{hint}"


ravine_mistakes = (
    Mistake(
        "usual",
        (0.1, 0.9),
        "The rate is good, but with beta = 0.9 the memory is too long: it runs past "
        "the minimum and swings back along the ravine.",
    ),
    Mistake(
        "no_momentum_same_rate",
        (0.1, 0.0),
        "Without momentum a rate above 2/100 diverges across the ravine.",
    ),
    Mistake(
        "best_plain",
        (2 / 101, 0.0),
        "That is the best that plain descent can do here. Smoothing allows a rate "
        "several times larger.",
    ),
    Mistake(
        "small_rate",
        (0.01, 0.9),
        "The rate is small enough without any momentum, so smoothing buys nothing: "
        "with it you may go several times faster.",
    ),
    Mistake(
        "torch_rate",
        (4 / 121, 81 / 121),
        "These are the best settings for PyTorch's form. In the averaged form the "
        "same path needs lr / (1 - beta).",
    ),
)


EXERCISES = (
    Exercise(
        "torch_rate",
        "The same path in PyTorch's form",
        3,
        1,
        4,
        1,
        lambda lr, beta: lr * (1 - beta),
        rate_cases,
        rate_mistakes,
    ),
    Exercise(
        "dampened_buffer",
        "Predict: does dampening make an average?",
        3,
        1,
        3,
        1,
        0.81,
        mistakes=buffer_mistakes,
        rtol=1e-3,
    ),
    Exercise(
        "momentum_step",
        "One step with momentum",
        3,
        3,
        8,
        2,
        momentum_step,
        momentum_cases,
        momentum_mistakes,
        returns=("theta", "v"),
        picture=momentum_picture,
    ),
    Exercise(
        "betas_of_runs",
        "Read: three runs down a slope",
        3,
        2,
        4,
        2,
        ("0.99", "0", "0.9"),
        mistakes=beta_mistakes,
        options=("0", "0.9", "0.99"),
    ),
    Exercise(
        "slow_after_pause",
        "Diagnose: slow after a pause",
        3,
        1,
        4,
        2,
        RESUMED,
        mistakes=pause_mistakes,
        options=(
            "lr was divided by ten",
            "theta was not saved",
            RESUMED,
            "beta was set to 0",
            "the data came in another order",
        ),
    ),
    Exercise(
        "torch_step",
        "Mend: PyTorch's step with weight decay",
        3,
        3,
        8,
        2,
        torch_step,
        torch_cases,
        torch_mistakes,
        returns=("theta", "buf"),
        picture=torch_picture,
    ),
    Exercise(
        "nesterov_step",
        "Look ahead before you step",
        3,
        3,
        9,
        3,
        nesterov_step,
        nesterov_cases,
        nesterov_mistakes,
        returns=("theta", "v"),
        picture=nesterov_picture,
    ),
    Exercise(
        "lr_beta_for_ravine",
        "Choose: through a narrow ravine in 60 steps",
        3,
        3,
        8,
        3,
        (0.1, 0.67),
        mistakes=ravine_mistakes,
        goal=sixty_steps,
        rtol=2e-3,
    ),
)
