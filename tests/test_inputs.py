"""Public functions refuse what they cannot take, in a line that says what to do."""

import re
import subprocess
import sys
from functools import partial

import numpy as np
import pytest

from course_utils import averages, schedules
from course_utils.compare import paired
from course_utils.descent import grid, run, train
from course_utils.inputs import as_array, as_count
from course_utils.networks import LogisticRegression, Perceptron
from course_utils.optimizers import AdaGrad, Adam, AMSGrad, Momentum, RMSprop
from course_utils.problems import quadratic, ravine, rosenbrock

SERIES = ["ema", "bias_corrected_ema"]
BETAS = ["ema_weights", "half_life", "equivalent_window"]
X, y = np.ones((5, 3)), np.zeros(5, int)
logistic, perceptron = LogisticRegression(3), Perceptron(3, 2, 2)
theta_3 = np.zeros(14)


def with_beta(name, beta):
    function = getattr(averages, name)
    return function(beta, 5) if name == "ema_weights" else function(beta)


CASES = {
    **{
        f"{name}: {wrong!r}": (partial(getattr(averages, name), wrong, 0.9), error)
        for name in SERIES
        for wrong, error in [
            ("abc", "x must be an array of numbers, not 'abc'; try x=np.array"),
            ([[1, 2], [3]], "x must be an array of numbers, not [[1, 2], [3]]"),
            (None, "x must be an array of numbers, not None"),
            ([1j], "x must be an array of numbers, not [1j]"),
            ([], "x is empty; give it at least one number"),
            ([1, np.nan], "x must be finite, but holds nan or inf, first at index [1]"),
            (5, "x must be a series, not the single number 5; try x=[5]"),
        ]
    },
    **{
        f"{name}: beta {wrong!r}": (partial(with_beta, name, wrong), error)
        for name in BETAS
        for wrong, error in [
            (1, "beta must lie in [0, 1), not 1; try beta=0.9"),
            ([0.5, -0.1], "beta must lie in [0, 1), not -0.1; try beta=0.9"),
            ("0.9", "beta must be an array of numbers, not '0.9'"),
            (np.nan, "beta must be finite, but holds nan or inf, first at index []"),
        ]
    },
    "ema: beta": (lambda: averages.ema([1], 1.5), "beta must lie in [0, 1), not 1.5"),
    "ema_weights: n": (
        lambda: averages.ema_weights(0.9, 0),
        "n must be a whole number from 1 up, not 0",
    ),
    "moving_average: n": (
        lambda: averages.moving_average([1, 2], 2.0),
        "n must be a whole number from 1 up, not 2.0",
    ),
    "moving_average: x": (lambda: averages.moving_average([], 2), "x is empty"),
    "bias_correction: t": (
        lambda: averages.bias_correction(0.9, [0, 1]),
        "t must be 1 or more, not 0; the first step is t=1",
    ),
    "bias_correction: beta": (
        lambda: averages.bias_correction(-0.9, 2),
        "beta must lie in [0, 1), not -0.9",
    ),
    "constant": (lambda: schedules.constant(-1), "lr must be 0 or more, not -1"),
    "exponential": (
        lambda: schedules.exponential(0.1, 1.1),
        "gamma must lie in (0, 1], not 1.1; try gamma=0.99",
    ),
    "exponential: lr0": (
        lambda: schedules.exponential("fast", 0.9),
        "lr0 must be an array of numbers, not 'fast'",
    ),
    "piecewise": (
        lambda: schedules.piecewise(0.1, 0, [3]),
        "factor must be more than 0, not 0",
    ),
    "piecewise: boundaries": (
        lambda: schedules.piecewise(0.1, 0.5, []),
        "boundaries is empty",
    ),
    "inverse_time": (
        lambda: schedules.inverse_time(0.1, -1),
        "k must be 0 or more, not -1",
    ),
    "cosine": (
        lambda: schedules.cosine(0.1, 0, 0.5),
        "T must be a whole number from 1 up, not 0.5",
    ),
    "warmup": (
        lambda: schedules.warmup(0.1, True),
        "steps must be a whole number from 1 up, not True",
    ),
    "warmup: schedule": (
        lambda: schedules.warmup("cosine", 5),
        "lr must be an array of numbers, not 'cosine'",
    ),
    "Adam: beta1": (lambda: Adam(beta1=1), "beta1 must lie in [0, 1), not 1"),
    "AMSGrad: beta2": (lambda: AMSGrad(beta2=-1), "beta2 must lie in [0, 1), not -1"),
    "Momentum: beta": (lambda: Momentum(beta=abs), "beta must be an array of numbers"),
    "RMSprop: eps": (lambda: RMSprop(eps=-1e-8), "eps must be 0 or more, not -1e-08"),
    "AdaGrad: lr": (lambda: AdaGrad(lr=np.inf), "lr must be finite, but holds nan"),
    "step: shape": (
        lambda: Adam().step(np.zeros(2), np.zeros((2, 1)), Adam().init(np.zeros(2))),
        "g has shape (2, 1), but theta has (2,); a gradient has one entry for each",
    ),
    "step: text": (
        lambda: Adam().step("12", np.zeros(2), Adam().init("12")),
        "theta and g must be arrays of numbers; try np.array([1.0, 2.0])",
    ),
    "quadratic": (
        lambda: quadratic([[1, 2]]),
        "eigenvalues must be a list of numbers other than 0; try [1, 25]",
    ),
    "quadratic: nan": (lambda: quadratic([1, np.nan]), "eigenvalues must be finite"),
    "quadratic: turned": (
        lambda: quadratic([1, 2, 3], angle=45),
        "only a bowl with 2 eigenvalues can be turned, not 3",
    ),
    "run: class": (
        lambda: run(Adam, ravine()),
        "optimizer must be one such as Adam(), not <class",
    ),
    "run: text": (
        lambda: run("adam", ravine()),
        "optimizer must be one such as Adam(), not 'adam'",
    ),
    "run: function": (
        lambda: run(Adam(), rosenbrock),
        "problem must be one such as rosenbrock(), not <function rosenbrock",
    ),
    "run: theta0": (
        lambda: run(Adam(), ravine(), [1, 2, 3]),
        "theta0 has shape (3,), but bowl, κ = 25 wants 2 coordinates on the first axis",
    ),
    "run: theta0 nan": (
        lambda: run(Adam(), ravine(), [1, np.nan]),
        "theta0 must be finite",
    ),
    "run: steps": (
        lambda: run(Adam(), ravine(), steps=1e3, noise=np.zeros((9, 2))),
        "steps must be a whole number from 1 up, not 1000.0",
    ),
    "run: flat noise": (
        lambda: run(Adam(), ravine(), steps=9, noise=np.zeros(9)),
        "noise has shape (9,), but 9 steps of bowl, κ = 25 want (9, 2, ...)",
    ),
    "grid: short noise": (
        lambda: grid(Adam(), ravine(), steps=9, noise=np.zeros((8, 2))),
        "noise has shape (8, 2), but 9 steps of bowl, κ = 25 want (9, 2, ...)",
    ),
    "grid: axes": (
        lambda: grid(Adam(lr=np.ones(3)), ravine(), np.ones((2, 4))),
        "the axes of a sweep must broadcast, but those of theta0 are (4,), of the "
        "hyper-parameters (3,), of the noise ()",
    ),
    "grid: settings": (
        lambda: grid(Adam(lr=np.ones(3), beta1=np.zeros(2)), ravine()),
        "hyper-parameters of Adam must broadcast, but have shapes (3,), (2,), (), ()",
    ),
    "train: split": (
        lambda: train(Adam(), perceptron, None),
        "split must be one from datasets.split, or a list of them, one for each seed",
    ),
    "train: seeds": (
        lambda: train(Adam(), perceptron, [None] * 20),
        "20 splits want as many seeds, not 1; try seed=range(20)",
    ),
    "paired: seeds": (
        lambda: paired([1, 2, 3], [1, 2]),
        "a and b must hold one result for each of the same 2 or more seeds",
    ),
    "paired: nan": (lambda: paired([1, np.nan], [1, 2]), "a must be finite"),
    "train: class": (
        lambda: train(Adam, perceptron, None),
        "optimizer must be one such as Adam(), not <class",
    ),
    "train: epochs": (
        lambda: train(Adam(), perceptron, None, epochs=0),
        "epochs must be a whole number from 1 up, not 0",
    ),
    "LogisticRegression": (
        lambda: LogisticRegression(0),
        "n_in must be a whole number from 1 up, not 0",
    ),
    "Perceptron": (
        lambda: Perceptron(3, 2.5, 2),
        "n_hidden must be a whole number from 1 up, not 2.5",
    ),
    "logistic: X": (
        lambda: logistic.loss(np.zeros(4), X.T, y),
        "X has shape (3, 5), but the model wants (n, 3), row by row",
    ),
    "logistic: theta": (
        lambda: logistic.gradient(np.zeros(3), X, y),
        "theta has shape (3,), but the model wants 4 parameters; start from init(rng)",
    ),
    "logistic: column of labels": (
        lambda: logistic.accuracy(np.zeros(4), X, y[:, None]),
        "y has shape (5, 1), but X has 5 samples; try y.ravel()",
    ),
    "perceptron: X": (
        lambda: perceptron.loss(theta_3, X[0], y),
        "X has shape (3,), but the model wants (n, 3), row by row",
    ),
    "perceptron: theta": (
        lambda: perceptron.gradient(np.zeros(4), X, y),
        "theta has shape (4,), but the model wants 14 parameters",
    ),
    "perceptron: labels": (
        lambda: perceptron.accuracy(theta_3, X, y[1:]),
        "y has shape (4,), but X has 5 samples",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_gets_one_clear_error(case):
    call, message = CASES[case]
    with pytest.raises((TypeError, ValueError), match=re.escape(message)) as caught:
        call()
    assert "\n" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_good_input_is_copied_to_float64():
    x = np.array([1, 2])
    array = as_array("x", x)
    assert array.dtype == np.float64
    array[0] = 9
    assert x[0] == 1
    assert as_count("n", np.int64(3)) == 3


def test_import_is_light():
    """Neither matplotlib nor IPython is loaded until a figure is wanted."""
    modules = "averages optimizers schedules problems descent networks datasets"
    code = "import sys, course_utils\n" + "".join(
        f"import course_utils.{name}\n" for name in modules.split()
    )
    code += "print({'matplotlib', 'IPython', 'ipywidgets'} & set(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.strip() == "set()"
