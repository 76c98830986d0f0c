"""Groups, bands, landmarks and order, against numbers that can be checked in the head."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from .landmarks import end_of_day
from .people import ADA, BEN, MICRO, T, ada, days, did, scored


def test_points_are_exact_and_groups_are_bounded() -> None:
    half = {"attribute": "company_size", "shares": [{"otherwise": Decimal("0.33")}]}
    yes = {"attribute": "title", "known": True}
    model = {
        "groups": {"demographic": {"cap": 40}, "negative": {"floor": -5}},
        "rules": [
            {"id": "a", "group": "demographic", "points": 50, "when": yes},
            {"id": "b", "group": "negative", "points": -8, "when": yes},
            {"id": "c", "points": Decimal("7.77"), "when": half},
        ],
    }
    lead = ada(model)
    assert lead.groups == {"demographic": 40, "negative": -5, "ungrouped": Fraction(25641, 10000)}
    assert lead.score == Fraction(375641, 10000)
    assert [(line.kind, line.contribution) for line in lead.lines[3:]] == [("cap", -10), ("floor", 3)]
    assert (lead.band, lead.grade, lead.temperature) == (None, None, None)


def test_the_score_stays_between_0_and_100() -> None:
    yes = {"attribute": "title", "known": True}
    high = ada({"rules": [{"id": "a", "points": 150, "when": yes}]})
    low = ada({"rules": [{"id": "a", "points": -1, "when": yes}]})
    assert (high.score, high.lines[-1].kind, high.lines[-1].contribution) == (100, "clip", -50)
    assert (low.score, low.lines[-1].kind, low.lines[-1].contribution) == (0, "clip", 1)


@pytest.mark.parametrize(
    ("points", "found"),
    [
        (75, ("ready", "A", "hot")),
        (74, ("hand_over", "B", "warm")),
        (50, ("hand_over", "B", "warm")),
        (49, ("nurture", "C", "cold")),
        (25, ("nurture", "C", "cold")),
        (24, ("nurture", "D", "cold")),
    ],
)
def test_bands_start_at_their_cut_off(points: int, found: tuple[str, str, str]) -> None:
    rule = {"id": "a", "points": points, "when": {"attribute": "title", "known": True}}
    lead = ada({"rules": [rule], "cut_offs": {"mql": 50, "sql": 75}})
    assert (lead.band, lead.grade, lead.temperature) == found


@pytest.mark.parametrize(
    ("needs", "band"),
    [
        ({"any_of": ["a"]}, "ready"),
        ({"any_of": ["b"]}, "hand_over"),
        ({"any_of": ["b", "a"]}, "ready"),
        ({"at_least": {"intent": 80}}, "ready"),
        ({"at_least": {"intent": Decimal("80.01")}}, "hand_over"),
        ({"at_least": {"bant": 0}}, "ready"),
        ({"at_least": {"bant": 1}}, "hand_over"),
        ({"any_of": ["a"], "at_least": {"bant": 1}}, "hand_over"),
    ],
)
def test_ready_needs_both_gates(needs: dict[str, Any], band: str) -> None:
    rules = [
        {"id": "a", "group": "intent", "points": 90, "when": {"attribute": "title", "known": True}},
        {"id": "b", "points": 1, "when": {"attribute": "title", "known": False}},
    ]
    groups = {"intent": {"cap": 80}}
    model = {"groups": groups, "rules": rules, "cut_offs": {"mql": 50, "sql": 75, "sql_needs": needs}}
    assert ada(model).band == band


def test_a_knock_out_changes_only_the_band() -> None:
    yes = {"attribute": "title", "known": True}
    rules = [{"id": "a", "points": 60, "when": yes}, {"id": "k", "knock_out": True, "when": yes}]
    for extra in ({}, {"cut_offs": {"mql": 50, "sql": 75}}):
        lead = ada({"rules": rules} | extra)
        assert (lead.score, lead.band, lead.grade, lead.temperature) == (60, "out", None, None)
        assert [(line.kind, line.contribution) for line in lead.lines] == [("rule", 60), ("knock_out", 0)]


MQL = [
    {"lead_id": "ada", "stage": "mql", "entered_at": T},
    {"lead_id": "ada", "stage": "mql", "entered_at": T + MICRO},
    {"lead_id": "cleo", "stage": "mql", "entered_at": T},
    {"lead_id": "ben", "stage": "sql", "entered_at": T},
]
ONE_RULE = {"rules": [{"id": "a", "points": 10, "when": {"attribute": "title", "known": True}}]}


def test_the_landmark_of_each_lens() -> None:
    def found(lens: Any) -> tuple[dict[str, Any], dict[str, int]]:
        scores = scored(ONE_RULE, lens, stages=MQL)
        return {lead.lead_id: lead.as_of for lead in scores.leads}, scores.left_out

    assert found("handoff") == ({"ada": T, "cleo": T}, {"never_handed_over": 1})
    assert found("arrival") == ({"ada": days(86), "ben": days(46)}, {"no_created_at": 1})
    last = datetime.fromisoformat("2026-03-31T23:59:59.999999")
    assert found(date(2026, 3, 31)) == ({"ada": last}, {"no_created_at": 1, "created_later": 1})


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        ("2026-03-28", "Europe/Berlin", "2026-03-28T22:59:59.999999"),
        ("2026-03-29", "Europe/Berlin", "2026-03-29T21:59:59.999999"),
        ("2026-10-25", "Europe/Berlin", "2026-10-25T22:59:59.999999"),
        ("2018-02-17", "America/Sao_Paulo", "2018-02-18T02:59:59.999999"),
    ],
)
def test_a_date_ends_with_its_local_day(day: str, zone: str, instant: str) -> None:
    assert end_of_day(date.fromisoformat(day), zone) == datetime.fromisoformat(instant)


def test_undated_data_is_scored_with_an_empty_t_under_any_lens() -> None:
    leads = [ADA | {"created_at": None}, BEN | {"created_at": None}]
    for lens in ("handoff", "arrival", date(2026, 6, 30)):
        scores = scored(ONE_RULE, lens, leads=leads, stages=[{"lead_id": "ada", "stage": "mql", "entered_at": None}])
        assert [(lead.lead_id, lead.as_of, lead.score) for lead in scores.leads] == [
            ("ada", None, 10),
            ("ben", None, 0),
        ]


def test_the_population_leaves_out_and_an_unknown_never_excludes() -> None:
    cto = {"population": {"exclude": [{"attribute": "title", "not_in": ["vp, sales"]}]}}
    scores = scored(ONE_RULE | cto, [("ada", T), ("ben", T), ("cleo", T)])
    assert [lead.lead_id for lead in scores.leads] == ["ada", "ben"]
    assert scores.left_out == {"excluded": 1}


@pytest.mark.parametrize(
    ("opened", "closed", "outcome", "excluded"),
    [
        (T, None, "open", True),
        (T + MICRO, None, "open", False),
        (days(9), T, "won", False),
        (days(9), T + MICRO, "lost", True),
        (days(9), T, "open", True),
        (days(9), None, "won", True),
    ],
)
def test_an_open_deal_on_the_account_leaves_a_lead_out(
    opened: datetime, closed: datetime | None, outcome: str, excluded: bool
) -> None:
    deal = {"deal_id": "d", "opened_at": opened, "closed_at": closed, "outcome": outcome}
    model = ONE_RULE | {"population": {"exclude": [{"open_deal": True}]}}
    by_account = scored(model, [("cleo", T), ("ben", T)], deals=[deal | {"account_id": " a1"}])
    linked = [{"deal_id": "d", "lead_id": "ada"}]
    by_link = scored(model, [("ada", T), ("ben", T)], deals=[deal | {"account_id": None}], deal_leads=linked)
    for scores in (by_account, by_link):
        assert scores.left_out == ({"excluded": 1} if excluded else {})


def test_leads_stand_by_score_then_latest_own_activity_then_id() -> None:
    names = ("b", "a", "Z", "late", "top")
    leads = [{"lead_id": name, "created_at": T} for name in names]
    leads[-1]["title"] = "x"
    visits = [did("page_visit", days(2), "b"), did("page_visit", days(2), "a"), did("page_visit", days(1), "late")]
    visits += [did("call", T, "a"), did("page_visit", T + MICRO, "b")]
    scores = scored(ONE_RULE, [(name, T) for name in names], leads=leads, activities=visits)
    assert [lead.lead_id for lead in scores.leads] == ["top", "late", "a", "b", "Z"]
