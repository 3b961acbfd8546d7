"""The exercises of lesson 00: why is one learning rate not enough?"""

import numpy as np

from course_utils import datasets
from course_utils.checks.before import Case, Exercise, Mistake
from course_utils.descent import run
from course_utils.optimizers import GradientDescent, State
from course_utils.problems import ravine


def signs(rng, shape):
    """Of every two numbers one is 1 and one is -1."""
    return (2.0 * (rng.permutation(np.prod(shape)) % 2) - 1).reshape(shape)


def gradient_cases(rng):
    """Points and gradients; a step moves each coordinate by a part of its size."""

    def pair(shape, scale=1.0):
        theta = signs(rng, shape) * rng.uniform(1, 3, shape) * scale
        return theta, signs(rng, shape) * rng.uniform(0.5, 3, shape) * scale

    scales = 10.0 ** rng.permutation(np.arange(-8, 5))
    theta, g = pair(4)
    g[1:3] = 0.0
    return [
        Case("three parameters", (*pair(3), rng.uniform(0.05, 0.15))),
        Case("a matrix of parameters", (*pair((2, 3)), rng.uniform(0.01, 0.05))),
        Case("a gradient of zero in places", (theta, g, 0.1)),
        Case("large and small values", (*pair(13, scales), rng.uniform(0.1, 0.2))),
        Case("a large rate", (*pair(3), rng.uniform(4, 6))),
        Case("a single parameter", (*pair(1), 0.02)),
    ]


def descent_step(theta, g, lr):
    return GradientDescent(lr).step(theta, g, State(0))[0]


descent_mistakes = (
    Mistake(
        "uphill",
        lambda theta, g, lr: theta + lr * g,
        "You added the step. The gradient points uphill, so subtract it, or the loss"
        " rises.",
    ),
    Mistake(
        "rate_left_out",
        lambda theta, g, lr: theta - g,
        "You subtracted the whole gradient: multiply it by the learning rate lr.",
    ),
    Mistake(
        "rate_divides",
        lambda theta, g, lr: theta - g / lr,
        "You divided by lr: a small rate would then make large steps. Multiply.",
    ),
    Mistake(
        "step_alone",
        lambda theta, g, lr: -lr * g,
        "You returned the step alone; return the new point, theta plus that step.",
    ),
    Mistake(
        "step_alone_uphill",
        lambda theta, g, lr: lr * g,
        "You returned lr * g, the step alone; return the new point: take the step "
        "away from theta.",
    ),
    Mistake(
        "rate_on_theta_too",
        lambda theta, g, lr: lr * (theta - g),
        "You multiplied theta by lr as well: only the gradient is scaled by it.",
    ),
    Mistake(
        "step_times_theta",
        lambda theta, g, lr: theta * (1 - lr * g),
        "You multiplied the step by theta. That would be right if g were the "
        "curvature; g is the gradient already.",
    ),
    Mistake(
        "swapped",
        lambda theta, g, lr: g - lr * theta,
        "You have theta and g exchanged: start from theta and go against g.",
    ),
    Mistake(
        "unit_length",
        lambda theta, g, lr: theta - lr * g / np.linalg.norm(g),
        "You divided the gradient by its length, so every step has length lr. In "
        "plain descent the steps shrink as the ground gets flat.",
    ),
    Mistake(
        "sign_only",
        lambda theta, g, lr: theta - lr * np.sign(g),
        "You used the sign of the gradient only; its size counts too.",
    ),
    Mistake(
        "size_only",
        lambda theta, g, lr: theta - lr * np.abs(g),
        "You took the absolute value of the gradient: its sign says which way is down.",
    ),
    Mistake(
        "squared",
        lambda theta, g, lr: theta - lr * g**2,
        "You squared the gradient, which loses its sign and distorts its size.",
    ),
    Mistake(
        "mean_gradient",
        lambda theta, g, lr: theta - lr * g.mean(),
        "You moved every parameter by the same step, from the mean of g. Each "
        "parameter has its own slope.",
    ),
)


def descent_picture(answer):
    from course_utils import plots

    problem, points = ravine(), [ravine().start]
    for _ in range(30):
        points.append(answer(points[-1], problem.gradient(points[-1]), 0.07))
    fig, ax = plots.figure(height=3.6)
    plots.path(plots.contours(ax, problem), points)
    ax.set(title="Your step, 30 times, in the ravine (α = 0.07)")
    return fig, "Your path zig-zags across the ravine and creeps along it."


