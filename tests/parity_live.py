"""The same walks by PyTorch, optax and Keras: writes tests/parity.json.

    python tests/parity_live.py                 needs pip install -e ".[parity]"
    python tests/parity_live.py --only Adam     needs the libraries of those rows

One line per case: a name, our optimizer or schedule, and the other library's under the
exact mapping of settings. `theirs` is text, evaluated only here, so that a test can
read the table without those libraries. `--only` takes a name, with or without what
stands after its comma, and leaves every other vector as it is stored.
"""
# ruff: noqa: E501, one line per case

import argparse
import json
import math
import os
from importlib.metadata import version
from pathlib import Path

import numpy as np

from course_utils.modern import (
    AveragedAdam,
    Lion,
    Matrix,
    Muon,
    ScheduleFree,
    ScheduleFreeAdamW,
)
from course_utils.optimizers import (
    AdaGrad,
    Adam,
    AdamW,
    AMSGrad,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSprop,
)
from course_utils.schedules import (
    constant,
    cosine,
    exponential,
    inverse_time,
    piecewise,
    warmup,
)

PATH = Path(__file__).parent / "parity.json"
SEED, STEPS = 20240529, 1000
CHECKPOINTS = [1, 2, 3, 12, 100, 1000]
TIMES = [0, 1, 2, 9, 10, 11, 12, 99, 100, 101, 399, 400, 401, 500, 799, 1000]
falling = exponential(0.01, 0.997)
MATRIX = Matrix(3, 4)

# Ours and theirs agree: name, ours, library, theirs.
OPTIMIZERS = [
    ("GradientDescent", GradientDescent(0.01), "torch", "SGD(p, lr=0.01)"),
    ("GradientDescent", GradientDescent(0.01), "optax", "sgd(0.01)"),
    ("GradientDescent", GradientDescent(0.01), "keras", "SGD(0.01)"),
    ("Momentum", Momentum(0.01), "torch", "SGD(p, lr=0.001, momentum=0.9)"),
    ("Momentum", Momentum(0.01), "optax", "sgd(0.001, momentum=0.9)"),
    ("Momentum", Momentum(0.01), "keras", "SGD(0.001, momentum=0.9)"),
    ("Momentum, falling lr", Momentum(falling), "torch", "ExponentialLR(SGD(p, lr=0.001, momentum=0.9), 0.997)"),
    ("Momentum, falling lr", Momentum(falling), "optax", "sgd(in64(exponential_decay(0.001, 1, 0.997)), momentum=0.9)"),
    ("Nesterov", Nesterov(0.01), "torch", "SGD(p, lr=0.001, momentum=0.9, nesterov=True)"),
    ("Nesterov", Nesterov(0.01), "optax", "sgd(0.001, momentum=0.9, nesterov=True)"),
    ("Nesterov", Nesterov(0.01), "keras", "SGD(0.001, momentum=0.9, nesterov=True)"),
    ("AdaGrad", AdaGrad(0.01, eps=1e-4), "torch", "Adagrad(p, lr=0.01, eps=1e-4)"),
    ("AdaGrad, eps=0", AdaGrad(0.01, eps=0), "optax", "adagrad(0.01, initial_accumulator_value=0.0, eps=0.0)"),
    ("AdaGrad, eps=0", AdaGrad(0.01, eps=0), "keras", "Adagrad(0.01, initial_accumulator_value=0.0, epsilon=0.0)"),
    ("RMSprop", RMSprop(0.01, eps=1e-4), "torch", "RMSprop(p, lr=0.01, alpha=0.9, eps=1e-4)"),
    ("RMSprop", RMSprop(0.01, eps=1e-4), "optax", "rmsprop(0.01, decay=0.9, eps=1e-4, eps_in_sqrt=False)"),
    ("RMSprop, eps=0", RMSprop(0.01, eps=0), "keras", "RMSprop(0.01, rho=0.9, epsilon=0.0)"),
    ("Adam", Adam(0.01), "torch", "Adam(p, lr=0.01)"),
    ("Adam", Adam(0.01), "optax", "adam(0.01)"),
    ("Adam, large eps", Adam(0.01, 0.8, 0.99, 0.1), "torch", "Adam(p, lr=0.01, betas=(0.8, 0.99), eps=0.1)"),
    ("Adam, large eps", Adam(0.01, 0.8, 0.99, 0.1), "optax", "adam(0.01, 0.8, 0.99, 0.1)"),
    ("Adam, eps=0", Adam(0.01, eps=0), "keras", "Adam(0.01, epsilon=0.0)"),
    ("Adam, falling lr", Adam(falling), "torch", "ExponentialLR(Adam(p, lr=0.01), 0.997)"),
    ("Adam, falling lr", Adam(falling), "optax", "adam(in64(exponential_decay(0.01, 1, 0.997)))"),
    ("Adam, falling lr, eps=0", Adam(falling, eps=0), "keras", "Adam(ExponentialDecay(0.01, 1, 0.997), epsilon=0.0)"),
    ("AdamW", AdamW(0.01, weight_decay=0.1), "torch", "AdamW(p, lr=0.01, weight_decay=0.1)"),
    ("AdamW", AdamW(0.01, weight_decay=0.1), "optax", "adamw(0.01, weight_decay=0.1)"),
    ("AdamW, eps=0", AdamW(0.01, eps=0, weight_decay=0.1), "keras", "AdamW(0.01, weight_decay=0.1, epsilon=0.0)"),
    ("AdamW, falling lr", AdamW(falling, weight_decay=0.1), "torch", "ExponentialLR(AdamW(p, lr=0.01, weight_decay=0.1), 0.997)"),
    ("AMSGrad", AMSGrad(0.01), "torch", "Adam(p, lr=0.01, amsgrad=True)"),
    ("AMSGrad, eps=0", AMSGrad(0.01, eps=0), "optax", "amsgrad(lambda t: 0.01 * (1 - 0.999 ** (t + 1)) ** 0.5, eps=0.0, bias_correction_nu=False)"),
    ("AMSGrad, eps=0", AMSGrad(0.01, eps=0), "keras", "Adam(0.01, epsilon=0.0, amsgrad=True)"),
    ("Lion", Lion(0.01), "optax", "lion(0.01, weight_decay=0.0)"),
    ("Lion", Lion(0.01), "keras", "Lion(0.01)"),
    ("Lion, decay", Lion(0.01, weight_decay=0.1), "optax", "lion(0.01, weight_decay=0.1)"),
    ("Muon, no look-ahead", Muon(0.01, network=MATRIX, nesterov=False), "optax", "contrib.muon(0.01, nesterov=False, eps=0.0)"),
    ("ScheduleFree", ScheduleFree(0.01), "optax", "contrib.schedule_free_sgd(0.01, b1=0.9)"),
    ("ScheduleFreeAdamW", ScheduleFreeAdamW(0.01, weight_decay=0.1), "optax", "contrib.schedule_free_adamw(0.01, weight_decay=0.1)"),
    ("AveragedAdam", AveragedAdam(0.01), "optax", "of_weights(adam(0.01), ema(0.99))"),
]  # fmt: skip

