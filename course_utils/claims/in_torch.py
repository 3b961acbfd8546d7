"""Lesson 11's training in PyTorch, and its losses where PyTorch is not installed.

`python -m course_utils.claims.in_torch` stores them anew.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from course_utils.claims.lesson_11 import NETWORK, STEPS, WARM, split_of
from course_utils.recipes import batch_of, warmup_cosine

PATH = Path(__file__).parent.parent / "data" / "torch_losses.csv"


def torch_losses(theta, split, seed, peak=0.03, decay=0.1, clip=1.0):
    """The loss of each batch, of the same network from the same start."""
    import torch
    from torch.nn import Linear, ReLU

    layers = [Linear(64, 32), ReLU(), Linear(32, 32), ReLU(), Linear(32, 10)]
    model = torch.nn.Sequential(*layers).double()
    for p, part in zip(model.parameters(), NETWORK.split(theta), strict=True):
        p.data = torch.tensor(part.T.copy())  # PyTorch stores W the other way round
    groups = [
        {"params": [p for p in model.parameters() if p.ndim == 2]},
        {"params": [p for p in model.parameters() if p.ndim == 1], "weight_decay": 0},
    ]
    adam = torch.optim.AdamW(groups, lr=1.0, betas=(0.9, 0.95), weight_decay=decay)
    rate = warmup_cosine(peak, WARM, STEPS)
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, lambda t: float(rate(t)))
    losses = []
    for t in range(STEPS):
        X, y = map(torch.tensor, batch_of(split, t, seed))
        adam.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(X), y.long())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        adam.step()
        schedule.step()
        losses.append(loss.item())
    return np.array(losses)


def losses():
    """The losses for seed 0: of a run now where PyTorch is installed, else stored."""
    if find_spec("torch") is None:
        return np.loadtxt(PATH)
    return torch_losses(NETWORK.init(np.random.default_rng(0)), split_of(0), 0)


if __name__ == "__main__":
    np.savetxt(PATH, losses(), fmt="%.17g")
