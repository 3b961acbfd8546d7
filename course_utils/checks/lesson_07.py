"""The exercises of lesson 07: which one should I use?"""

import numpy as np

from course_utils import descent, optimizers, problems
from course_utils.checks.before import Case, Exercise, Mistake


def log_grid(low, high, n):
    return np.geomspace(low, high, n)


def grid_cases(rng):
    def ends():
        low = 10 ** rng.uniform(-5, -3)
        return float(low), float(low * 10 ** rng.uniform(1.2, 4))

    return [
        Case("whole decades", (0.001, 1.0, 4)),
        Case("two rates a decade", (1e-4, 1.0, 9)),
        Case("odd ends", (*ends(), 7)),
        Case("many rates", (*ends(), 25)),
        Case("only the ends", (*ends(), 2)),
        Case("rates above 1", (2.0, 90.0, 6)),
    ]


grid_mistakes = (
    Mistake(
        "evenly_spaced",
        lambda low, high, n: np.linspace(low, high, n),
        "You spaced the rates evenly: nearly all of them lie in the top decade. The "
        "*ratio* of neighbours is to be the same.",
    ),
    Mistake(
        "ends_as_exponents",
        lambda low, high, n: np.logspace(low, high, n),
        "You gave np.logspace the rates; it wants exponents of ten. Take their "
        "logarithm to base 10 first, or use np.geomspace.",
    ),
    Mistake(
        "exponents_returned",
        lambda low, high, n: np.linspace(np.log10(low), np.log10(high), n),
        "You returned the exponents. Raise ten to them to get the rates.",
    ),
    Mistake(
        "logarithms_returned",
        lambda low, high, n: np.linspace(np.log(low), np.log(high), n),
        "You returned the logarithms of the rates. Undo them with np.exp.",
    ),
    Mistake(
        "two_logarithms",
        lambda low, high, n: np.logspace(np.log(low), np.log(high), n),
        "You mixed two logarithms: np.log is to base e, np.logspace raises ten.",
    ),
    Mistake(
        "last_left_out",
        lambda low, high, n: low * (high / low) ** (np.arange(n) / n),
        "Your grid stops short of high: n rates have n - 1 gaps between them.",
    ),
    Mistake(
        "first_left_out",
        lambda low, high, n: low * (high / low) ** (np.arange(1, n + 1) / n),
        "Your grid leaves out low: start with it, and make n - 1 gaps.",
    ),
    Mistake(
        "one_too_many",
        lambda low, high, n: np.geomspace(low, high, n + 1),
        "You returned n + 1 rates: n gaps, where n rates are wanted.",
    ),
    Mistake(
        "gaps_in_place_of_rates",
        lambda low, high, n: np.geomspace(low, high, n)[:-1],
        "You returned n - 1 rates: high itself is missing.",
    ),
    Mistake(
        "decades",
        lambda low, high, n: low * 10.0 ** np.arange(n),
        "You went up by ten at each rate, wherever that ends. The last rate is high.",
    ),
    Mistake(
        "falling",
        lambda low, high, n: np.geomspace(high, low, n),
        "Your grid falls from high to low; it is to rise.",
    ),
)


def grid_picture(answer):
    from course_utils import plots

    problem, rates = problems.ravine(), np.array(answer(1e-3, 1.0, 25))
    lines = {
        name: descent.grid(rule(rates), problem, steps=100)
        for name, rule in RACERS.items()
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, x=rates, log=True, marker=".")
    ax.set(xscale="log", ylim=(1e-6, 1e3), xlabel="α", ylabel="loss after 100 steps")
    ax.set(title="Your grid on the ravine")
    return fig, "Each optimizer has its best rate at another place of your grid."


RACERS = {
    "Gradient descent": optimizers.GradientDescent,
    "Momentum": optimizers.Momentum,
    "Adam": optimizers.Adam,
}

FAULTS = (
    "one shared rate",
    "one seed",
    "tuned on the test set",
    "unequal tuning",
    "batch loss",
    "fair",
)

