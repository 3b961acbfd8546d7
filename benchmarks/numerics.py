"""The numerics against optax and PyTorch, as ratios in one run.

    python benchmarks/numerics.py       needs pip install -e ".[parity]"

(a) the last loss of 100 x 100 Adam runs (lr x beta1), 200 steps on Rosenbrock, float64:
    `descent.grid`; optax under vmap, scan and jit, compiled beforehand, once over the
    10,000 pairs and once over the two axes one inside the other, where beta1^t is taken
    of 100 numbers only; torch.optim run by run, a few runs timed and scaled to all.
(b) digits: a perceptron 64-32-10, batches of 64, 20 epochs, one thread, with the loss
    and the accuracy measured after each epoch: `train`; torch's fused Adam.
(c) the same, 8 epochs, 10 rates x 5 seeds, each with a split of its own: `train` in one
    call; one by one; one by one at an earlier commit, in a process of its own; optax
    under vmap, scan and jit, compiled beforehand, float32; torch's fused Adam run by
    run, a few runs timed and scaled to all.
"""

import subprocess
import sys
import tempfile
from statistics import median
from time import perf_counter

import jax
import numpy as np
import optax
import stored
import torch

from course_utils.datasets import digits, split
from course_utils.descent import grid, train
from course_utils.networks import Perceptron
from course_utils.optimizers import Adam
from course_utils.problems import rosenbrock

STEPS, EPOCHS, BATCH = 200, 20, 64
RATES, BETAS = np.geomspace(1e-3, 1, 100), np.linspace(0, 0.99, 100)
TORCH_RUNS = 10
LRS, SEEDS, SWEEP_EPOCHS = np.geomspace(1e-3, 1, 10), range(5), 8
NETWORK = Perceptron(64, 32, 10)

jax.config.update("jax_enable_x64", True)
torch.set_num_threads(1)


def seconds(function, *arguments, times=7):
    """The median time of a call, after one to warm up."""
    function(*arguments)
    taken = []
    for _ in range(times):
        start = perf_counter()
        function(*arguments)
        taken.append(perf_counter() - start)
    return median(taken)


def heat_map_ours():
    return grid(Adam(RATES[:, None], beta1=BETAS), rosenbrock(), steps=STEPS)


def loss(theta):
    x, y = theta
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def run_optax(lr, beta1):
    optimizer = optax.adam(lr, b1=beta1)
    theta = jax.numpy.asarray(rosenbrock().start)

    def step(carry, _):
        theta, state = carry
        change, state = optimizer.update(jax.grad(loss)(theta), state)
        return (theta + change, state), None

    (theta, _), _ = jax.lax.scan(step, (theta, optimizer.init(theta)), length=STEPS)
    return loss(theta)


pairs = [axis.ravel() for axis in np.meshgrid(RATES, BETAS, indexing="ij")]
over_pairs = jax.jit(jax.vmap(run_optax))
over_betas = jax.vmap(run_optax, in_axes=(None, 0))
nested = jax.jit(jax.vmap(over_betas, in_axes=(0, None)))


def heat_map_optax():
    return np.asarray(over_pairs(*pairs)).reshape(100, 100)


def heat_map_optax_nested():
    return np.asarray(nested(RATES, BETAS))


def run_torch(lr, beta1):
    theta = torch.tensor(rosenbrock().start, requires_grad=True)
    optimizer = torch.optim.Adam([theta], lr=lr, betas=(beta1, 0.999))
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss(theta).backward()
        optimizer.step()
    return loss(theta).item()


def some_runs_torch():
    return [run_torch(RATES[k], BETAS[k]) for k in range(0, 100, 100 // TORCH_RUNS)]


def train_ours(data):
    return train(Adam(0.01), NETWORK, data, EPOCHS, BATCH).accuracy[-1]


def train_torch(data, dtype, epochs=EPOCHS):
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)
    ).to(dtype)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, fused=True)
    cross_entropy = torch.nn.functional.cross_entropy
    X, y = torch.tensor(data.X_train, dtype=dtype), torch.tensor(data.y_train)
    X_val, y_val = torch.tensor(data.X_val, dtype=dtype), torch.tensor(data.y_val)
    for _ in range(epochs):
        order = torch.randperm(len(X))
        X_now, y_now = X[order], y[order]
        for i in range(0, len(X), BATCH):
            optimizer.zero_grad()
            output = model(X_now[i : i + BATCH])
            cross_entropy(output, y_now[i : i + BATCH]).backward()
            optimizer.step()
        with torch.no_grad():
            cross_entropy(model(X), y).item()
            accuracy = (model(X_val).argmax(1) == y_val).double().mean().item()
    return accuracy


def sweep_ours(splits):
    return train(Adam(LRS), NETWORK, splits, SWEEP_EPOCHS, BATCH, SEEDS)


def one_by_one(splits):
    for seed, data in zip(SEEDS, splits, strict=True):
        for lr in LRS:
            train(Adam(lr), NETWORK, data, SWEEP_EPOCHS, BATCH, seed)


ONE_BY_ONE = f"""
import numpy as np
from time import perf_counter
from course_utils.datasets import digits, split
from course_utils.descent import train
from course_utils.networks import Perceptron
from course_utils.optimizers import Adam

splits, network = [split(*digits(), seed) for seed in range(5)], Perceptron(64, 32, 10)
for _ in range(3):
    start = perf_counter()
    for seed, data in enumerate(splits):
        for lr in np.geomspace(1e-3, 1, 10):
            train(Adam(lr), network, data, {SWEEP_EPOCHS}, {BATCH}, seed)
    print(perf_counter() - start)
"""


