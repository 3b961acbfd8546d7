"""A sweep cut into parts that fit a core's cache, worked off by several threads.

NumPy lets go of Python's lock while it computes, so threads are enough. BLAS is held to
one thread of its own meanwhile: its threads would fight for the same cores, and on
matrices as small as a lesson's they cost more than they save.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import fields, replace
from functools import cache
from math import ceil, prod

import numpy as np

try:
    from threadpoolctl import ThreadpoolController
except ImportError:  # an environment from before it was needed: the same, but slower
    ThreadpoolController = None

# Numbers in an array of one part, as measured: with more, the dozen arrays of a step
# leave the cache; with fewer, threads pass Python's lock on longer than they compute.
LARGEST, SMALLEST = 2**17, 2**14
# NumPy holds the lock for a part of the time: more threads would only wait for it.
MOST_THREADS = 4


def cuts(sweep, size, others=1):
    """Where to cut a sweep: an axis, counted from the end, and a slice for each part.

    `sweep` is its shape, `size` the numbers in an array of one run. `others` sweeps of
    the same kind are to be done beside it.
    """
    if not sweep:
        return -1, [slice(None)]
    axis = int(np.argmax(sweep)) - len(sweep)
    numbers = size * prod(sweep)
    wanted = min(ceil(threads() / others), numbers // SMALLEST)
    parts = min(sweep[axis], max(wanted, ceil(numbers / LARGEST)))
    edges = [sweep[axis] * k // parts for k in range(parts + 1)]
    return axis, [slice(a, b) for a, b in zip(edges, edges[1:], strict=False)]


def part_of(array, axis, where, first=0):
    """The part of an array along a sweep axis, if it has that axis.

    The sweep's axes follow the `first` ones.
    """
    if np.ndim(array) - first < -axis or np.shape(array)[axis] == 1:
        return array
    return np.moveaxis(np.moveaxis(array, axis, 0)[where], 0, axis)


def optimizer_of(optimizer, axis, where):
    """The optimizer of a part of a sweep."""
    return changed(optimizer, lambda value: part_of(value, axis, where))


def run_of(optimizer, index):
    """The optimizer of one run, at an index into the sweep's shape."""
    return changed(optimizer, lambda v: v if np.ndim(v) == 0 else entry(v, index))


def entry(array, index):
    """The number that a run at `index` meets when `array` is broadcast to its sweep."""
    own = index[len(index) - np.ndim(array) :]
    lengths = np.shape(array)
    return array[*(i if n > 1 else 0 for i, n in zip(own, lengths, strict=True))].item()


def changed(optimizer, change):
    """The optimizer with `change` applied to each hyper-parameter or schedule."""

    def new(value):
        return (lambda t: change(value(t))) if callable(value) else change(value)

    names = [field.name for field in fields(optimizer)]
    return replace(optimizer, **{name: new(getattr(optimizer, name)) for name in names})


def side_by_side(function, jobs):
    """[function(*job) for job in jobs], on several cores."""
    with blas().limit(limits=1) if ThreadpoolController else nullcontext():
        if len(jobs) == 1 or threads() == 1:
            return [function(*job) for job in jobs]
        with ThreadPoolExecutor(min(len(jobs), threads())) as pool:
            return list(pool.map(lambda job: function(*job), jobs))


@cache
def blas():
    return ThreadpoolController()


def threads():
    """How many threads are worth it, at most one for each core that may be used."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST_THREADS, len(os.sched_getaffinity(0)))
    return min(MOST_THREADS, os.cpu_count() or 1)