unfair_mistakes = (
    Mistake(
        "last_called_unfair",
        (
            "tuned on the test set",
            "one shared rate",
            "unequal tuning",
            "one seed",
            "one seed",
        ),
        "A to D are right. E has ten seeds and equal grids, and touches the test set "
        "once: what would you still ask for?",
    ),
    Mistake(
        "first_called_fair",
        ("fair", "one shared rate", "unequal tuning", "one seed", "fair"),
        "B to E are right. In A, look at which set the rate was chosen on, and which "
        "the marks are from.",
    ),
    Mistake(
        "tuning_for_seeds",
        (
            "tuned on the test set",
            "one shared rate",
            "one seed",
            "unequal tuning",
            "fair",
        ),
        "A, B and E are right. You swapped C and D: one of them gives an optimizer "
        "more chances to find a good rate, the other has a single run of each.",
    ),
    Mistake(
        "sharing_for_tuning",
        (
            "tuned on the test set",
            "unequal tuning",
            "one shared rate",
            "one seed",
            "fair",
        ),
        "A, D and E are right. You swapped B and C: in one of them the rates were not "
        "tuned at all.",
    ),
    Mistake(
        "test_for_sharing",
        (
            "one shared rate",
            "tuned on the test set",
            "unequal tuning",
            "one seed",
            "fair",
        ),
        "C, D and E are right. You swapped A and B: which of them gives each optimizer "
        "a rate of its own?",
    ),
)

verdict_mistakes = (
    Mistake(
        "overlap",
        ("tie", "first", "tie"),
        "Rows 1 and 2 are right. In row 3 the two own intervals overlap, but the runs "
        "share their seeds: the interval of the *differences* decides, and it leaves "
        "out 0.",
    ),
    Mistake(
        "higher_mean_wins",
        ("first", "first", "second"),
        "You named the higher mean each time. In row 1 the interval of the difference "
        "holds 0: that lead may be luck.",
    ),
    Mistake(
        "sign",
        ("tie", "second", "first"),
        "You have the sign wrong: the difference is first minus second, of accuracies, "
        "so above 0 means that the first is better.",
    ),
    Mistake(
        "all_tie",
        ("tie", "tie", "tie"),
        "Not all are ties. Where the interval of the difference leaves out 0, the lead "
        "is more than luck.",
    ),
)

seeds_mistakes = (
    Mistake(
        "not_squared",
        6,
        "You found sqrt(n) = 6. Square it: to halve an interval takes four times the "
        "seeds.",
    ),
    Mistake(
        "factor_two_left_out",
        9,
        "You left out the factor 2 in 2 s / sqrt(n).",
    ),
    Mistake(
        "ratio_only",
        3,
        "You divided 0.6 by 0.2. The half-width is 2 s / sqrt(n): there is a 2, and a "
        "root to undo.",
    ),
    Mistake(
        "factor_outside_the_square",
        18,
        "You squared 0.6 / 0.2 and then multiplied by 2: the 2 is to be squared, too.",
    ),
    Mistake(
        "full_width",
        144,
        "You asked for a full width of 0.2. It is the half-width, the part after the "
        "plus-minus, that is to be 0.2.",
    ),
    Mistake(
        "root_twice",
        np.sqrt(6),
        "You took a root where a square is due: sqrt(n) = 6, so n is larger than 6.",
    ),
)


def interval_of(values, q):
    mean = values.mean()
    half = q * values.std(ddof=1) / np.sqrt(len(values))
    return mean, mean - half, mean + half


QUANTILES = {3: 4.303, 4: 3.182, 5: 2.776, 8: 2.365, 10: 2.262, 15: 2.145}


def spread(rng, n, mean, std):
    """n values of exactly that mean and standard deviation (n - 1 below the line)."""
    noise = rng.exponential(size=n)
    return mean + std * (noise - noise.mean()) / noise.std(ddof=1)