# No setting agrees, or not the one that seems to; last comes the largest difference,
# relative to theirs, which is that of the smallest gradients where eps is concerned.
OPTIMIZERS_APART = [
    ("PyTorch's dampening=beta", Momentum(0.01), "torch", "SGD(p, lr=0.01, momentum=0.9, dampening=0.9)", 0.0724),
    ("lr inside the velocity", Momentum(falling), "keras", "SGD(ExponentialDecay(0.001, 1, 0.997), momentum=0.9)", 0.0263),
    ("the sum starts at 0.1", AdaGrad(0.01, eps=1e-7), "optax", "adagrad(0.01)", 1.05e+06),
    ("the sum starts at 0.1", AdaGrad(0.01, eps=1e-7), "keras", "Adagrad(0.01)", 1.05e+06),
    ("AdaGrad, eps inside", AdaGrad(0.01, eps=1e-7), "optax", "adagrad(0.01, initial_accumulator_value=0.0)", 1.05e+03),
    ("RMSprop, eps inside", RMSprop(0.01, eps=1e-8), "optax", "rmsprop(0.01)", 4.71e+03),
    ("RMSprop, eps inside", RMSprop(0.01, eps=1e-7), "keras", "RMSprop(0.01)", 2.84e+03),
    ("Adam, eps uncorrected", Adam(0.01, eps=1e-7), "keras", "Adam(0.01, epsilon=1e-7)", 0.632),
    ("a schedule in float32", Adam(falling), "optax", "adam(exponential_decay(0.01, 1, 0.997))", 6.44e-06),
    ("Muon in bfloat16", Muon(0.01 * (3 / 4) ** 0.5, network=MATRIX), "torch", "Muon(p, lr=0.01, weight_decay=0.0)", 0.012),
    ("Muon, corrected averages", Muon(0.01, network=MATRIX), "optax", "contrib.muon(0.01)", 0.0132),
    ("largest s_hat, not s", AMSGrad(0.01), "optax", "amsgrad(0.01)", 1.56),
]  # fmt: skip

