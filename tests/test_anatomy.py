"""What the open Adam shows is what the trace holds."""

import numpy as np
import pytest

from course_utils.anatomy import feed, held, opened
from course_utils.descent import run
from course_utils.optimizers import Adam
from course_utils.problems import ravine
from course_utils.variants import AdamParts


def test_feed_gives_each_step_its_gradient():
    trace = feed(Adam(lr=1.0), [2.0, -2.0, 0.0])
    assert trace.theta[0, 0] == 0 and np.array_equal(trace.g[:, 0], [2, -2, 0])
    assert trace.theta[1, 0] == pytest.approx(-1)
    sweep = feed(Adam(lr=1.0), np.array([[2.0, 5.0], [-2.0, 5.0], [0.0, 5.0]]))
    assert sweep.theta.shape == (4, 1, 2)
    assert np.array_equal(sweep.theta[..., 0], trace.theta)


def test_held_is_the_first_step_by_hand():
    values = held(run(Adam(lr=0.3), ravine(25), steps=2), 1)
    expected = {"g": [9, 25], "v": [0.9, 2.5], "S": [0.081, 0.625]}
    expected |= {"v̂": [9, 25], "√Ŝ": [9, 25], "rate": [0.3 / 9, 0.3 / 25]}
    assert list(values) == list(expected)
    for name, pair in expected.items():
        np.testing.assert_allclose(values[name], pair, rtol=1e-6, err_msg=name)


@pytest.mark.parametrize("t", [0, 3])
def test_held_wants_a_step_of_the_run(t):
    with pytest.raises(ValueError, match="t must be a step from 1 to 2"):
        held(run(Adam(), ravine(), steps=2), t)


def test_the_figure_shows_the_walk_the_averages_and_the_rate():
    fig, draw = opened(steps=50)
    bowl, above, table, below = fig.axes
    trace = run(Adam(0.3), ravine(25, 30), steps=50)
    sentence = draw(trace, 20)
    assert "Step 20" in sentence and f"v {trace.state.v[19, 0]:.2g} and" in sentence
    drawn = [line.get_xydata() for line in bowl.lines]
    assert any(np.array_equal(xy, trace.theta[:21]) for xy in drawn)
    heights = [line.get_ydata() for line in above.lines + below.lines]
    v_hat, s_hat = trace.hats
    for wanted in (v_hat, np.sqrt(s_hat), trace.rate):
        for i in (0, 1):
            assert any(np.array_equal(y, wanted[:, i]) for y in heights)
    assert f"{trace.g[19, 1]:.2g}" in table.texts[-1].get_text()


@pytest.mark.filterwarnings("error")
def test_the_figure_outlives_a_walk_that_diverges():
    _, draw = opened(steps=50)
    sentence = draw(run(AdamParts(0.5, swap=True), ravine(), steps=50), 50)
    assert sentence == "Step 50: the walk has left for infinity."