def interval_cases(rng):
    def runs(n, mean, std):
        return spread(rng, n, mean, std), QUANTILES[n]

    return [
        Case("five losses", runs(5, rng.uniform(1, 2), 0.3)),
        Case("three losses", runs(3, rng.uniform(2, 3), 0.5)),
        Case("ten losses", runs(10, rng.uniform(1, 2), 0.4)),
        Case("small losses", runs(8, 2e-4, 6e-5)),
        Case("large losses", runs(5, 3e4, 6e3)),
        Case("accuracies in percent", runs(4, 80.0, 7.0)),
        Case("another quantile", (spread(rng, 5, 1.5, 0.3), 4.604)),
    ]


def interval_with(half, middle=np.mean):
    """An interval with another half-width, (values, q), or another middle."""

    def answer(values, q):
        m, h = middle(values), half(values, q)
        return m, m - h, m + h

    return answer


def half_width(values, q):
    return q * values.std(ddof=1) / np.sqrt(len(values))


interval_mistakes = (
    Mistake(
        "divided_by_n",
        interval_with(lambda x, q: q * x.std() / np.sqrt(len(x))),
        "You used np.std as it comes, which divides by n. For a sample it is n - 1: "
        "ddof=1. With five seeds yours is 11 % too narrow.",
    ),
    Mistake(
        "n_minus_one_twice",
        interval_with(lambda x, q: q * x.std(ddof=1) / np.sqrt(len(x) - 1)),
        "You used n - 1 twice. It belongs in the standard deviation; the root is that "
        "of n.",
    ),
    Mistake(
        "root_of_n_missing",
        interval_with(lambda x, q: q * x.std(ddof=1)),
        "You left out sqrt(n). That is how far single runs scatter; their *mean* is "
        "known sqrt(n) times better.",
    ),
    Mistake(
        "n_for_its_root",
        interval_with(lambda x, q: q * x.std(ddof=1) / len(x)),
        "You divided by n, not by sqrt(n): four times the seeds halve the interval, "
        "and not more.",
    ),
    Mistake(
        "variance",
        interval_with(lambda x, q: q * x.var(ddof=1) / np.sqrt(len(x))),
        "You used the variance, the square of the standard deviation.",
    ),
    Mistake(
        "q_left_out",
        interval_with(lambda x, q: half_width(x, 1)),
        "You left out q: plus-minus one standard error holds the true mean in two "
        "cases of three, not 95 %.",
    ),
    Mistake(
        "q_of_many_seeds",
        interval_with(lambda x, q: half_width(x, 1.96)),
        "You used 1.96 for q. That holds for very many seeds; with a few the interval "
        "is wider, and q says by how much.",
    ),
    Mistake(
        "two_for_q",
        interval_with(lambda x, q: half_width(x, 2)),
        "You used 2 for q. With few seeds that is too narrow: use the argument.",
    ),
    Mistake(
        "half_of_the_half",
        interval_with(lambda x, q: half_width(x, q) / 2),
        "You halved the half-width: q standard errors go to each side.",
    ),
    Mistake(
        "best_and_worst",
        lambda values, q: (values.mean(), values.min(), values.max()),
        "You returned the lowest and the highest run. These move apart with more "
        "seeds; the interval of the mean closes in.",
    ),
    Mistake(
        "percentiles",
        lambda values, q: (values.mean(), *np.percentile(values, [2.5, 97.5])),
        "You returned percentiles of the runs: where single runs lie, not how well "
        "their mean is known.",
    ),
    Mistake(
        "median",
        interval_with(half_width, np.median),
        "You took the median for the mean.",
    ),
    Mistake(
        "offsets",
        lambda values, q: (
            values.mean(),
            -half_width(values, q),
            half_width(values, q),
        ),
        "You returned the half-widths. low and high are the ends themselves: add the "
        "mean.",
    ),
    Mistake(
        "ends_swapped",
        lambda values, q: (
            values.mean(),
            values.mean() + half_width(values, q),
            values.mean() - half_width(values, q),
        ),
        "You swapped low and high.",
    ),
    Mistake(
        "mean_last",
        lambda values, q: (
            values.mean() - half_width(values, q),
            values.mean(),
            values.mean() + half_width(values, q),
        ),
        "The three are right, but in another order: mean first, then low and high.",
    ),
)


