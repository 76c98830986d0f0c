"""The reference scorer against numbers that can be checked in the head, with Ada, Ben and Cleo."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from .conditions import Moment, Units, units
from .dataset import Facts, dataset, microseconds
from .landmarks import end_of_day
from .scorer import LeadScore, Scores, score_leads
from .text import plain, spaced_words

T = datetime.fromisoformat("2026-06-30T12:00:00")
MICRO = timedelta(microseconds=1)
FACTS = Facts({"title": "text", "company": "text", "company_size": "number", "account_id": "text"})

ADA = {"lead_id": "ada", "created_at": T - timedelta(days=100), "title": " VP, Sales ", "company_size": 120.0}
BEN = {"lead_id": "ben", "created_at": T - timedelta(days=60), "company": "Straße", "company_size": None}
CLEO = {"lead_id": "cleo", "created_at": None, "title": "İSTANBUL", "company_size": 0.1 + 0.2, "account_id": "A1"}


def did(kind: str, at: datetime, lead: str = "ada", **more: Any) -> dict[str, Any]:
    return {"lead_id": lead, "occurred_at": at, "kind": kind, "detail": None, "value": None, "actor": None} | more


def days(number: int) -> datetime:
    """That many days before T."""
    return T - timedelta(days=number)


def judged(when: dict[str, Any], lead: str = "ada", at: datetime | None = T, **tables: Any) -> Units:
    """Units of a condition for one of the three, at T."""
    rows = {"leads": [ADA, BEN, CLEO], **tables}
    return units(when, Moment(dataset(rows, FACTS), lead, None if at is None else microseconds(at)))


def scored(model: dict[str, Any], lens: Any = None, **tables: Any) -> Scores:
    rows = {"leads": [ADA, BEN, CLEO], **tables}
    return score_leads({"name": "M"} | model, rows, FACTS, lens or [("ada", T)])


def ada(model: dict[str, Any], **tables: Any) -> LeadScore:
    return scored(model, **tables).leads[0]


@pytest.mark.parametrize(
    ("when", "lead", "hundredths"),
    [
        ({"attribute": "title", "has_word": "vp"}, "ada", 100),
        ({"attribute": "title", "has_word": "VP sales"}, "ada", 0),
        ({"attribute": "title", "has_word": "vp, sales"}, "ada", 100),
        ({"attribute": "title", "contains": "p, S"}, "ada", 100),
        ({"attribute": "title", "starts_with": " vp"}, "ada", 100),
        ({"attribute": "title", "is": "vp, sales"}, "ada", 100),
        ({"attribute": "title", "not_in": ["cto", "ceo"]}, "ada", 100),
        ({"attribute": "company", "is": "STRASSE"}, "ben", 0),
        ({"attribute": "company", "is": "STRAẞE"}, "ben", 100),
        ({"attribute": "title", "is": "istanbul"}, "cleo", 100),
        ({"attribute": "company_size", "between": [120, 200]}, "ada", 100),
        ({"attribute": "company_size", "above": 120}, "ada", 0),
        ({"attribute": "company_size", "at_least": 120}, "ada", 100),
        ({"attribute": "company_size", "is": Decimal("0.3")}, "cleo", 0),
        ({"attribute": "company_size", "is": Decimal("0.30000000000000004")}, "cleo", 100),
        ({"attribute": "company_size", "shares": [{"below": 50, "share": 0}, {"below": 200, "share": 1}]}, "ada", 100),
        ({"attribute": "company_size", "shares": [{"below": 200, "share": Decimal("0.005")}]}, "ada", 1),
        ({"attribute": "company_size", "shares": [{"below": 50, "share": 1}]}, "ada", 0),
        ({"known_share": ["title", "company", "company_size"]}, "ada", 67),
        ({"known_share": ["title", "company", "company_size"]}, "ben", 33),
    ],
)
def test_attributes(when: dict[str, Any], lead: str, hundredths: int) -> None:
    assert judged(when, lead) == Units(hundredths)


def test_an_unknown_value_passes_only_known_false() -> None:
    assert judged({"attribute": "title", "is": "vp"}, "ben") == Units(0, unknown=True)
    assert judged({"attribute": "title", "not_in": ["vp"]}, "ben") == Units(0, unknown=True)
    assert judged({"attribute": "title", "known": False}, "ben") == Units(100)
    assert judged({"attribute": "title", "known": True}, "ben") == Units(0)


def test_a_well_known_attribute_that_the_data_lacks_is_unknown_and_any_other_is_an_error() -> None:
    assert judged({"attribute": "industry", "known": False}) == Units(0, unknown=True)
    assert judged({"known_share": ["title", "industry"]}) == Units(0, unknown=True)
    with pytest.raises(LookupError, match="job_titel"):
        judged({"attribute": "job_titel", "is": "vp"})


def test_not_of_unknown_is_unknown_but_not_of_a_compound_is_plain() -> None:
    unknown = {"attribute": "title", "is": "vp"}
    assert judged({"not": unknown}, "ben") == Units(0, unknown=True)
    assert judged({"not": {"not": unknown}}, "ben") == Units(0, unknown=True)
    assert judged({"all": [unknown]}, "ben") == Units(0)
    assert judged({"not": {"all": [unknown]}}, "ben") == Units(100)
    assert judged({"any": [unknown, {"attribute": "company", "known": True}]}, "ben") == Units(100)


@pytest.mark.parametrize(
    ("at", "hundredths"),
    [(T, 100), (T + MICRO, 0), (days(7) + MICRO, 100), (days(7), 0)],
)
def test_a_window_holds_its_end_and_not_its_start(at: datetime, hundredths: int) -> None:
    assert judged({"activity": "call", "within_days": 7}, activities=[did(" Call", at)]) == Units(hundredths)


@pytest.mark.parametrize(
    ("age", "hundredths"),
    [(days(0), 100), (days(30) + MICRO, 100), (days(30), 50), (days(90), 13), (days(210), 1), (days(240), 0)],
)
def test_decay_counts_whole_periods(age: datetime, hundredths: int) -> None:
    when = {"activity": "call", "decay": {"every_days": 30, "keep": Decimal("0.5")}}
    assert judged(when, activities=[did("call", age)]) == Units(hundredths)


def test_at_least_is_a_threshold_and_at_most_a_cap() -> None:
    calls = [did("call", days(number)) for number in (1, 2, 3)]
    assert judged({"activity": "call", "at_least": 4, "at_most": 9}, activities=calls) == Units(0)
    assert judged({"activity": "call", "at_least": 3}, activities=calls) == Units(100)
    assert judged({"activity": "call", "at_most": 2}, activities=calls) == Units(200)
    assert judged({"activity": ["call", "never"], "at_most": 9}, activities=calls) == Units(300)
    assert judged({"activity": "never"}, activities=calls) == Units(0, unknown=True)
    assert judged({"activity": "call"}) == Units(0, unknown=True)
    assert judged({"activity": "call"}, at=None, activities=calls) == Units(0, unknown=True)


def test_a_missing_detail_or_value_passes_no_filter() -> None:
    calls = [did("call", T), did("call", T, detail=" Pricing ", value=2.0)]
    assert judged({"activity": "call", "at_most": 9, "detail": {"contains": "PRI"}}, activities=calls) == Units(100)
    assert judged({"activity": "call", "at_most": 9, "detail": {"not_in": ["x"]}}, activities=calls) == Units(100)
    assert judged({"activity": "call", "at_most": 9, "value": {"at_least": 2}}, activities=calls) == Units(100)
    assert judged({"activity": "call", "at_most": 9, "value": {"below": 3}}, activities=calls) == Units(100)


def test_a_rate_is_compared_without_division() -> None:
    mails = [did("email_delivered", days(number)) for number in range(1, 11)] + [did("email_click", T)]
    rate = {"of": "email_click", "per": "email_delivered", "at_least": Decimal("0.1")}
    assert judged({"rate": rate}, activities=mails) == Units(100)
    assert judged({"rate": rate | {"at_least": Decimal("0.100001")}}, activities=mails) == Units(0)
    assert judged({"rate": rate | {"minimum": 11}}, activities=mails) == Units(0)
    assert judged({"rate": rate}, "ben", activities=mails) == Units(0)
    assert judged({"rate": rate | {"of": "never"}}, activities=mails) == Units(0, unknown=True)


def test_silence_needs_a_lead_that_existed_and_did_nothing_itself() -> None:
    when = {"inactive_days": 60}
    theirs = [did("call", T, lead) for lead in ("ada", "ben", "cleo")]
    assert judged(when, activities=theirs) == Units(100)
    assert judged(when, "ben", activities=theirs) == Units(100)
    assert judged({"inactive_days": 61}, "ben", activities=theirs) == Units(0)
    assert judged(when, "cleo", activities=theirs) == Units(0, unknown=True)
    assert judged(when) == Units(0, unknown=True)
    assert judged(when, activities=[did("call", T, actor="Lead")]) == Units(0)
    assert judged(when, activities=[did("page_visit", days(60) + MICRO)]) == Units(0)
    assert judged(when, activities=[did("page_visit", days(60))]) == Units(100)
    assert judged(when, activities=[did("page_visit", T, actor="seller")]) == Units(100)


def test_a_changed_attribute_has_its_last_value_at_or_before_t() -> None:
    def title(value: str | None, at: datetime, lead: str = "ada") -> dict[str, Any]:
        return {"lead_id": lead, "field": "title", "value": value, "number": None, "changed_at": at}

    when = {"attribute": "title", "is": "cto"}
    assert judged(when, changes=[title("VP", days(1)), title("CTO", T)]) == Units(100)
    assert judged(when, changes=[title("VP", days(1)), title("CTO", T + MICRO)]) == Units(0)
    assert judged(when, changes=[title("CTO", T + MICRO)]) == Units(0, unknown=True)
    assert judged(when, changes=[title("CTO", T), title("CEO", T), title(None, T)]) == Units(100)
    assert judged(when, changes=[title("CTO", days(1)), title(None, T)]) == Units(0, unknown=True)
    assert judged({"attribute": "title", "known": True}, changes=[title("CTO", T, "ben")]) == Units(0)
    assert judged({"attribute": "title", "is": "VP, sales"}, at=None, changes=[title("CTO", T)]) == Units(100)


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


def test_text_is_lowered_one_character_at_a_time() -> None:
    assert plain("  İI ΟΔΟΣ ẞ\t ") == "ii οδοσ ß\t"
    assert spaced_words("C++ (sales)") == " c    sales  "
