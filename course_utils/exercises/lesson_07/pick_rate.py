"""Pick a rate by its validation loss, and report its test loss."""

import numpy as np

from course_utils.checks.exercise import Case, Exercise, Mistake
from course_utils.exercises.families.comparing import noisy_runs


def pick_picture(answer):
    from course_utils import plots

    rates = np.geomspace(0.02, 3, 16)
    validation, test = noisy_runs(rates, 8), noisy_runs(rates, 8, first_seed=1)
    rate, loss = answer(rates, validation, test)
    fig, ax = plots.figure()
    plots.bands(ax, {"validation": validation.T}, x=rates)
    red = plots.your_style()["color"]
    ax.plot(rate, loss, "*", ms=14, color=red, label="yours, on the test")
    plots.beside(ax).set(xscale="log", yscale="log", xlabel="α", ylabel="loss")
    ax.set_title("Your pick for Adam in a noisy bowl")
    return fig, "Your rate lies in the trough of the validation loss."


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
    early = losses(6, 3, 3), losses(6, 3, 1)
    early[0][0], early[0][1, 2] = np.nan, np.inf
    square = losses(4, 4, 0), losses(4, 4, 2)
    return [
        Case("validation and test prefer different rates", (rates(5), *plain)),
        Case("a bad rate with one lucky seed", (rates(6), *lucky)),
        Case("a good rate with one very bad seed", (rates(5), *unlucky)),
        Case("a first seed that misleads", (rates(6), *first)),
        Case("a rate that diverged to nan", (rates(6), *nan)),
        Case("a rate that diverged in one seed", (rates(6), *one_nan)),
        Case("rates that diverged to inf", (rates(6), *infinite)),
        Case("rates that diverged before the best", (rates(6)[::-1], *early)),
        Case("as many rates as seeds", (rates(4), *square)),
    ]


SOLUTION = """
def pick_rate(rates, validation_losses, test_losses):
    means = validation_losses.mean(axis=1)
    scores = np.where(np.isnan(means), np.inf, means)
    best = np.argmin(scores)
    return rates[best], test_losses[best].mean()
"""