def noisy_runs(rates, seeds, first_seed=0):
    """Losses of Adam after 60 noisy steps in a bowl, shape (n_rates, n_seeds)."""
    rng = np.random.default_rng(first_seed)
    noise = rng.normal(0, 1, (60, 2, 1, seeds))
    adam = optimizers.Adam(np.asarray(rates, dtype=float)[:, None])
    return descent.grid(adam, problems.quadratic([1.0, 4.0]), steps=60, noise=noise)


def interval_picture(answer):
    from course_utils import plots

    counts = [3, 4, 5, 8, 10, 15]
    losses = noisy_runs([0.3], 15)[0]
    ends = np.array([answer(losses[:n], QUANTILES[n]) for n in counts]).T
    fig, ax = plots.figure()
    for n in counts:
        ax.plot(np.full(n, n), losses[:n], "o", mfc="none", color="#8a94a0", ms=4)
    bars = np.abs(ends[1:] - ends[0])
    ax.errorbar(counts, ends[0], bars, fmt="o", capsize=5, color="#0072b2")
    ax.set(title="Your interval, 3 to 15 seeds", xlabel="seeds", ylabel="loss")
    return (
        fig,
        "Your interval closes in as seeds are added; the runs scatter as before.",
    )


def pick_rate(rates, validation_losses, test_losses):
    means = validation_losses.mean(axis=1)
    best = np.argmin(np.where(np.isnan(means), np.inf, means))
    return rates[best], test_losses[best].mean()


def pick_cases(rng):
    def losses(n, seeds, best):
        rise = 1 + 0.5 * np.abs(np.arange(n) - best)
        return rise[:, None] * rng.uniform(0.95, 1.05, (n, seeds))

    def rates(n):
        return np.geomspace(1e-4, 1, n) * rng.uniform(1, 2)

    plain = losses(5, 3, 1), losses(5, 3, 3)
    lucky = losses(6, 4, 2), losses(6, 4, 4)
    lucky[0][5, 2], lucky[0][2, 0], lucky[1][2, 1] = 0.1, 1.65, 2.5
    unlucky = losses(5, 5, 3), losses(5, 5, 1)
    unlucky[0][3, 4] = 8.0
    first = losses(6, 4, 2), losses(6, 4, 0)
    first[0][1, 0] = 0.5
    nan, one_nan, infinite = ((losses(6, 3, 3), losses(6, 3, 2)) for _ in range(3))
    nan[0][5], nan[1][5] = np.nan, np.nan
    one_nan[0][4] = [0.2, 0.2, np.nan]
    infinite[0][4:], infinite[1][4:] = np.inf, np.inf
    square = losses(4, 4, 3), losses(4, 4, 1)
    return [
        Case("validation and test prefer different rates", (rates(5), *plain)),
        Case("a bad rate with one lucky seed", (rates(6), *lucky)),
        Case("a good rate with one very bad seed", (rates(5), *unlucky)),
        Case("a first seed that misleads", (rates(6), *first)),
        Case("a rate that diverged to nan", (rates(6), *nan)),
        Case("a rate that diverged in one seed", (rates(6), *one_nan)),
        Case("rates that diverged to inf", (rates(6), *infinite)),
        Case("as many rates as seeds", (rates(4), *square)),
    ]


def picked_by(score, report=lambda test, validation, best: test[best].mean()):
    """The rate of the least score, (validation, test) -> one number for each rate."""

    def answer(rates, validation_losses, test_losses):
        scores = score(validation_losses, test_losses)
        best = np.argmin(np.where(np.isnan(scores), np.inf, scores))
        return rates[best], report(test_losses, validation_losses, best)

    return answer


def validation_mean(validation, test):
    return validation.mean(axis=1)


