"""The agreement as a value: it reads as itself, is a draft until both signed, and tells what changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.estimate import Estimate
from leadscore.outcomes import Line, StageDefinition
from leadscore.vocabulary import TEAMS
from leadscore.workshop.agreed_evidence import Evidence, OfBand, OfCutOff
from leadscore.workshop.agreement import (
    Agreement,
    Argument,
    Bounds,
    Commitment,
    Gates,
    Named,
    Rhythm,
    Signed,
    Told,
    from_json,
)
from leadscore.workshop.agreement_changes import differences
from leadscore.workshop.hand_over import Owned, mapped
from leadscore.workshop.plays import Play

AT = datetime.fromisoformat("2026-11-02T09:00:00")
MARKETING, SALES = Signed(11, "marketing", AT), Signed(12, "sales", AT)
RATE = Estimate(0.1 + 0.2, 0.1, 0.7, 40)
EVIDENCE = Evidence(
    revision="7350c3ec02310fc2",
    data_date=datetime.fromisoformat("2026-10-31T22:59:59.999999"),
    zone="Europe/Berlin",
    lens="handoff",
    arrival_days=14,
    outcome="sql",
    horizon_days=60,
    horizon_origin="stated",
    population=(Line("leads in the data", 60), Line("leads in the figures", 60)),
    denominator="leads handed over and worked within 30 days",
    stages=(StageDefinition("sql", "a person in sales confirms the lead", 12),),
    badges=(),
    warnings=(),
    rate=RATE,
    bands=(OfBand("ready", Estimate.count(50.0), RATE, Estimate.count(10.0, 50)),),
    cut_offs=(OfCutOff("mql", Decimal(37), Estimate(8.2, None, None, 40), RATE),),
)
AGREED = Agreement(
    drawn_at=AT,
    model_name="Agreed model",
    model_hash="ab" * 32,
    scoring_hash="cd" * 32,
    version=Named(5, "Agreed model", 2),
    head=f"812:{'ef' * 32}",
    signatures=(MARKETING, SALES),
    gates=Gates(Decimal(37), Decimal("57.5"), ("Asked for a demo",), (("behaviour", Decimal(5)),)),
    excluded=("lifecycle is 'customer'",),
    arguments=(
        Argument("demo", "Asked for a demo", "demo requested", "intent", Decimal(15), 33),
        Argument("rival", "Works for a competitor", "company is 'Acme'", "ungrouped", None),
    ),
    bounds=(Bounds("intent", Decimal(40), None),),
    evidence=EVIDENCE,
    process=mapped([Owned(team, "first_touch", "sales", 4.5) for team in TEAMS]),
    plays=(Play("ready", 240, 3, 10, ("call",), ("reached",), "decide"), Play("hand_over")),
    commitments=(Commitment(3, "marketing", date(2026, 11, 1), leads_a_month=20),),
    rhythm=Rhythm(2, 1, ("marketing",), 23),
    texts=(Told("goals", 24, "sales"),),
)


def test_it_reads_as_itself_to_the_last_digit() -> None:
    text = AGREED.to_json()
    assert from_json(text) == AGREED
    assert from_json(text).to_json() == text
    assert from_json(text).evidence.rate.value == 0.1 + 0.2


def test_it_is_canonical() -> None:
    text = AGREED.to_json()
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "\x00", AGREED.to_json()[:-1], AGREED.to_json().replace('"form":1', '"form":1,"more":2')],
    ids=["nothing", "empty", "a list", "no JSON", "cut off", "with something else"],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(StoreError, match="cannot be read as an agreement"):
        from_json(text)


def test_a_rhythm_that_is_none_is_refused() -> None:
    with pytest.raises(StoreError, match="cannot be read as an agreement"):
        from_json(AGREED.to_json().replace('"week":2', '"week":9'))


def test_it_is_a_draft_until_both_signed() -> None:
    assert AGREED.is_signed
    assert AGREED.first_line.startswith("Agreed: marketing and sales have both signed the model with the hash abababab")
    one = replace(AGREED, signatures=(MARKETING,))
    assert one.missing == ("sales",)
    assert one.first_line == "DRAFT. Marketing has signed this model and sales has not: it is not agreed."
    none = replace(AGREED, signatures=())
    assert none.first_line == "DRAFT. Neither sales nor marketing has signed this model, so nothing below is agreed."
    assert not none.is_signed


def test_two_signatures_of_one_team_are_no_agreement() -> None:
    assert not replace(AGREED, signatures=(MARKETING, replace(MARKETING, id=13))).is_signed


@pytest.mark.parametrize(
    ("rhythm", "after", "day"),
    [
        (Rhythm(1, 1), date(2026, 11, 2), date(2026, 11, 3)),
        (Rhythm(1, 1), date(2026, 11, 3), date(2026, 12, 1)),
        (Rhythm(5, 4), date(2026, 11, 2), date(2026, 11, 27)),
        (Rhythm(4, 0), date(2026, 12, 29), date(2027, 1, 25)),
        (Rhythm(5, 0), date(2027, 1, 31), date(2027, 2, 22)),
    ],
)
def test_the_next_review_is_a_day_of_the_calendar(rhythm: Rhythm, after: date, day: date) -> None:
    assert rhythm.next_after(after) == day


def test_a_rhythm_in_words() -> None:
    assert Rhythm(5, 4).in_words() == "the last Friday of each month, called by sales and marketing"
    with pytest.raises(UsageError, match="first to fourth, or the last"):
        Rhythm(6, 1)
    with pytest.raises(UsageError, match="which team calls"):
        Rhythm(1, 1, ())


def test_nothing_changed() -> None:
    assert differences(AGREED, replace(AGREED, drawn_at=datetime.fromisoformat("2026-12-01"), head="9:aa")) == ()


def test_every_change_is_told_in_words() -> None:
    demo, _ = AGREED.arguments
    after = replace(
        AGREED,
        model_hash="99" * 32,
        signatures=(),
        gates=replace(AGREED.gates, mql=Decimal(40), any_of=()),
        arguments=(replace(demo, points=Decimal(20), weight=44),),
        bounds=(),
        evidence=replace(EVIDENCE, bands=(replace(EVIDENCE.bands[0], rate=Estimate.unknown("nobody was worked")),)),
        process=mapped([Owned("sales", "first_touch", "sales", 4.5)]),
        plays=(replace(AGREED.plays[0], attempts=2), *AGREED.plays[1:]),
        commitments=(replace(AGREED.commitments[0], promise=4, leads_a_month=30),),
        rhythm=None,
        texts=(*AGREED.texts, Told("goals", 25, "marketing")),
    )
    told = {each.what: (each.was, each.now) for each in differences(AGREED, after)}
    assert told == {
        "model hash": ("abababababab", "999999999999"),
        "signed by": ("marketing (2026-11-02 09:00 UTC), sales (2026-11-02 09:00 UTC)", "nobody"),
        "group intent, cap": ("40", "none"),
        "MQL cut-off": ("37", "40"),
        "SQL needs one of": ("Asked for a demo", "none"),
        "Asked for a demo": ("15 points", "20 points"),
        "Works for a competitor": ("knock-out", "none"),
        "Ready, confirmed SQL": ("30.0 %, n = 40", "unknown"),
        "hand-over, somebody tries to reach it": ("sales owns it, within 4.5 hours", "marketing said nothing of it"),
        "play of Ready, attempts": ("3 attempts in 10 days", "2 attempts in 10 days"),
        "marketing promises, top-band leads a month": ("20", "30"),
        "review": ("the second Tuesday of each month, called by marketing", "none"),
        "what was said on “What both want to reach”": ("1 text", "2 texts, 1 of them new"),
        "rules with a reason kept": ("1 rule", "1 rule, 1 of them anew"),
    }