SCHEDULES = [
    ("constant", constant(0.1), "torch", "ConstantLR(o, factor=1.0)"),
    ("constant", constant(0.1), "optax", "constant_schedule(0.1)"),
    ("exponential", exponential(0.1, 0.99), "torch", "ExponentialLR(o, 0.99)"),
    ("exponential", exponential(0.1, 0.99), "optax", "exponential_decay(0.1, 1, 0.99)"),
    ("exponential", exponential(0.1, 0.99), "keras", "ExponentialDecay(0.1, 1, 0.99)"),
    ("piecewise", piecewise(0.1, 0.5, [10, 100]), "torch", "MultiStepLR(o, [10, 100], 0.5)"),
    ("piecewise", piecewise(0.1, 0.5, [10, 100]), "optax", "piecewise_constant_schedule(0.1, {10: 0.5, 100: 0.5})"),
    ("piecewise", piecewise(0.1, 0.5, [10, 100]), "keras", "PiecewiseConstantDecay([9, 99], [0.1, 0.05, 0.025])"),
    ("inverse_time", inverse_time(0.1, 0.3), "torch", "LambdaLR(o, lambda t: 1 / (1 + 0.3 * t))"),
    ("inverse_time", inverse_time(0.1, 0.3), "keras", "InverseTimeDecay(0.1, 1, 0.3)"),
    ("cosine, up to T", cosine(0.1, 0.001, 1000), "torch", "CosineAnnealingLR(o, 1000, 0.001)"),
    ("cosine", cosine(0.1, 0.001, 400), "optax", "cosine_decay_schedule(0.1, 400, 0.01)"),
    ("cosine", cosine(0.1, 0.001, 400), "keras", "CosineDecay(0.1, 400, 0.01)"),
    ("warmup", warmup(0.1, 12), "torch", "LinearLR(o, 1 / 12, 1.0, 11)"),
    ("warmup", warmup(0.1, 12), "optax", "linear_schedule(0.1 / 12, 0.1, 11)"),
    ("warmup, exponential", warmup(exponential(0.1, 0.99), 12), "torch", "ChainedScheduler([LinearLR(o, 1 / 12, 1.0, 11), ExponentialLR(o, 0.99)])"),
]  # fmt: skip

SCHEDULES_APART = [
    ("cosine rises past T", cosine(0.1, 0.001, 400), "torch", "CosineAnnealingLR(o, 400, 0.001)", 99),
    ("a drop one step late", piecewise(0.1, 0.5, [10, 100]), "keras", "PiecewiseConstantDecay([10, 100], [0.1, 0.05, 0.025])", 1),
    ("a first step of 0", warmup(0.1, 12), "optax", "warmup_constant_schedule(0.0, 0.1, 12)", 1),
    ("a first step of 0", warmup(0.1, 12), "keras", "CosineDecay(0.0, 10**9, warmup_target=0.1, warmup_steps=12)", 1),
]  # fmt: skip


def shape_of(optimizer):
    """The shape of the parameters that an optimizer walks in: a matrix for Muon."""
    matrix = getattr(optimizer, "network", None)
    return (matrix.rows, matrix.columns) if matrix else (7,)


def gradients(shape):
    """Noisy gradients of unequal scales: 1e-8 to 1e4, in a matrix 0.1 to 10."""
    rng, d = np.random.default_rng(SEED), math.prod(shape)
    scales = np.geomspace(*((1e-8, 1e4) if shape == (7,) else (0.1, 10)), d)
    return (scales * (rng.standard_normal((STEPS, d)) + 0.3)).reshape(STEPS, *shape)


def walk_ours(optimizer):
    """theta at the checkpoints, from zero, so that each coordinate has its own scale.

    Of an average of weights, which walks as Adam does, the average.
    """
    averages = isinstance(optimizer, AveragedAdam)
    gs = gradients(shape_of(optimizer)).reshape(STEPS, -1)
    theta, path = np.zeros(gs.shape[1]), []
    state = optimizer.init(theta)
    for g in gs:
        theta, state = optimizer.step(theta, g, state)
        path.append(optimizer.weights(theta, state) if averages else theta)
    return np.array([path[k - 1] for k in CHECKPOINTS])


def difference(ours, theirs):
    """The largest difference, relative to the largest value of the same coordinate."""
    return (abs(ours - theirs) / abs(theirs).max(axis=0)).max()


def walk_torch(theirs, shape):
    import torch

    p = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
    names = vars(torch.optim) | vars(torch.optim.lr_scheduler) | {"p": [p]}
    made = eval(theirs, names)
    optimizer = getattr(made, "optimizer", made)
    for g in gradients(shape):
        p.grad = torch.from_numpy(g)
        optimizer.step()
        if made is not optimizer:
            made.step()
        yield p.detach().numpy().copy()