def first_of_nan(rates, validation_losses, test_losses):
    best = np.argmin(validation_losses.mean(axis=1))
    return rates[best], test_losses[best].mean()


def highest(rates, validation_losses, test_losses):
    best = np.argmax(validation_losses.mean(axis=1))
    return rates[best], test_losses[best].mean()


def flat_index(rates, validation_losses, test_losses):
    best = np.argmin(validation_losses)
    return rates[best], test_losses[best].mean()


def index_of(rates, validation_losses, test_losses):
    rate, loss = pick_rate(rates, validation_losses, test_losses)
    return np.flatnonzero(rates == rate)[0], loss


pick_mistakes = (
    Mistake(
        "tuned_on_the_test_set",
        picked_by(lambda validation, test: test.mean(axis=1)),
        "You picked the rate by its test loss. Then the test set has been used for "
        "tuning, and its loss is too good to be true. Pick by the validation loss.",
    ),
    Mistake(
        "best_test_loss",
        picked_by(
            validation_mean,
            lambda test, validation, best: np.nanmin(test.mean(axis=1)),
        ),
        "You picked the right rate, and then reported the best test loss of all rates. "
        "Report that of the rate you picked.",
    ),
    Mistake(
        "validation_loss_reported",
        picked_by(
            validation_mean, lambda test, validation, best: validation[best].mean()
        ),
        "You reported the validation loss of the rate. It was picked for being low; "
        "the test loss is the fair one.",
    ),
    Mistake(
        "best_test_seed",
        picked_by(validation_mean, lambda test, validation, best: test[best].min()),
        "You reported the best seed's test loss. Report the mean over the seeds.",
    ),
    Mistake(
        "nan_picked",
        first_of_nan,
        "You let np.argmin take a nan for the least: you picked a rate that diverged. "
        "Give such a rate an infinite loss.",
    ),
    Mistake(
        "divergence_forgiven",
        picked_by(lambda validation, test: np.nanmean(validation, axis=1)),
        "You left diverged runs out of the mean. A rate that diverges in one seed of "
        "three is not a good one: it must lose.",
    ),
    Mistake(
        "best_seed",
        picked_by(lambda validation, test: np.nanmin(validation, axis=1)),
        "You picked by the best single run. One lucky seed decides then: take the mean "
        "over the seeds.",
    ),
    Mistake(
        "worst_seed",
        picked_by(lambda validation, test: validation.max(axis=1)),
        "You picked by the worst seed of each rate. The mean over the seeds is wanted.",
    ),
    Mistake(
        "first_seed",
        picked_by(lambda validation, test: validation[:, 0]),
        "You picked by the first seed alone. Take the mean over all of them.",
    ),
    Mistake(
        "median",
        picked_by(lambda validation, test: np.median(validation, axis=1)),
        "You picked by the median, which overlooks a seed that went wrong. The mean is "
        "wanted.",
    ),
    Mistake(
        "highest",
        highest,
        "You took argmax: that is the worst rate, or one that diverged. A loss is good "
        "when it is low.",
    ),
    Mistake(
        "mean_over_rates",
        picked_by(lambda validation, test: validation.mean(axis=0)),
        "You took the mean over the rates and picked among the seeds. Each row is a "
        "rate: the mean goes along axis 1.",
    ),
    Mistake(
        "flat_index",
        flat_index,
        "You took np.argmin of the whole table, which counts through all its entries. "
        "Take the mean of each row first.",
    ),
    Mistake(
        "index_for_rate",
        index_of,
        "You returned the index of the rate. Return rates[index].",
    ),
    Mistake(
        "order_swapped",
        lambda *args: pick_rate(*args)[::-1],
        "You returned the loss first; the rate comes first.",
    ),
)