batch_mistakes = (
    Mistake(
        "one_over_n",
        64,
        "You took the noise to fall like 1/b. It falls like 1/sqrt(b): four times "
        "the examples halve it.",
    ),
    Mistake(
        "root_for_square",
        32,
        "You made the batch twice as large for a quarter of the noise. The root goes"
        " the other way: the batch must grow by more than the noise falls.",
    ),
    Mistake(
        "smaller",
        4,
        "You made the batch smaller: fewer examples make a noisier gradient.",
    ),
    Mistake("smaller_squared", 1, "A batch of one is the noisiest of all."),
    Mistake(
        "factor_only",
        16,
        "That is the batch you have already, or the factor by which it must grow; "
        "the question is how large the new one is.",
    ),
)

RATES = ("0.02", "0.04", "0.07", "0.085")

walk_mistakes = (
    Mistake(
        "zig_zags_exchanged",
        ("0.085", "0.02", "0.07", "0.04"),
        "B and D are right. A and C both change sides at each step; the one that "
        "swings further and further has the larger rate.",
    ),
    Mistake(
        "calm_ones_exchanged",
        ("0.07", "0.04", "0.085", "0.02"),
        "A and C are right. One of B and D lands at the bottom in a single step: "
        "there lr times the curvature is 1.",
    ),
    Mistake(
        "both_pairs_exchanged",
        ("0.085", "0.04", "0.07", "0.02"),
        "You have the right pairs, but each is the wrong way round. Divide step 1 by"
        " step 0: that is 1 - 25 lr.",
    ),
    Mistake(
        "small_rates_zig_zag",
        ("0.04", "0.07", "0.02", "0.085"),
        "You gave the small rates to the walks that change sides. It is a *large* "
        "step that jumps over the bottom.",
    ),
)


def curvature_cases(rng):
    lists = [rng.uniform(0.5, 9, n) for n in (2, 3, 6)]
    middle = rng.permutation([rng.uniform(1, 3), rng.uniform(5, 9), rng.uniform(3, 5)])
    wide = 10.0 ** rng.permutation(np.arange(-8, 5)) * rng.uniform(1, 9, 13)
    return [
        Case("the course's ravine", (np.array([1.0, 25.0]),)),
        Case("the steepest direction first", (np.sort(lists[1])[::-1].copy(),)),
        Case("curvatures in any order", (np.roll(np.sort(middle), 1),)),
        *[Case("curvatures in any order", (h,)) for h in lists],
        Case("steep and flat at once", (wide,)),
        Case("one direction", (rng.uniform(3, 5, 1),)),
    ]


rate_mistakes = (
    Mistake(
        "one_over_largest",
        lambda h: 1 / np.max(h),
        "You returned 1 / max(h): with that rate the steepest direction lands at the"
        " bottom in one step. It may overshoot, and still come closer, up to twice "
        "that.",
    ),
    Mistake(
        "flattest",
        lambda h: 2 / np.min(h),
        "You used the smallest curvature. That direction is the last to break; the "
        "steepest one is the first, and it sets the limit for all.",
    ),
    Mistake(
        "mean_curvature",
        lambda h: 2 / np.mean(h),
        "You used the mean curvature: the steepest direction is above the mean and "
        "would already diverge.",
    ),
    Mistake(
        "sum",
        lambda h: 2 / np.sum(h),
        "You added up the curvatures. The directions do not disturb each other: the "
        "steepest alone sets the limit.",
    ),
    Mistake(
        "best_rate",
        lambda h: 2 / (np.min(h) + np.max(h)),
        "You returned 2 / (min + max), the rate that is *fastest* on such a bowl. "
        "Asked is the largest that does not diverge.",
    ),
    Mistake(
        "condition_number",
        lambda h: 2 * np.min(h) / np.max(h),
        "You divided 2 by the ratio of the curvatures. The ratio says how slow "
        "descent will be; the limit depends on the largest one alone.",
    ),
    Mistake(
        "upside_down",
        lambda h: np.max(h) / 2,
        "You have the fraction upside down: the steeper, the *smaller* the rate.",
    ),
    Mistake(
        "product",
        lambda h: 2 * np.max(h),
        "You multiplied by the curvature: the steeper, the *smaller* the rate must be.",
    ),
    Mistake(
        "one_for_each",
        lambda h: 2 / h,
        "You returned a limit for each direction. All share one rate: which of the "
        "limits is the one that counts?",
    ),
    Mistake(
        "first_one",
        lambda h: 2 / h[0],
        "You used the first curvature; the steepest may stand anywhere in h.",
    ),
    Mistake(
        "last_one",
        lambda h: 2 / h[-1],
        "You used the last curvature; the steepest may stand anywhere in h.",
    ),
)