def walk_optax(theirs, shape):
    import jax
    import optax
    import optax.contrib

    jax.config.update("jax_enable_x64", True)
    names = vars(optax) | {"in64": in64, "of_weights": of_weights}
    optimizer = eval(theirs, names)
    update = jax.jit(optimizer.update)
    theta = jax.numpy.zeros(shape)
    state = optimizer.init(theta)
    for g in gradients(shape):
        change, state = update(jax.numpy.asarray(g), state, theta)
        theta = theta + change
        yield np.asarray(theta)


def in64(schedule):
    """optax counts steps in int32, and so computes a schedule in float32."""
    return lambda t: schedule(t.astype("float64"))


def of_weights(optimizer, average):
    """An optax optimizer whose walk is the average of the weights of another's."""
    import optax

    def init(theta):
        return theta, optimizer.init(theta), average.init(theta)

    def update(g, state, shown):
        theta, inner, kept = state
        change, inner = optimizer.update(g, inner, theta)
        theta = theta + change
        now, kept = average.update(theta, kept)
        return now - shown, (theta, inner, kept)

    return optax.GradientTransformation(init, update)


def walk_keras(theirs, shape):
    keras = keras64()
    names = vars(keras.optimizers) | vars(keras.optimizers.schedules)
    optimizer = eval(theirs, dict(names))
    theta = keras.Variable(np.zeros(shape), dtype="float64")
    for g in gradients(shape):
        optimizer.apply([keras.ops.convert_to_tensor(g, "float64")], [theta])
        yield keras.ops.convert_to_numpy(theta).copy()


def rates_torch(theirs):
    import torch

    o = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    schedule = eval(theirs, vars(torch.optim.lr_scheduler) | {"o": o})
    for _ in range(STEPS + 1):
        yield o.param_groups[0]["lr"]
        o.step()
        schedule.step()


def rates_optax(theirs):
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    schedule = jax.vmap(eval(theirs, vars(optax)))
    yield from np.broadcast_to(schedule(jax.numpy.arange(STEPS + 1)), STEPS + 1)


def rates_keras(theirs):
    keras = keras64()
    schedule = eval(theirs, vars(keras.optimizers.schedules))
    for t in range(STEPS + 1):
        yield float(schedule(np.float64(t)))


def keras64():
    """Keras in float64, on PyTorch: on jax its cosine stays in float32."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras

    keras.config.set_floatx("float64")
    return keras


LIVE = {
    "torch": (walk_torch, rates_torch),
    "optax": (walk_optax, rates_optax),
    "keras": (walk_keras, rates_keras),
}


def walk_theirs(library, theirs, shape):
    path = list(LIVE[library][0](theirs, shape))
    return np.array([np.ravel(path[k - 1]) for k in CHECKPOINTS])


def rates_theirs(library, theirs):
    rates = [float(rate) for rate in LIVE[library][1](theirs)]
    return np.array([rates[t] for t in TIMES])


ROWS = OPTIMIZERS + OPTIMIZERS_APART + SCHEDULES + SCHEDULES_APART


def key(row):
    """The name under which a row's vector is stored: what the other library is told."""
    return f"{row[2]}.{row[3]}"


def computed(row):
    """A row's vector by the library installed here, and its version."""
    _, ours, library, theirs, *_ = row
    if callable(ours):
        values = rates_theirs(library, theirs)
    else:
        values = walk_theirs(library, theirs, shape_of(ours))
    return {"version": version(library), "values": values.tolist()}


def regenerate(only=None):
    """All vectors anew, or those of the rows called `only` among the stored ones."""
    if only is None:
        return {key(row): computed(row) for row in ROWS}
    wanted = [row for row in ROWS if only in (row[0], row[0].split(",")[0])]
    if not wanted:
        names = ", ".join(dict.fromkeys(row[0] for row in ROWS))
        raise SystemExit(f"no row is called {only!r}; there are: {names}")
    vectors = stored() | {key(row): computed(row) for row in wanted}
    return {key(row): vectors[key(row)] for row in ROWS if key(row) in vectors}


def stored():
    """{library.theirs: {"version", "values"}} as tests/parity.json holds it."""
    return json.loads(PATH.read_text("utf-8"))


def store(vectors):
    """Write the vectors, a line each, so that a change shows which one it is."""
    lines = (f"{json.dumps(name)}: {json.dumps(v)}" for name, v in vectors.items())
    PATH.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes tests/parity.json.")
    parser.add_argument("--only", metavar="NAME", help='rows by name, such as "Adam"')
    store(regenerate(parser.parse_args().only))
    print(f"wrote {PATH.name}; now: pytest tests/test_parity.py")