def pick_picture(answer):
    from course_utils import plots

    rates = np.geomspace(0.02, 3, 16)
    validation, test = noisy_runs(rates, 8), noisy_runs(rates, 8, first_seed=1)
    rate, loss = answer(rates, validation, test)
    fig, ax = plots.figure()
    plots.bands(ax, {"validation": validation.T}, x=rates)
    ax.plot(rate, loss, "*", ms=14, color="#d55e00", label="test, at your rate")
    plots.beside(ax).set(xscale="log", yscale="log", xlabel="α", ylabel="loss")
    ax.set_title("Your pick for Adam in a noisy bowl")
    return fig, "Your rate lies in the trough of the validation loss."


def reached(rates):
    """Loss of each racer after 100 steps on the ravine, at its own rate."""
    pairs = zip(RACERS.items(), rates, strict=True)
    return {
        name: (rate, descent.grid(rule(rate), problems.ravine(), steps=100))
        for (name, rule), rate in pairs
    }


def all_arrive(rates):
    """The goal of `race_rates`: each optimizer gets a rate that suits it."""
    if isinstance(rates, dict) or np.shape(rates) != (3,):
        return "The answer is a tuple of three rates, such as (0.1, 0.1, 0.1)."
    rates = [float(rate) for rate in rates]
    if not all(np.isfinite(rates)) or min(rates) <= 0:
        return "Each rate must be a number above 0."
    faults = [
        f"{name} at {rate:g} " + (f"ends at {loss:.2g}" if loss < 1e3 else "diverges")
        for name, (rate, loss) in reached(rates).items()
        if not loss <= 0.01
    ]
    return f"Wanted is a loss of 0.01 or less. {'; '.join(faults)}." if faults else ""


race_mistakes = (
    Mistake(
        "shared_small",
        (0.01, 0.01, 0.01),
        "You gave all of them 0.01: none arrives. Give each a rate of its own.",
    ),
    Mistake(
        "shared_tenth",
        (0.1, 0.1, 0.1),
        "You gave all of them 0.1: Momentum arrives, gradient descent diverges, Adam "
        "is too slow. No shared rate suits all three.",
    ),
    Mistake(
        "shared_for_descent",
        (0.07, 0.07, 0.07),
        "The rate 0.07 suits gradient descent and will do for Momentum, but Adam's "
        "steps are about as long as its rate: 100 of them cover 7, and the way is 9.",
    ),
    Mistake(
        "shared_for_adam",
        (0.5, 0.5, 0.5),
        "The rate 0.5 suits Momentum and Adam, but gradient descent diverges above "
        "2/25 = 0.08.",
    ),
    Mistake(
        "library_defaults",
        (0.01, 0.01, 0.001),
        "You took the rates that libraries start from. They know nothing of this loss: "
        "all three are too slow here.",
    ),
)


def race_picture(answer):
    from course_utils import plots

    pairs = zip(RACERS.items(), answer, strict=True)
    lines = {
        name: descent.run(rule(float(rate)), problems.ravine(), steps=100).loss
        for (name, rule), rate in pairs
    }
    fig, ax = plots.figure()
    plots.curves(ax, lines, log=True)
    ax.axhline(0.01, color="#8a94a0", linewidth=1)
    ax.set(title="Each at a rate of its own", xlabel="step", ylabel="loss")
    return fig, "With a rate of its own each of the three falls below the line at 0.01."


def paired_interval(a, b, q):
    return interval_of(a - b, q)


def paired_cases(rng):
    def runs(n, level, difference, std):
        seeds = rng.uniform(0.5, 1.5, n) * level  # what a seed does to both
        return seeds + spread(rng, n, difference, std), seeds, QUANTILES[n]

    return [
        Case("a clear lead", runs(5, 2.0, 0.5, 0.1)),
        Case("a clear lag", runs(8, 2.0, -0.4, 0.1)),
        Case("a tie", runs(5, 2.0, 0.1, 0.3)),
        Case("three seeds", runs(3, 3.0, 0.5, 0.05)),
        Case("ten seeds", runs(10, 1.0, 0.3, 0.2)),
        Case("small losses", runs(5, 1e-3, 3e-4, 1e-4)),
        Case("large losses", runs(4, 1e4, 3e3, 1e3)),
        Case("another quantile", (*runs(5, 2.0, 0.6, 0.2)[:2], 4.604)),
    ]


