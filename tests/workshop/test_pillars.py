"""Four lamps: every colour has a reason and a threshold, and nothing that nobody knows is green."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from leadscore.estimate import Estimate
from leadscore.model import parse
from leadscore.simulation import Balances, Sides
from leadscore.workshop import pillars
from leadscore.workshop.lamps import COLOUR_WORDS, MONTH, QUARTER, Lamp, Sign, span, worst
from leadscore.workshop.pillars import (
    Asked,
    Heard,
    balanced_criteria,
    continuous_feedback,
    sales_involvement,
)
from leadscore.workshop.validation import CHANCE, Held, Unlocked, validation

TODAY = date(2026, 11, 2)
MODEL = parse(
    """
name: Four rules
groups: {negative: {floor: -30}}
rules:
  - {id: demo, points: 40, when: {activity: demo_requested}}
  - {id: trial, points: 40, when: {activity: trial_started}}
  - {id: gone, group: negative, points: -20, when: {activity: unsubscribed}}
  - {id: idle, points: 0, when: {activity: email_open}}
  - {id: rival, knock_out: true, when: {attribute: company, is: acme}}
""",
    "four.yaml",
)
SALES = Asked(frozenset({"demo", "trial"}), TODAY)
BALANCED = Balances(Sides(60, 40), Sides(600, 400), Sides(0.7, 0.2), 0.6)
HELD = Held(
    datetime.fromisoformat("2026-08-01T10:00:00"),
    Estimate(0.62, 0.55, 0.69, 240),
    Estimate(1.4, 1.1, 1.7, 240),
    date(2026, 10, 31),
)
HEARD = Heard(6, 4, 20, 0, None, 12, timedelta(hours=5))


def colours(lamp: Lamp) -> dict[str, str | None]:
    return {sign.name: sign.colour for sign in lamp.signs}


def test_all_lamps_can_be_green() -> None:
    lamps = (
        sales_involvement(MODEL, SALES, TODAY),
        balanced_criteria(BALANCED, 300, 0),
        validation(HELD, TODAY),
        continuous_feedback(HEARD),
    )
    assert [lamp.colour for lamp in lamps] == ["green"] * 4
    assert [lamp.reasons for lamp in lamps] == [()] * 4
    assert [lamp.page for lamp in lamps] == ["workshop", "tune", "review", "feedback"]


@pytest.mark.parametrize(
    "lamp",
    [
        sales_involvement(MODEL, None, TODAY),
        balanced_criteria(None, 0, 0),
        validation(None, TODAY),
        continuous_feedback(None),
    ],
    ids=["sales", "balance", "validation", "feedback"],
)
def test_what_nobody_knows_is_unknown_and_says_why(lamp: Lamp) -> None:
    assert lamp.colour == "unknown"
    assert lamp.reasons
    assert all("unknown: " in reason for reason in lamp.reasons)


def test_a_lamp_takes_its_worst_sign_and_the_unknown_is_never_green() -> None:
    assert worst(["green", "amber", "unknown", "red"]) == "red"
    assert worst(["green", "amber", "unknown"]) == "unknown"
    assert worst(["green", "amber"]) == "amber"
    assert worst([]) == "unknown"
    lamp = Lamp("a", "A", (Sign("told", "3", None), Sign("judged", "2", "amber")), "", "home")
    assert (lamp.colour, lamp.reasons) == ("amber", ("judged: 2",))
    assert len(set(COLOUR_WORDS.values())) == 4


# sales involvement


def test_votes_are_weighed_by_the_points_they_were_about() -> None:
    sign = sales_involvement(MODEL, SALES, TODAY).signs[0]
    assert sign.found == "80.0 % of 100 points, 2 of 3 rules"


@pytest.mark.parametrize(
    ("voted", "colour"),
    [
        ({"demo", "trial"}, "green"),
        ({"demo", "gone"}, "amber"),
        ({"demo"}, "red"),
        ({"idle", "rival", "not a rule"}, "red"),
        (set(), "red"),
    ],
    ids=["80 of 100", "60 of 100", "40 of 100", "only rules without points", "nobody voted"],
)
def test_the_share_of_points_with_a_sales_vote(voted: set[str], colour: str) -> None:
    assert sales_involvement(MODEL, replace(SALES, voted=frozenset(voted)), TODAY).colour == colour


@pytest.mark.parametrize(
    ("days", "colour"), [(0, "green"), (31, "green"), (32, "amber"), (92, "amber"), (93, "red"), (None, "red")]
)
def test_the_last_word_of_sales_gets_old(days: int | None, colour: str) -> None:
    last = None if days is None else TODAY - timedelta(days=days)
    assert sales_involvement(MODEL, replace(SALES, last_input=last), TODAY).colour == colour


def test_a_little_less_than_enough_votes_is_not_enough() -> None:
    nearly = MODEL.with_points({"demo": 39, "trial": 40, "gone": -21})
    lamp = sales_involvement(nearly, SALES, TODAY)
    assert lamp.signs[0].found.startswith("79.0 % of 100 points")
    assert lamp.colour == "amber"


def test_a_model_without_points_has_no_share() -> None:
    pointless = MODEL.with_points({"demo": 0, "trial": 0, "gone": 0})
    assert sales_involvement(pointless, SALES, TODAY).colour == "unknown"


# balanced criteria


@pytest.mark.parametrize(
    ("awarded", "colour"),
    [(60, "green"), (65, "green"), (55, "green"), (66, "amber"), (70, "amber"), (71, "red"), (49, "red")],
)
def test_points_awarded_against_the_agreed_balance(awarded: float, colour: str) -> None:
    found = replace(BALANCED, awarded=Sides(awarded, 100 - awarded))
    assert balanced_criteria(found, 300, 0).colour == colour


def test_the_other_two_ways_are_shown_and_colour_nothing() -> None:
    far = replace(BALANCED, maximum=Sides(100, 0), variance=Sides(None, None, "all alike"))
    lamp = balanced_criteria(far, 300, 0)
    assert lamp.colour == "green"
    assert [sign.found for sign in lamp.signs] == ["60.0 %, agreed 60 %, n = 300 leads", "100.0 %", "unknown"]


def test_few_leads_have_no_balance() -> None:
    assert balanced_criteria(BALANCED, 30, 0).colour == "green"
    lamp = balanced_criteria(BALANCED, 29, 0)
    assert lamp.colour == "unknown"
    assert "needs 30 leads, has 29" in lamp.reasons[0]


def test_where_nobody_was_given_points_the_balance_is_unknown() -> None:
    assert balanced_criteria(replace(BALANCED, awarded=Sides(0, 0)), 300, 0).colour == "unknown"


@pytest.mark.parametrize(("silent", "colour"), [(0, "green"), (0.01, "amber"), (0.2, "amber"), (0.21, "unknown")])
def test_points_that_these_data_cannot_award(silent: float, colour: str) -> None:
    assert balanced_criteria(BALANCED, 300, silent).colour == colour


# validation


@pytest.mark.parametrize(
    ("pairs", "colour"),
    [
        (Estimate(0.62, 0.55, 0.69, 240), "green"),
        (Estimate(0.55, 0.48, 0.62, 240), "amber"),
        (Estimate(0.55, 0.50, 0.62, 240), "amber"),
        (Estimate(0.40, 0.33, 0.48, 240), "red"),
        (Estimate(0.95, n=6), "unknown"),
        (Estimate.unknown("no mature lead", 0), "unknown"),
    ],
    ids=["beyond chance", "chance inside", "chance at the edge", "worse than chance", "no interval", "nothing yet"],
)
def test_held_against_leads_that_came_after_the_signatures(pairs: Estimate, colour: str) -> None:
    assert validation(replace(HELD, pairs=pairs), TODAY).colour == colour


def test_not_validated_since_signed_says_so() -> None:
    nothing = replace(HELD, pairs=Estimate.unknown("no mature lead", 0), lift=Estimate.unknown("no mature lead", 0))
    (reason,) = validation(nothing, TODAY).reasons
    assert "not validated since signed on 01 Aug 2026 (no mature lead)" in reason


@pytest.mark.parametrize(("days", "colour"), [(31, "green"), (32, "amber"), (92, "amber"), (93, "red")])
def test_a_validation_gets_old_with_the_data(days: int, colour: str) -> None:
    assert validation(replace(HELD, until=TODAY - timedelta(days=days)), TODAY).colour == colour


def test_data_that_end_in_the_future_validate_nothing() -> None:
    """A day ahead is a time zone; two are a wrong date in the data."""
    assert validation(replace(HELD, until=TODAY + timedelta(days=1)), TODAY).colour == "green"
    ahead = validation(replace(HELD, until=TODAY + timedelta(days=2)), TODAY)
    assert ahead.colour == "unknown"
    assert "is still to come" in ahead.reasons[0]


def test_data_without_dates_validate_nothing() -> None:
    assert validation(replace(HELD, until=None), TODAY).colour == "unknown"


def test_an_unsigned_model_was_never_validated() -> None:
    lamp = validation(None, TODAY, "not signed by both teams")
    assert lamp.reasons == ("Validated: unknown: not signed by both teams",)


NOTHING_SINCE = replace(HELD, pairs=Estimate.unknown("no mature lead", 0), lift=Estimate.unknown("no mature lead", 0))


@pytest.mark.parametrize(
    ("lift", "days", "colour"),
    [
        (Estimate(1.4, 1.1, 1.7, 240), 0, "amber"),
        (Estimate(1.4, 0.9, 1.9, 240), 0, "amber"),
        (Estimate(1.4, 1.1, 1.7, 240), 92, "amber"),
        (Estimate(1.4, 1.1, 1.7, 240), 93, "red"),
        (Estimate(0.6, 0.4, 0.9, 240), 0, "red"),
        (Estimate(1.4, n=8), 0, "unknown"),
        (Estimate.unknown("no mature lead", 0), 0, "unknown"),
    ],
    ids=[
        "beyond chance",
        "chance inside",
        "a quarter ago",
        "longer ago",
        "worse than chance",
        "no interval",
        "nothing",
    ],
)
@pytest.mark.parametrize("held", [None, NOTHING_SINCE], ids=["not signed", "signed lately"])
def test_until_later_leads_can_tell_the_locked_period_stands_in(
    held: Held | None, lift: Estimate, days: int, colour: str
) -> None:
    lamp = validation(held, TODAY, "not signed by both teams", Unlocked(TODAY - timedelta(days=days), lift))
    assert lamp.colour == colour


def test_the_date_and_what_the_locked_period_said_are_printed() -> None:
    lamp = validation(None, TODAY, "not signed by both teams", Unlocked(TODAY, Estimate(1.4, 1.1, 1.7, 240)))
    assert [(sign.name, sign.found, sign.colour) for sign in lamp.signs] == [
        ("Validated", "unknown: not signed by both teams", "amber"),
        ("Lift of the top fifth in the locked period", "1.40 x (1.10 to 1.70), n = 240", "green"),
        ("Locked period opened", "02 Nov 2026, today", "green"),
    ]


def test_leads_after_the_signatures_outweigh_the_locked_period() -> None:
    worse = Unlocked(TODAY - timedelta(days=300), Estimate(0.6, 0.4, 0.9, 240))
    assert validation(HELD, TODAY, unlocked=worse).colour == "green"
    bad = replace(HELD, pairs=Estimate(0.40, 0.33, 0.48, 240))
    assert validation(bad, TODAY, unlocked=Unlocked(TODAY, Estimate(1.4, 1.1, 1.7, 240))).colour == "red"


# continuous feedback


@pytest.mark.parametrize(
    ("lately", "of_data", "colour"),
    [(5, 0, "green"), (4, 9, "amber"), (0, 1, "amber"), (0, 0, "red"), (0, None, "red"), (5, None, "green")],
)
def test_ratings_before_today_and_since_the_data_end(lately: int, of_data: int | None, colour: str) -> None:
    assert continuous_feedback(replace(HEARD, lately=lately, of_data=of_data)).colour == colour


@pytest.mark.parametrize(
    ("reply", "colour"),
    [
        (timedelta(days=2), "green"),
        (timedelta(days=2, seconds=1), "amber"),
        (timedelta(days=7), "amber"),
        (timedelta(days=8), "red"),
        (None, "unknown"),
    ],
    ids=["two days", "a little more", "a week", "more than a week", "nothing answered"],
)
def test_how_soon_somebody_replies(reply: timedelta | None, colour: str) -> None:
    assert continuous_feedback(replace(HEARD, median_reply=reply)).colour == colour


@pytest.mark.parametrize(("waits", "colour"), [(1, "amber"), (14, "amber"), (15, "red")])
def test_disputes_that_wait_for_a_verdict(waits: int, colour: str) -> None:
    waiting = replace(HEARD, open_disputes=2, oldest_dispute=timedelta(days=waits))
    assert continuous_feedback(waiting).colour == colour


def test_a_dispute_of_unknown_age_is_not_none() -> None:
    waiting = continuous_feedback(replace(HEARD, open_disputes=2, oldest_dispute=None))
    assert waiting.colour == "unknown"
    assert colours(waiting)["Disputes without a verdict"] == "unknown"


def test_no_dispute_means_nothing_where_nobody_ever_spoke() -> None:
    silent = Heard(0, 0, 0, 0, None, 0, None)
    assert colours(continuous_feedback(silent))["Disputes without a verdict"] is None
    assert continuous_feedback(silent).colour == "red"


def test_every_threshold_is_printed() -> None:
    printed = {
        sales_involvement(MODEL, SALES, TODAY).rule: (
            pillars.VOTED,
            pillars.VOTED_HALF,
            MONTH,
            QUARTER,
        ),
        balanced_criteria(BALANCED, 300, 0).rule: (pillars.NEAR, pillars.FAR, pillars.FEWEST_LEADS, pillars.SILENT),
        validation(HELD, TODAY).rule: (CHANCE, MONTH, QUARTER),
        continuous_feedback(HEARD).rule: (
            pillars.OFTEN,
            pillars.QUICK.days,
            pillars.SLOW.days,
            pillars.WAITED.days,
        ),
    }
    for rule, thresholds in printed.items():
        for each in thresholds:
            words = f"{100 * each:.0f}" if isinstance(each, float) else str(each)
            assert f" {words} " in rule.replace(",", " ").replace(";", " "), words


def test_a_stretch_of_time_in_words() -> None:
    assert [span(timedelta(hours=hours)) for hours in (5, 47.9, 48)] == ["5.0 hours", "47.9 hours", "2.0 days"]