def rate_picture(answer):
    from course_utils import plots

    limit = float(answer(np.array([1.0, 25.0])))
    shares = 1.02, 0.98, 0.8
    losses = {
        f"{share} × limit": run(GradientDescent(share * limit), ravine(), steps=60).loss
        for share in shares
    }
    fig, ax = plots.figure()
    plots.curves(ax, losses, log=True)
    ax.set(title="Above and below your limit", xlabel="step", ylabel="loss")
    return fig, "Below your limit the loss falls; just above it, it rises for ever."


steps_mistakes = (
    Mistake(
        "across",
        1,
        "That is the direction *across*: there 1 - lr h = 0, and one step does it. "
        "Along the valley the curvature is 1.",
    ),
    Mistake(
        "condition_number",
        25,
        "You took the condition number for the count of steps. After 25 steps "
        "0.96^25 = 36 % is left, about 1/e.",
    ),
    Mistake(
        "straight_line",
        24.75,
        "You let theta lose 0.04 of its *start* at each step. It loses 0.04 of what "
        "is left.",
    ),
    Mistake(
        "not_whole",
        np.log(0.01) / np.log(0.96),
        "That solves the equation; the question asks for the first whole step at "
        "which it is reached.",
    ),
    Mistake(
        "rounded_down",
        112,
        "After 112 steps a little more than 1 % is left: 0.96^112 = 0.0103.",
    ),
    Mistake(
        "exponential",
        116,
        "You used exp(-lr t) for (1 - lr)^t. That is close, but the steps are not "
        "infinitely small.",
    ),
    Mistake(
        "loss",
        57,
        "You asked when the *loss* is down to 1 %. It goes with theta squared, so "
        "theta itself takes twice as long.",
    ),
    Mistake("half", 17, "You computed the steps to one half; asked is 1 %."),
)


def fifty_steps(lr):
    """The goal of `rate_for_ravine`: loss at most 0.05 after 50 steps."""
    lr = float(lr)
    if not 0 < lr < 1e6:
        return f"A learning rate is a number above 0; yours is {lr:g}."
    trace = run(GradientDescent(lr), ravine(), steps=50)
    if trace.loss[-1] <= 0.05:
        return ""
    along, across = np.abs(trace.theta[-1])
    reached = f"With lr = {lr:g} the loss after 50 steps is {trace.loss[-1]:.3g}"
    if across > 1:
        return f"{reached}: it swings across the ravine further and further."
    where = "across" if 25 * across**2 > along**2 else "along"
    return f"{reached}, wanted is 0.05. What is left lies {where} the ravine."


ravine_mistakes = (
    Mistake(
        "limit",
        0.08,
        "You took 2/25, the border itself: across the ravine it swings from side to "
        "side for ever and never comes closer.",
    ),
    Mistake(
        "one_over_steepest",
        0.04,
        "You took 1/25. Across, that is done in one step, but along the ravine it is"
        " too slow: a larger rate overshoots across and still wins.",
    ),
    Mistake(
        "along_only",
        1.0,
        "You took 1/1, the best rate for the direction along. Across it, where the "
        "curvature is 25, each step makes things 24 times worse.",
    ),
    Mistake(
        "tenth",
        0.1,
        "You took 0.1, above 2/25: across the ravine each step lands further out "
        "than the one before.",
    ),
    Mistake(
        "hundredth",
        0.01,
        "With 0.01 it is safe and slow: along the ravine 60 % of the way is still to"
        " go after 50 steps.",
    ),
)


def table_cases(rng):
    """Training and test tables whose test mean is elsewhere, so that a mix-up shows."""

    def pair(n, n_test, scale, centre):
        d = len(scale)
        rows = [
            centre + signs(rng, (m, d)) * rng.uniform(0.5, 2, (m, d))
            for m in (n, n_test)
        ]
        rows[1] += rng.uniform(1, 2, d)
        return rows[0] * scale, rows[1] * scale

    ones, wide = np.ones(3), 10.0 ** rng.permutation(np.arange(-6, 5))
    still, still_test = pair(7, 4, ones, 1.5)
    still[:, 1], still_test[:, 1] = 4.0, 6.0
    return [
        Case("three features", pair(8, 5, rng.uniform(0.5, 4, 3), 2.0)),
        Case("one row to test", pair(6, 1, ones, -3.0)),
        Case("large and small features", pair(12, 3, wide, 1.0)),
        Case("a feature that never changes in training", (still, still_test)),
        Case("a single feature", pair(9, 2, ones[:1], 3.0)),
        Case("more test rows than training rows", pair(5, 9, ones, 1.0)),
    ]


