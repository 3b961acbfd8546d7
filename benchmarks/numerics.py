"""The numerics against optax and PyTorch, as ratios in one run.

    python benchmarks/numerics.py       needs pip install -e ".[parity]"

(a) the last loss of 100 x 100 Adam runs (lr x beta1), 200 steps on Rosenbrock, float64:
    `descent.grid`; optax under vmap, scan and jit, compiled beforehand, once over the
    10,000 pairs and once over the two axes one inside the other, where beta1^t is taken
    of 100 numbers only; torch.optim run by run, a few runs timed and scaled to all.
(b) digits: a perceptron 64-32-10, batches of 64, 20 epochs, one thread, with the loss
    and the accuracy measured after each epoch: `descent.train`; torch's fused Adam.
"""

import os
from statistics import median
from time import perf_counter

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import jax
import numpy as np
import optax
import torch

from course_utils.datasets import digits, split
from course_utils.descent import grid, train
from course_utils.networks import Perceptron
from course_utils.optimizers import Adam
from course_utils.problems import rosenbrock

STEPS, EPOCHS, BATCH = 200, 20, 64
RATES, BETAS = np.geomspace(1e-3, 1, 100), np.linspace(0, 0.99, 100)
TORCH_RUNS = 10

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
    return train(Adam(0.01), Perceptron(64, 32, 10), data, EPOCHS, BATCH).accuracy[-1]


def train_torch(data, dtype):
    torch.manual_seed(0)
    model = torch.nn.Sequential(
        torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)
    ).to(dtype)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01, fused=True)
    cross_entropy = torch.nn.functional.cross_entropy
    X, y = torch.tensor(data.X_train, dtype=dtype), torch.tensor(data.y_train)
    X_val, y_val = torch.tensor(data.X_val, dtype=dtype), torch.tensor(data.y_val)
    for _ in range(EPOCHS):
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


if __name__ == "__main__":
    main()
