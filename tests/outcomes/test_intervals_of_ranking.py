"""Lift and gain carry intervals by resampled accounts: those of a plain bootstrap, and never a feigned certainty."""

from __future__ import annotations

import math
import random
from statistics import quantiles

import pytest

from leadscore.figures.words import figure_in_words
from leadscore.outcomes import Figure

from .story import Story, day

NAMES = ("lift_10", "lift_20", "gain_10", "gain_20")


def company(accounts: int, leads: int, seed: int = 3) -> tuple[Story, list[tuple[str, int, bool]]]:
    """Accounts of so many leads each, who share a score and mostly a fate; and the same as plain rows."""
    draw, story, rows = random.Random(seed), Story(), []
    for account in range(accounts):
        score = draw.randrange(1, 100)
        luck = draw.random() < score / 150
        for number in range(leads):
            hit = luck if draw.random() < 0.9 else not luck
            name = f"{account}-{number}"
            story.lead(name, handed=0, worked=1, sql=5 if hit else None, account_id=f"A{account}")
            story.scores[-1] = (name, day(0), score * 10_000, None)
            rows.append((f"A{account}", score, hit))
    return story, rows


def ranked(story: Story, draws: int = 400) -> dict[str, object]:
    report = story.report(families=("ranking",), draws=draws)
    return {name: report.figure(name) for name in (*NAMES, "ranking_pairs")}


def gain(rows: list[tuple[str, int, bool]], top: float) -> float:
    """The part of the hits in the top of the list; leads that tie at the border count in part."""
    left, found = top * len(rows), 0.0
    for score in sorted({score for _, score, _ in rows}, reverse=True):
        here = [hit for _, each, hit in rows if each == score]
        part = min(1.0, left / len(here))
        found, left = found + part * sum(here), left - part * len(here)
    return found / sum(hit for _, _, hit in rows)


def redrawn(rows: list[tuple[str, int, bool]], times: int):
    """Each account as often as a Poisson number of mean 1 says (Knuth's product of uniform numbers)."""
    draw = random.Random(77)
    for _ in range(times):
        taken = {}
        for account in sorted({each[0] for each in rows}):
            number, product = 0, draw.random()
            while product > math.exp(-1):
                number, product = number + 1, product * draw.random()
            taken[account] = number
        yield [row for row in rows for _ in range(taken[row[0]])]


def test_lift_and_gain_have_the_intervals_of_a_plain_bootstrap():
    story, rows = company(60, 2)
    found = ranked(story)
    drawn = [gain(each, 0.2) for each in redrawn(rows, 400)]
    low, high = quantiles(drawn, n=40)[0], quantiles(drawn, n=40)[-1]
    assert found["gain_20"].value == pytest.approx(gain(rows, 0.2))
    assert abs(found["gain_20"].low - low) < 0.25 * (high - low)
    assert abs(found["gain_20"].high - high) < 0.25 * (high - low)
    lift = found["lift_20"]
    assert [lift.value, lift.low, lift.high] == pytest.approx(
        [5 * found["gain_20"].value, 5 * found["gain_20"].low, 5 * found["gain_20"].high]
    )
    assert lift.n == 120


def test_colleagues_widen_the_interval_of_the_gain():
    """The same 120 leads, in accounts of four or each alone."""
    story, _ = company(30, 4)
    together = ranked(story)["gain_20"]
    for lead in story.leads:
        lead["account_id"] = lead["lead_id"]
    alone = ranked(story)["gain_20"]
    assert alone.value == together.value
    assert together.high - together.low > 1.2 * (alone.high - alone.low)


def test_few_outcomes_have_no_interval():
    story = Story()
    for number in range(40):
        story.lead(f"L{number}", handed=0, worked=1, sql=5 if number < 4 else None)
        story.scores[-1] = (f"L{number}", day(0), (100 - number) * 10_000, None)
    assert [each.low for each in ranked(story).values()] == [None] * 5


def test_a_top_that_holds_every_hit_is_not_certain():
    """Five of five stand at the top: every resample says so, too, and yet the sixth may not."""
    story = Story()
    for number in range(40):
        story.lead(f"L{number}", handed=0, worked=1, sql=5 if number < 5 else None)
        story.scores[-1] = (f"L{number}", day(0), (100 - number) * 10_000, None)
    found = ranked(story)
    assert found["gain_20"].value == found["gain_20"].high == 1
    assert found["gain_20"].low < 0.6
    assert found["lift_20"].low == pytest.approx(5 * found["gain_20"].low)


def test_words_of_a_share_a_ratio_and_an_interval():
    story, _ = company(60, 2)
    quick, slow = ranked(story, draws=0), ranked(story)
    said = figure_in_words(Figure("gain_20", None, quick["gain_20"]))
    assert said.startswith(f"{100 * quick['gain_20'].value:.1f} %, n = 120 (of leads that this score chose")
    lift = slow["lift_20"]
    said = figure_in_words(Figure("lift_20", None, lift))
    assert said.startswith(f"{lift.value:.2f} x ({lift.low:.2f} to {lift.high:.2f}), n = 120")