def standardise(X_train, X_test):
    return datasets.standardize(X_train, X_test)


def guarded(sd):
    return np.where(sd > 0, sd, 1)


def scaled(centre=np.mean, spread=np.std, guard=True):
    """Standardise by other statistics of the training set, with or without a guard."""

    def answer(X_train, X_test):
        mean, sd = centre(X_train, axis=0), spread(X_train, axis=0)
        sd = guarded(sd) if guard else sd
        return (X_train - mean) / sd, (X_test - mean) / sd

    return answer


def each_by_itself(one):
    return lambda X_train, X_test: (one(X_train, X_train)[0], one(X_test, X_test)[0])


def pooled(X_train, X_test):
    both = scaled()(np.concatenate([X_train, X_test]), X_test)[0]
    return both[: len(X_train)], both[len(X_train) :]


def test_mean_of_its_own(X_train, X_test):
    own = X_test - X_test.mean(axis=0) + X_train.mean(axis=0)
    return scaled()(X_train, own)


def per_sample(X_train, X_test):
    rows = [X - X.mean(axis=1, keepdims=True) for X in (X_train, X_test)]
    with_sd = [X / np.where(s := X.std(axis=1, keepdims=True), s, 1) for X in rows]
    return tuple(with_sd)


def still_to_zero(X_train, X_test):
    moved = X_train.std(axis=0) > 0
    return tuple(np.where(moved, X, 0) for X in scaled()(X_train, X_test))


table_mistakes = (
    Mistake(
        "as_given",
        each_by_itself(scaled(guard=False)),
        "That is still what the broken code computes: each table by its own "
        "statistics, and 0/0 where a feature never changes.",
    ),
    Mistake(
        "own_statistics",
        each_by_itself(scaled()),
        "You scaled the test set by its own mean and deviation: a shift between the "
        "two sets vanishes, and one row alone becomes all zeros. Use the training "
        "set's.",
    ),
    Mistake(
        "no_guard",
        scaled(guard=False),
        "You divided by the deviation of a feature that never changes: 0/0. Divide "
        "that feature by 1 instead.",
    ),
    Mistake(
        "still_to_zero",
        still_to_zero,
        "You set a feature that never changed in training to zero in the test set "
        "too. There it may differ: subtract the mean and divide by 1.",
    ),
    Mistake(
        "pooled",
        pooled,
        "You took mean and deviation over both tables: so the model sees something "
        "of the test set in training.",
    ),
    Mistake(
        "test_mean_of_its_own",
        test_mean_of_its_own,
        "You subtracted the test set's own mean from it; use the training set's.",
    ),
    Mistake(
        "test_set_left",
        lambda X_train, X_test: (scaled()(X_train, X_test)[0], X_test),
        "Your test set is as it was. Did you take the statistics from the training "
        "set after it was scaled? Then they are 0 and 1.",
    ),
    Mistake(
        "one_for_all",
        scaled(lambda X, axis: X.mean(), lambda X, axis: X.std()),
        "You took one mean and one deviation for the whole table: each feature has "
        "its own (axis=0).",
    ),
    Mistake(
        "per_sample",
        per_sample,
        "You scaled each row by itself (axis=1). A row is one sample; the features "
        "are the columns.",
    ),
    Mistake(
        "not_centred",
        scaled(lambda X, axis: 0.0),
        "You divided by the deviation but did not subtract the mean.",
    ),
    Mistake(
        "not_divided",
        scaled(spread=lambda X, axis: 1.0),
        "You subtracted the mean but did not divide by the deviation.",
    ),
    Mistake(
        "parentheses",
        lambda X_train, X_test: tuple(
            X - X_train.mean(axis=0) / guarded(X_train.std(axis=0))
            for X in (X_train, X_test)
        ),
        "You divided only the mean by the deviation: without parentheses division "
        "comes before subtraction.",
    ),
    Mistake(
        "variance",
        scaled(spread=np.var),
        "You divided by the variance; divide by its root, the standard deviation.",
    ),
    Mistake(
        "sample_deviation",
        scaled(spread=lambda X, axis: X.std(axis=axis, ddof=1)),
        "You divided by n - 1 inside the deviation (ddof=1); here it is n, as np.std"
        " does by itself.",
    ),
    Mistake(
        "range",
        scaled(np.min, np.ptp),
        "You scaled to the range from 0 to 1: wanted are mean 0 and deviation 1.",
    ),
    Mistake(
        "added_to_deviation",
        scaled(spread=lambda X, axis: X.std(axis=axis) + 1e-8),
        "You added a small number to the deviation: a feature on a tiny scale is "
        "then scaled wrongly. Replace a deviation of exactly 0 by 1.",
    ),
    Mistake(
        "divided_by_next_to_nothing",
        scaled(spread=lambda X, axis: X.std(axis=axis) + 1e-12, guard=False),
        "A feature that never changes in training is divided by next to nothing: "
        "where it differs in the test set, it becomes huge. Divide it by 1.",
    ),
    Mistake(
        "order",
        lambda X_train, X_test: scaled()(X_train, X_test)[::-1],
        "You returned the test set first; return the training set, then the test set.",
    ),
)


