"""Units of every kind of condition, against numbers that can be checked in the head."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from .conditions import Units
from .people import MICRO, T, days, did, judged
from .text import plain, spaced_words


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


def test_text_is_lowered_one_character_at_a_time() -> None:
    assert plain("  İI ΟΔΟΣ ẞ\t ") == "ii οδοσ ß\t"
    assert spaced_words("C++ (sales)") == " c    sales  "