MISTAKES = (
    Mistake(
        "index_into_the_filtered",
        "best = np.argmin(means[np.isfinite(means)])",
        "You took the index in a list without the diverged rates, and used it on the "
        "full one: it points too far to the front once a diverged rate comes before. "
        "Put inf in their place, so that nothing moves.",
    ),
    Mistake(
        "index_without_nan",
        "best = np.argmin(means[~np.isnan(means)])",
        "You took the index in a list without the nans, and used it on the full one: "
        "it points too far to the front once a nan comes before. Put inf in its place.",
    ),
    Mistake(
        "index_into_full_losses",
        """
        kept = np.isfinite(means)
        best = np.argmin(means[kept])
        return rates[kept][best], test_losses[best].mean()
        """,
        "You filtered the rates, but not the test losses: one index for two lists. "
        "Filter both, or put inf in place of what diverged.",
    ),
    Mistake(
        "index_into_full_rates",
        """
        kept = np.isfinite(means)
        best = np.argmin(means[kept])
        return rates[best], test_losses[kept][best].mean()
        """,
        "You filtered the test losses, but not the rates: one index for two lists. "
        "Filter both, or put inf in place of what diverged.",
    ),
    Mistake(
        "zero_for_nan",
        "scores = np.where(np.isnan(means), 0, means)",
        "You put 0 in the place of nan: then a rate that diverged has the lowest loss. "
        "Put inf.",
    ),
    Mistake(
        "all_test_losses",
        "return rates[best], np.nanmean(test_losses)",
        "You reported the mean over all rates. Report that of the rate you picked.",
    ),
    Mistake(
        "tuned_on_the_test_set",
        "means = test_losses.mean(axis=1)",
        "You picked the rate by its test loss. Then the test set has been used "
        "for tuning, and its loss is too good to be true. Pick by the "
        "validation loss.",
    ),
    Mistake(
        "best_test_loss",
        "return rates[best], np.nanmin(test_losses.mean(axis=1))",
        "You picked the right rate, and then reported the best test loss of all"
        " rates. Report that of the rate you picked.",
    ),
    Mistake(
        "validation_loss_reported",
        "return rates[best], validation_losses[best].mean()",
        "You reported the validation loss of the rate. It was picked for being "
        "low; the test loss is the fair one.",
    ),
    Mistake(
        "best_test_seed",
        "return rates[best], test_losses[best].min()",
        "You reported the best seed's test loss. Report the mean over the seeds.",
    ),
    Mistake(
        "nan_picked",
        "best = np.argmin(means)",
        "You let np.argmin take a nan for the least: you picked a rate that "
        "diverged. Give such a rate an infinite loss.",
    ),
    Mistake(
        "divergence_forgiven",
        "means = np.nanmean(validation_losses, axis=1)",
        "You left diverged runs out of the mean. A rate that diverges in one "
        "seed of three is not a good one: it must lose.",
    ),
    Mistake(
        "best_seed",
        "means = np.nanmin(validation_losses, axis=1)",
        "You picked by the best single run. One lucky seed decides then: take "
        "the mean over the seeds.",
    ),
    Mistake(
        "worst_seed",
        "means = validation_losses.max(axis=1)",
        "You picked by the worst seed of each rate. The mean over the seeds is wanted.",
    ),
    Mistake(
        "first_seed",
        "means = validation_losses[:, 0]",
        "You picked by the first seed alone. Take the mean over all of them.",
    ),
    Mistake(
        "median",
        "means = np.median(validation_losses, axis=1)",
        "You picked by the median, which overlooks a seed that went wrong. The "
        "mean is wanted.",
    ),
    Mistake(
        "highest",
        "best = np.argmax(means)",
        "You took argmax: that is the worst rate, or one that diverged. A loss "
        "is good when it is low.",
    ),
    Mistake(
        "highest_finite",
        "best = np.argmax(np.where(np.isfinite(means), means, -np.inf))",
        "You picked the rate with the highest loss. A loss is good when it is low.",
    ),
    Mistake(
        "mean_over_rates_nan_kept",
        """
        means = validation_losses.mean(axis=0)
        best = np.argmin(means)
        """,
        "You took the mean over the rates and picked among the seeds. Each row "
        "is a rate: the mean goes along axis 1.",
    ),
    Mistake(
        "mean_over_rates",
        "means = validation_losses.mean(axis=0)",
        "You took the mean over the rates and picked among the seeds. Each row "
        "is a rate: the mean goes along axis 1.",
    ),
    Mistake(
        "flat_index",
        "best = np.argmin(validation_losses)",
        "You took np.argmin of the whole table, which counts through all its "
        "entries. Take the mean of each row first.",
    ),
    Mistake(
        "index_for_rate",
        "return best, test_losses[best].mean()",
        "You returned the index of the rate. Return rates[index].",
    ),
    Mistake(
        "order_swapped",
        "return test_losses[best].mean(), rates[best]",
        "You returned the loss first; the rate comes first.",
    ),
)

RIGHT = (
    """
def pick_rate(rates, validation, test):
    best = None
    for k, losses in enumerate(validation):
        mean = sum(losses) / len(losses)
        if np.isfinite(mean) and (best is None or mean < best[0]):
            best = mean, k
    k = best[1]
    return [float(rates[k]), float(np.mean(test[k]))]
""",
    """
def pick_rate(rates, validation_losses, test_losses):
    rows = np.flatnonzero(np.isfinite(validation_losses).all(axis=1))
    best = rows[validation_losses[rows].sum(axis=1).argmin()]
    return np.array([rates[best], test_losses[best].mean()])
""",
    """
def pick_rate(rates, validation_losses, test_losses):
    best = np.nanargmin(np.mean(validation_losses.astype(np.float32), axis=1))
    return rates[best], test_losses.mean(axis=1)[best]
""",
)

EXERCISE = Exercise(
    title="Tune on one set, report on another",
    points=4,
    minutes=12,
    difficulty=3,
    solution=SOLUTION,
    cases=pick_cases,
    returns=("rate", "loss"),
    picture=pick_picture,
    mistakes=MISTAKES,
    right=RIGHT,
)