def paired_with(half, middle=lambda a, b: (a - b).mean()):
    """A paired interval with another half-width, (a, b, q), or another middle."""

    def answer(a, b, q):
        m, h = middle(a, b), half(a, b, q)
        return m, m - h, m + h

    return answer


def ends_apart(a, b, q):
    (mean_a, low_a, high_a), (mean_b, low_b, high_b) = (
        interval_of(a, q),
        interval_of(b, q),
    )
    return mean_a - mean_b, low_a - low_b, high_a - high_b


paired_mistakes = (
    Mistake(
        "not_paired",
        paired_with(
            lambda a, b, q: q * np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        ),
        "You treated the runs as unrelated and added their variances. Run i of both "
        "shares a seed: take the differences first, and the luck they share cancels.",
    ),
    Mistake(
        "spreads_added",
        paired_with(lambda a, b, q: half_width(a, q) + half_width(b, q)),
        "You added the two half-widths. Run i of both shares a seed: take the "
        "differences first, and then their one interval.",
    ),
    Mistake(
        "ends_subtracted",
        ends_apart,
        "You subtracted the ends of two intervals. Take the differences first, and "
        "then their one interval.",
    ),
    Mistake(
        "spread_of_a",
        paired_with(lambda a, b, q: half_width(a, q)),
        "You used the spread of a alone; it is the differences whose spread matters.",
    ),
    Mistake(
        "spread_of_b",
        paired_with(lambda a, b, q: half_width(b, q)),
        "You used the spread of b alone; it is the differences whose spread matters.",
    ),
    Mistake(
        "sorted_first",
        lambda a, b, q: interval_of(np.sort(a) - np.sort(b), q),
        "You sorted the runs, which tears the pairs apart: run i of a and run i of b "
        "share a seed.",
    ),
    Mistake(
        "reversed",
        lambda a, b, q: interval_of(b - a, q),
        "You subtracted a from b; wanted is a - b.",
    ),
    Mistake(
        "sizes_only",
        lambda a, b, q: interval_of(np.abs(a - b), q),
        "You dropped the signs of the differences: who leads can change from seed to "
        "seed.",
    ),
    Mistake(
        "sums",
        lambda a, b, q: interval_of(a + b, q),
        "You added the two; the differences a - b are wanted.",
    ),
    Mistake(
        "ratio",
        lambda a, b, q: interval_of(a / b, q),
        "You took ratios; the differences a - b are wanted.",
    ),
    Mistake(
        "a_alone",
        lambda a, b, q: interval_of(a, q),
        "You returned the interval of a alone: b plays no part.",
    ),
    Mistake(
        "divided_by_n",
        paired_with(lambda a, b, q: q * (a - b).std() / np.sqrt(len(a))),
        "You used np.std as it comes, which divides by n. For a sample it is n - 1: "
        "ddof=1.",
    ),
    Mistake(
        "n_minus_one_twice",
        paired_with(lambda a, b, q: q * (a - b).std(ddof=1) / np.sqrt(len(a) - 1)),
        "You used n - 1 twice. It belongs in the standard deviation; the root is that "
        "of n.",
    ),
    Mistake(
        "runs_counted_twice",
        paired_with(lambda a, b, q: q * (a - b).std(ddof=1) / np.sqrt(2 * len(a))),
        "You counted 2 n runs. There are n differences, and n is what counts.",
    ),
    Mistake(
        "root_of_n_missing",
        paired_with(lambda a, b, q: q * (a - b).std(ddof=1)),
        "You left out sqrt(n): that is how far single differences scatter.",
    ),
    Mistake(
        "n_for_its_root",
        paired_with(lambda a, b, q: q * (a - b).std(ddof=1) / len(a)),
        "You divided by n, not by sqrt(n).",
    ),
    Mistake(
        "variance",
        paired_with(lambda a, b, q: q * (a - b).var(ddof=1) / np.sqrt(len(a))),
        "You used the variance, the square of the standard deviation.",
    ),
    Mistake(
        "q_left_out",
        lambda a, b, q: interval_of(a - b, 1),
        "You left out q: plus-minus one standard error is no 95 % interval.",
    ),
    Mistake(
        "q_of_many_seeds",
        lambda a, b, q: interval_of(a - b, 1.96),
        "You used 1.96 for q, which holds for very many seeds. Use the argument.",
    ),
)