def table_picture(answer):
    from course_utils import plots

    X, *_ = datasets.breast_cancer()
    scaled_train, _ = answer(X[:400], X[400:])
    spreads = {"raw": X[:400].std(axis=0), "by your function": scaled_train.std(axis=0)}
    fig, ax = plots.figure()
    plots.curves(ax, spreads, log=True, marker="o", markersize=4)
    ax.set(title="Thirty features on one scale", xlabel="feature")
    ax.set(ylabel="standard deviation")
    return fig, "Raw, the features spread from 0.003 to 600; scaled by you, all by 1."


SYMPTOM = "features on different scales"

stuck_mistakes = (
    Mistake(
        "too_small",
        "rate too small",
        "At 1e-6 it may look so, but at 1e-5 the loss already jumps. Why is there no"
        " rate between that works?",
    ),
    Mistake(
        "too_large",
        "rate too large",
        "At 1e-5 it is too large, but at 1e-6 the loss hardly falls. What if no rate"
        " is right for all weights at once?",
    ),
    Mistake(
        "uphill",
        "step added, not subtracted",
        "With the wrong sign the loss would rise at the small rate too; there it "
        "falls.",
    ),
    Mistake(
        "noise",
        "batch too small",
        "Every step used all the data, so there is no noise of batches.",
    ),
)


EXERCISES = (
    Exercise(
        "descent_step",
        "One step downhill",
        0,
        1,
        3,
        1,
        descent_step,
        gradient_cases,
        descent_mistakes,
        picture=descent_picture,
    ),
    Exercise(
        "batch_for_quarter_noise",
        "Predict: a batch with a quarter of the noise",
        0,
        1,
        3,
        1,
        256,
        mistakes=batch_mistakes,
    ),
    Exercise(
        "rates_of_walks",
        "Read: four walks across the ravine",
        0,
        2,
        4,
        1,
        ("0.07", "0.02", "0.085", "0.04"),
        mistakes=walk_mistakes,
        options=RATES,
    ),
    Exercise(
        "largest_stable_rate",
        "How large may the rate be?",
        0,
        2,
        6,
        2,
        lambda h: 2 / np.max(h),
        curvature_cases,
        rate_mistakes,
        picture=rate_picture,
    ),
    Exercise(
        "steps_along_valley",
        "Predict: how long is the way along?",
        0,
        1,
        5,
        2,
        113,
        mistakes=steps_mistakes,
    ),
    Exercise(
        "rate_for_ravine",
        "Choose: through the ravine in 50 steps",
        0,
        2,
        6,
        2,
        2 / 26,
        mistakes=ravine_mistakes,
        goal=fifty_steps,
        rtol=2e-3,
    ),
    Exercise(
        "standardise",
        "Mend: features on one scale",
        0,
        3,
        8,
        2,
        standardise,
        table_cases,
        table_mistakes,
        returns=("X_train", "X_test"),
        picture=table_picture,
        atol=1e-6,  # its results are of size 1, and may come near 0
    ),
    Exercise(
        "stuck_training",
        "Diagnose: no rate is right",
        0,
        1,
        3,
        2,
        SYMPTOM,
        mistakes=stuck_mistakes,
        options=(
            "rate too small",
            "rate too large",
            "batch too small",
            SYMPTOM,
            "step added, not subtracted",
        ),
    ),
)
