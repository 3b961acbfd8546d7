"""The digits and the network that several lessons train on them."""

from functools import cache

from course_utils import datasets
from course_utils.networks import Perceptron

NETWORK = Perceptron(64, 32, 10)


@cache
def splits(seeds):
    """A split of the digits for each seed."""
    return [datasets.split(*datasets.digits(), seed) for seed in seeds]
