"""The chart of calibration shows each fifth with its interval, beside the diagonal."""

from __future__ import annotations

import numpy as np

from leadscore.figures.calibration import calibration_chart
from leadscore.figures.drawing import drawn
from leadscore.learning.refining.calibration import calibration


def test_each_fifth_is_a_dot_with_its_interval() -> None:
    chance = np.repeat([0.1, 0.3, 0.5, 0.7, 0.9], 20)
    hit = np.concatenate([np.arange(20) < 20 * each for each in (0.1, 0.2, 0.5, 0.8, 1.0)])
    chart = calibration_chart(calibration(chance, hit, np.arange(100), 0.5), "sql")
    diagonal, dots = chart.series
    assert [round(each, 6) for each in dots.x] == [10, 30, 50, 70, 90]
    assert list(dots.y) == [10, 20, 50, 80, 100]
    assert all(low <= y <= high for low, y, high in zip(dots.low, dots.y, dots.high, strict=True))
    assert diagonal.x == diagonal.y
    figure = drawn(chart)
    assert figure.layout.yaxis.title.text == "became confirmed SQL (%)"
    assert list(figure.data[1].error_y.arrayminus)[4] > 0


def test_nobody_to_check_on_is_an_empty_picture() -> None:
    none = np.zeros(0)
    chart = calibration_chart(calibration(none, none.astype(bool), none.astype(int), 0.5), "sql")
    assert not chart.known()
