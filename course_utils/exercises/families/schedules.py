"""Cases of exercises on a rate."""

import numpy as np


def loguniform(rng, low, high):
    """A number of any size from low to high: its logarithm is drawn evenly."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