def seconds_before():
    """The median time of the trainings one by one at the earlier commit."""
    with tempfile.TemporaryDirectory() as folder:
        stored.unpack(stored.BEFORE, folder)
        command = [sys.executable, "-c", ONE_BY_ONE]
        made = subprocess.run(command, capture_output=True, check=True, cwd=folder)
    return median(map(float, made.stdout.split()))


def loss_jax(theta, X, y):
    W1, b1, W2, b2 = theta
    z = jax.numpy.maximum(X @ W1 + b1, 0) @ W2 + b2
    return optax.softmax_cross_entropy_with_integer_labels(z, y).mean(), z


def train_jax(lr, theta, order, X, y, X_val, y_val):
    optimizer, full = optax.adam(lr), len(y) // BATCH * BATCH
    slope = jax.grad(lambda *given: loss_jax(*given)[0])

    def step(carry, batch):
        theta, state = carry
        change, state = optimizer.update(slope(theta, *batch), state)
        return (optax.apply_updates(theta, change), state), None

    def epoch(carry, order):
        X_now, y_now = X[order], y[order]
        batches = X_now[:full].reshape(-1, BATCH, 64), y_now[:full].reshape(-1, BATCH)
        carry, _ = jax.lax.scan(step, carry, batches)
        carry, _ = step(carry, (X_now[full:], y_now[full:]))
        _, z = loss_jax(carry[0], X_val, y_val)
        return carry, (loss_jax(carry[0], X, y)[0], (z.argmax(1) == y_val).mean())

    return jax.lax.scan(epoch, (theta, optimizer.init(theta)), order)[1]


over_lrs = jax.vmap(train_jax, in_axes=(0, *[None] * 6))
over_seeds = jax.jit(jax.vmap(over_lrs, in_axes=(None, *[0] * 6)))


def arguments_jax(splits):
    """The rates, and for each seed what `train` starts from, in float32."""
    thetas, orders = [], []
    for seed, data in zip(SEEDS, splits, strict=True):
        rng = np.random.default_rng(seed)
        thetas.append(NETWORK.split(NETWORK.init(rng)))
        n = len(data.y_train)
        orders.append([rng.permutation(n) for _ in range(SWEEP_EPOCHS)])
    thetas = [np.float32(part) for part in map(np.array, zip(*thetas, strict=True))]
    parts = [np.array(part) for part in list(zip(*splits, strict=True))[:4]]
    parts = [np.float32(p) if p.dtype == float else p for p in parts]
    return jax.device_put([np.float32(LRS), thetas, np.array(orders), *parts])


def line(name, time, other):
    print(f"  {name:42} {time:9.3f} s   ours / this = 1 / {time / other:,.2f}")


def main():
    ours, theirs = heat_map_ours(), heat_map_optax()
    print(f"(a) 100 x 100 Adam runs, {STEPS} steps on Rosenbrock, float64")
    agree = np.isclose(ours, theirs, rtol=1e-6).mean()
    a = seconds(heat_map_ours)
    line("ours, descent.grid", a, a)
    line("optax, compiled, vmap over pairs", seconds(heat_map_optax), a)
    line("optax, compiled, vmap in vmap", seconds(heat_map_optax_nested), a)
    runs = seconds(some_runs_torch, times=3) / TORCH_RUNS
    line(f"torch.optim, {TORCH_RUNS} runs scaled to 10,000", runs * 10_000, a)
    print(f"  ours and optax end at the same loss, to 1e-6, in {agree:.1%} of the map;")
    print("  elsewhere a large lr makes the walk chaotic, and rounding decides its end")

    data = split(*digits(), seed=0)
    print(
        f"(b) digits, perceptron 64-32-10, batch {BATCH}, {EPOCHS} epochs, one thread"
    )
    b = seconds(train_ours, data)
    line("ours, descent.train, float64", b, b)
    for dtype in (torch.float32, torch.float64):
        name = f"torch, fused Adam, {str(dtype).removeprefix('torch.')}"
        line(name, seconds(train_torch, data, dtype), b)
    print(
        f"  validation accuracy: ours {train_ours(data):.3f}, "
        f"torch {train_torch(data, torch.float32):.3f}"
    )

    splits = [split(*digits(), seed) for seed in SEEDS]
    print(f"(c) {len(LRS) * len(SEEDS)} trainings as in (b), {SWEEP_EPOCHS} epochs")
    c = seconds(sweep_ours, splits, times=5)
    line("ours, one call, float64", c, c)
    line("ours, one by one", seconds(one_by_one, splits, times=3), c)
    line(f"one by one at commit {stored.BEFORE}", seconds_before(), c)
    given = arguments_jax(splits)
    line(
        "optax, compiled, vmap in vmap, float32",
        seconds(lambda: jax.block_until_ready(over_seeds(*given)), times=5),
        c,
    )
    once = seconds(train_torch, splits[0], torch.float32, SWEEP_EPOCHS, times=3)
    line("torch, fused Adam, one run scaled to 50", once * len(LRS) * len(SEEDS), c)
    ours, theirs = sweep_ours(splits).loss[:, -1], np.array(over_seeds(*given)[0])
    apart = abs(ours - theirs[..., -1])[:, :5].max()
    print(f"  last losses of ours and optax differ by {apart:.0e}, of the small rates")


if __name__ == "__main__":
    main()
