"""Adam taken apart, and Adam put together wrongly.

`AdamParts` has a switch for each part. Below it stand slips of kinds often met, each
as Adam with one line changed, and two schedules with a slip. All but their slip is as
in optimizers.py, so that `run` and `train` take them as they take Adam.
"""

from dataclasses import dataclass

import numpy as np

from course_utils.inputs import as_count, as_positive
from course_utils.optimizers import Adam, Momentum, lr_at


@dataclass(frozen=True)
class AdamParts(Adam):
    """Adam with each part on or off; as it stands, it is Adam bit for bit.

    theta = theta - lr v_hat / (sqrt(s_hat) + eps)

    average : off, v = g
    scale : off, the step is lr v_hat: nothing stands below the line
    correct : off, v_hat = v and s_hat = s
    swap : on, the moments change places: lr s_hat / (sqrt(|v_hat|) + eps)
    """

    average: bool = True
    scale: bool = True
    correct: bool = True
    swap: bool = False

    def __post_init__(self):
        for name in ("average", "scale", "correct", "swap"):
            if not isinstance(getattr(self, name), bool | np.bool_):
                raise TypeError(
                    f"{name} must be True or False, not {getattr(self, name)!r:.40}"
                )
        super().__post_init__()

    def update(self, theta, g, lr, state):
        state = self.moments(g, state)
        above, below = self.fraction(state)
        return theta - lr * above / below, state

    def moments(self, g, state):
        state = super().moments(g, state)
        return state if self.average else state._replace(v=g)

    def fraction(self, state):
        """What stands above and below the line of the step."""
        above, below = self.hats(state)
        if self.swap:
            above, below = below, abs(above)
        return above, np.sqrt(below) + self.eps if self.scale else 1.0

    def hats(self, state):
        v_hat, s_hat = super().hats(state) if self.correct else (state.v, state.s)
        return v_hat if self.average else state.v, s_hat

    def rate(self, state):
        return lr_at(self.lr, state.t - 1) / self.fraction(state)[1]


@dataclass(frozen=True)
class SignMomentum(Momentum):
    """v = beta v + (1-beta) g,  theta = theta - lr sign(v).

    The sign without any scale.  Source: Bernstein et al. (2018), "signSGD", Signum.
    """

    def update(self, theta, g, lr, state):
        v = self.beta * state.v + (1 - self.beta) * g
        return theta - lr * np.sign(v), state._replace(v=v)


@dataclass(frozen=True)
class NoParentheses(Adam):
    """Slip: `/ np.sqrt(s_hat) + eps`, so that eps is added to theta at each step."""

    def update(self, theta, g, lr, state):
        state = self.moments(g, state)
        v_hat, s_hat = self.hats(state)
        return theta - lr * v_hat / np.sqrt(s_hat) + self.eps, state


@dataclass(frozen=True)
class FrozenT(Adam):
    """Slip: t is 1 for ever, so both corrections stay as large as at the first step.

    `state.t` still counts, for the schedule's sake; only the correction is stuck. The
    same holds for the two classes below.
    """

    def hats(self, state):
        return super().hats(state._replace(t=1))


@dataclass(frozen=True)
class RestartedT(Adam):
    """Slip: t starts again at 1 with every epoch, while v and s go on."""

    steps_per_epoch: int = 20

    def __post_init__(self):
        super().__post_init__()
        as_count("steps_per_epoch", self.steps_per_epoch)

    def hats(self, state):
        t = (state.t - 1) % self.steps_per_epoch + 1
        return super().hats(state._replace(t=t))


@dataclass(frozen=True)
class CountedPerParameter(Adam):
    """Slip: t goes up once per parameter array, not once per step.

    theta is seen as `arrays` arrays of equal length: the first meets t = 1, the next 2.
    """

    arrays: int = 2

    def __post_init__(self):
        super().__post_init__()
        as_count("arrays", self.arrays)

    def hats(self, state):
        axis = 1 if np.ndim(state.t) else 0  # of a trace, time is the first axis
        d = state.v.shape[axis]
        index = np.arange(d).reshape(-1, *[1] * (state.v.ndim - axis - 1))
        t = (state.t - 1) * self.arrays + index * self.arrays // d + 1
        return super().hats(state._replace(t=t))


@dataclass(frozen=True)
class StoredHat(Adam):
    """Slip: the corrected v is stored, and corrected again at the next step."""

    def update(self, theta, g, lr, state):
        state = self.moments(g, state)
        v_hat, s_hat = super().hats(state)
        theta = theta - lr * v_hat / (np.sqrt(s_hat) + self.eps)
        return theta, state._replace(v=v_hat)

    def hats(self, state):
        return state.v, super().hats(state)[1]


@dataclass(frozen=True)
class NoHatOnV(Adam):
    """Slip: the hat left off v, so that the first step is (1-beta1) lr."""

    def hats(self, state):
        return state.v, super().hats(state)[1]


@dataclass(frozen=True)
class NoHatOnS(Adam):
    """Slip: the hat left off s, so that the first step is lr / sqrt(1-beta2)."""

    def hats(self, state):
        return super().hats(state)[0], state.s


@dataclass(frozen=True)
class WholeNumbers(Adam):
    """Slip: theta is an array of integers, and what is written into it is cut off."""

    def update(self, theta, g, lr, state):
        theta, state = super().update(np.trunc(theta), g, lr, state)
        return np.trunc(theta), state


SLIPS = (NoParentheses, FrozenT, RestartedT, CountedPerParameter)
SLIPS += (StoredHat, NoHatOnV, NoHatOnS, WholeNumbers)


def compounding_inverse_time(lr0, k):
    """Slip: `lr = lr / (1 + k t)`, the rate decayed last time is decayed again."""
    lr0, k = as_positive("lr0", lr0), as_positive("k", k, zero=True)
    return lambda t: lr0 / np.cumprod(1 + k * np.arange(np.max(t) + 1))[t]


def rising_cosine(lr0, lr_min, T):
    """Slip: a cosine that nobody holds at its floor, and that rises again after T."""
    lr0, lr_min = as_positive("lr0", lr0), as_positive("lr_min", lr_min, zero=True)
    T = as_count("T", T)
    return lambda t: lr_min + (lr0 - lr_min) * (1 + np.cos(np.pi * t / T)) / 2