def paired_picture(answer):
    from course_utils import plots

    a, b = noisy_runs([0.3, 0.25], 10)
    q = QUANTILES[10]
    fig, ax = plots.figure(height=2.4)
    three = [interval_of(a, q), interval_of(b, q), answer(a, b, q)]
    for row, (values, (mean, low, high)) in enumerate(
        zip([a, b, a - b], three, strict=True)
    ):
        ax.plot(values, np.full(10, row), "o", mfc="none", color="#8a94a0", ms=4)
        bars = [[mean - low], [high - mean]]
        ax.errorbar(mean, row, xerr=bars, fmt="o", capsize=5, color="#0072b2")
    ax.axvline(0, color="#8a94a0", linewidth=1)
    ax.set_yticks(range(3), ["a", "b", "a - b, paired"])
    ax.set(title="Two rates of Adam on the same ten seeds", xlabel="loss")
    ax.set_ylim(-0.5, 2.5)
    return fig, "The intervals of a and b overlap; that of a - b leaves out 0."


EXERCISES = (
    Exercise(
        id="log_grid",
        title="Rates to try",
        lesson=7,
        points=2,
        minutes=5,
        difficulty=1,
        reference=log_grid,
        cases=grid_cases,
        mistakes=grid_mistakes,
        picture=grid_picture,
    ),
    Exercise(
        id="unfair_comparisons",
        title="Diagnose: which of these are fair?",
        lesson=7,
        points=2,
        minutes=6,
        difficulty=1,
        reference=(
            "tuned on the test set",
            "one shared rate",
            "unequal tuning",
            "one seed",
            "fair",
        ),
        mistakes=unfair_mistakes,
        options=FAULTS,
    ),
    Exercise(
        id="seeds_needed",
        title="Predict: how many seeds",
        lesson=7,
        points=1,
        minutes=4,
        difficulty=1,
        reference=36,
        mistakes=seeds_mistakes,
    ),
    Exercise(
        id="verdicts_of_table",
        title="Read: who won, and was it luck",
        lesson=7,
        points=2,
        minutes=5,
        difficulty=2,
        reference=("tie", "first", "second"),
        mistakes=verdict_mistakes,
        options=("first", "second", "tie"),
    ),
    Exercise(
        id="mean_and_interval",
        title="A mean, and how well it is known",
        lesson=7,
        points=3,
        minutes=8,
        difficulty=2,
        reference=interval_of,
        cases=interval_cases,
        mistakes=interval_mistakes,
        returns=("mean", "low", "high"),
        picture=interval_picture,
    ),
    Exercise(
        id="race_rates",
        title="Choose: a rate for each",
        lesson=7,
        points=2,
        minutes=8,
        difficulty=2,
        reference=(0.07, 0.5, 0.5),
        goal=all_arrive,
        mistakes=race_mistakes,
        picture=race_picture,
    ),
    Exercise(
        id="pick_rate",
        title="Tune on one set, report on another",
        lesson=7,
        points=4,
        minutes=12,
        difficulty=3,
        reference=pick_rate,
        cases=pick_cases,
        mistakes=pick_mistakes,
        returns=("rate", "loss"),
        picture=pick_picture,
    ),
    Exercise(
        id="paired_interval",
        title="The same seeds for both",
        lesson=7,
        points=3,
        minutes=8,
        difficulty=3,
        reference=paired_interval,
        cases=paired_cases,
        mistakes=paired_mistakes,
        returns=("mean", "low", "high"),
        picture=paired_picture,
    ),
)
