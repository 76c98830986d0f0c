"""The printed agreement: the right hashes, the numbers of `metrics`, texts as texts, and names that can be erased."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from html import escape
from pathlib import Path

import pytest

from leadscore.estimate import Estimate
from leadscore.evidence import Handoff
from leadscore.figures.closed_loop import closed_loop
from leadscore.model import model_hash, scoring_hash
from leadscore.reports import Past, Section
from leadscore.reports.agreement import QUESTION, document_hash, sections
from leadscore.reports.agreement_evidence import evidence_of
from leadscore.reports.agreement_evidence_words import read_under
from leadscore.reports.agreement_html import html
from leadscore.reports.agreement_names import Names
from leadscore.reports.wording import Value
from leadscore.simulation import lock_of
from leadscore.simulation.cut_offs import at_cut_offs
from leadscore.simulation.replay import build_replay
from leadscore.store import workspace
from leadscore.store.state import Answered, By, Opening, Promised, Settled, State
from leadscore.store.words import Words
from leadscore.workshop.agreed_evidence import Evidence
from leadscore.workshop.agreement import Agreement, from_json
from leadscore.workshop.agreement_drawing import RHYTHM, Said, draw_up, play_item
from leadscore.workshop.plays import Play
from leadscore.workshop.saved_models import saving

AT = datetime.fromisoformat("2026-11-02T09:00:00")
ADA, BEN = By("Ada Nowak", "marketing", AT), By("Ben Ito", "sales", AT)
NASTY = "</style><script>alert(1)</script>\"'><img src=//evil.test/x>"
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="session")
def evidence(past: Past) -> Evidence:
    """What the sample's history says of its model."""
    return evidence_of(past.shelf, past.model)


@pytest.fixture
def state(tmp_path: Path) -> State:
    """A state of nobody's decisions yet."""
    with State.open(workspace.create(tmp_path / "ws")) as opened:
        yield opened


def drawn(state: State, past: Past, evidence: Evidence, *signers: By) -> Agreement:
    """An agreement on the sample's model, signed by these."""
    version = state.versions.save(saving(past.model, "Agreed model", "As we found it", None), ADA)
    for signer in signers:
        state.signatures.sign(version.id, signer)
    return draw_up(past.model, version, evidence, Said.of(state, state.signatures.of(version.id)), AT)


def said_by(found: tuple[Section, ...], key: str) -> str:
    """Everything that a section says."""
    section = next(each for each in found if each.key == key)
    cells = [cell for table in section.tables for row in table.words() for cell in row]
    return "\n".join([*section.sentences, *cells, *section.notes, *section.footnotes])


def test_the_numbers_are_those_of_metrics(past: Past, evidence: Evidence) -> None:
    report = closed_loop(past.shelf, past.model, Handoff(), by="band", draws=0)
    assert evidence.rate == report.figure("conversion_sql")
    for each in evidence.bands:
        assert each.rate == report.figure("conversion_sql", each.band)
        assert each.rate == report.figure("conversion_sql_by_band", each.band)
        assert each.leads == report.figure("leads", each.band)
        assert each.unworked == report.figure("conversion_sql_unworked", each.band)
    assert (evidence.population, evidence.denominator) == (report.header.population, report.header.denominator)
    assert (evidence.revision, evidence.data_date) == (past.manifest.revision, past.manifest.data_date)
    assert (evidence.outcome, evidence.horizon_days, evidence.lens) == ("sql", 60, "handoff")


def test_the_volumes_are_those_of_cut_offs(past: Past, evidence: Evidence) -> None:
    replayed = build_replay(past.shelf, past.model, before=lock_of(past.shelf).starts)
    at = at_cut_offs(replayed, past.model, (Decimal(37), Decimal(57)))
    assert [each.a_month for each in evidence.cut_offs] == [each.a_month for each in at]
    assert [each.precision for each in evidence.cut_offs] == [each.precision for each in at]
    assert evidence.locked


def test_a_signed_agreement_names_the_right_hashes(state: State, past: Past, evidence: Evidence) -> None:
    agreement = drawn(state, past, evidence, ADA, BEN)
    assert agreement.is_signed
    assert agreement.model_hash == model_hash(past.model)
    assert agreement.scoring_hash == scoring_hash(past.model)
    assert agreement.head == str(state.audit.head())
    page = html(agreement, Names.of(state, agreement), kept=True)
    assert page.index("Agreed: marketing and sales have both signed") < page.index(QUESTION)
    for whole in (agreement.model_hash, agreement.scoring_hash, evidence.revision, agreement.head):
        assert f"<td>{whole}</td>" in page
    assert f"<td>{document_hash(agreement)}</td>" in page
    assert f"<td>{agreement.model_hash[:12]}</td>" in page
    assert "<td>Ada Nowak</td>" in page
    assert "<td>Ben Ito</td>" in page
    assert hashlib.sha256(agreement.to_json().encode()).hexdigest() == document_hash(agreement)


@pytest.mark.parametrize("signers", [(), (ADA,)], ids=["nobody", "one team"])
def test_without_both_signatures_it_is_a_draft_in_its_first_line(
    state: State, past: Past, evidence: Evidence, signers: tuple[By, ...]
) -> None:
    agreement = drawn(state, past, evidence, *signers)
    page = html(agreement, Names.of(state, agreement))
    body = re.sub(r"<[^>]+>", "", page[page.index("<body") :]).strip()
    assert body.startswith("DRAFT.")
    assert "<title>DRAFT of an agreement" in page
    assert "not signed" in said_by(sections(agreement, Names.of(state, agreement)), "signatures")


def test_a_signature_on_another_model_does_not_count(state: State, past: Past, evidence: Evidence) -> None:
    agreement = drawn(state, past, evidence, ADA, BEN)
    changed = past.model.with_points({"demo": Decimal(1)})
    said = Said.of(state, state.signatures.all())
    assert draw_up(past.model, None, evidence, said, AT).signatures == agreement.signatures
    assert draw_up(changed, None, evidence, said, AT).signatures == ()


def test_every_rule_and_gate_stands_in_words(state: State, past: Past, evidence: Evidence) -> None:
    agreement = drawn(state, past, evidence)
    found = sections(agreement, Names.of(state, agreement))
    rules = said_by(found, "rules")
    for rule in past.model.rules:
        assert rule.name in rules
    assert "+25" in rules
    assert "knock-out" in rules
    assert "demographic at most 40" in rules
    definitions = said_by(found, "definitions")
    assert "from 37 points on" in definitions
    assert "Asked for a demo, Pricing page twice in 30 days, Trial active on three days or more" in definitions
    assert "at least 5 points of behaviour" in definitions
    assert "Points alone are never enough." in definitions
    assert Value(evidence.bands[0].rate).words in definitions
    assert "1,818 leads in the figures = 7,590 leads in the data - 36" in definitions


def test_what_nobody_agreed_on_is_said_to_be_open(state: State, past: Past, evidence: Evidence) -> None:
    agreement = drawn(state, past, evidence, ADA, BEN)
    found = sections(agreement, Names.of(state, agreement))
    assert said_by(found, "plays").count("not agreed yet") == 4 * 5
    assert "Marketing has promised nothing yet." in said_by(found, "commitments")
    assert "Sales has promised nothing yet." in said_by(found, "commitments")
    assert "Not agreed yet" in said_by(found, "handover")
    assert "Not agreed yet" in said_by(found, "rhythm")
    assert "No shared goal" in said_by(found, "goals")
    assert "No reason was kept" in said_by(found, "rules")


@pytest.fixture
def spoken(state: State, past: Past, evidence: Evidence) -> Agreement:
    """An agreement on which much was said, promised and settled; some of it hostile."""
    room = state.rooms.open(Opening("Half a day", "Agreed model", "name: x", "hash"), ADA).id
    state.weights.settle(Settled(room, "demo", Decimal(15), None, NASTY, FORMULA), ADA)
    state.weights.settle(Settled(room, "webinar", Decimal(3), None, "Not these points", ""), ADA)
    state.promises.enter(Promised("marketing", date(2026, 12, 1), leads_a_month=20), ADA)
    state.promises.enter(
        Promised("sales", date(2026, 11, 1), touch_within_minutes=240, attempts=9, attempt_days=3), BEN
    )
    value = Play("ready", channels=("call",), stops=("declined",), then="decide").to_value()
    state.answers.give(Answered("agreement", play_item("ready"), value), BEN)
    state.answers.give(Answered("agreement", RHYTHM, {"week": 2, "weekday": 1, "owners": ["sales"]}), BEN)
    state.answers.give(Answered("agreement", "definitions", None, NASTY), BEN)
    state.answers.give(Answered("goal", "first", None, "A goal of Ada Nowak"), ADA)
    for by, hours in ((ADA, 24), (BEN, 4)):
        value = {"owner": "sales", "hours": hours, "clear": True}
        state.answers.give(Answered("process", "first_touch", value), by)
    return drawn(state, past, evidence, ADA, BEN)


def test_what_was_said_promised_and_settled_stands_in_it(state: State, spoken: Agreement) -> None:
    found = sections(spoken, Names.of(state, spoken))
    assert "Marketing, from December 2026 on: 20 top-band leads a month." in said_by(found, "commitments")
    assert "at least 9 attempts in 3 days unless reached" in said_by(found, "commitments")
    plays = said_by(found, "plays")
    assert "within 4 business hours" in plays
    assert "9 attempts in 3 days are 3.0 a day" in plays
    assert "A goal of Ada Nowak (marketing)" in said_by(found, "goals")
    assert "the first after this agreement is on Tuesday, 10 November 2026" in said_by(found, "rhythm")
    assert "4 hours for sales, 24 for marketing" in said_by(found, "handover")
    rules = next(each for each in found if each.key == "rules").tables[0].words()
    assert next(row for row in rules if row[0] == "Asked for a demo")[4:] == (NASTY, FORMULA)
    assert next(row for row in rules if row[0] == "Attended a webinar")[4:] == ("", "")
    assert from_json(spoken.to_json()) == spoken


def test_no_free_text_and_no_name_stands_in_the_document(spoken: Agreement) -> None:
    for text in (NASTY, FORMULA, "A goal of Ada Nowak", "Ada Nowak", "Ben Ito"):
        assert text not in spoken.to_json()


def test_a_text_is_never_markup_and_the_file_runs_nothing(state: State, spoken: Agreement) -> None:
    hostile = replace(
        spoken,
        model_name=NASTY,
        model_hash='"; } body { display: none }',
        arguments=(replace(spoken.arguments[0], name=NASTY, when=NASTY, group=NASTY),),
        excluded=(NASTY,),
    )
    page = html(hostile, Names.of(state, hostile))
    assert page.count("<style>") == page.count("</style>") == 1
    assert "<script" not in page
    assert "<img" not in page
    assert "display: none }" not in page[: page.index("</style>")].replace("nav { display: none; }", "")
    assert re.findall(r"(?:src|href)=", re.sub(r"src=//evil\.test/x", "", page)) == []
    assert "default-src 'none'; style-src 'unsafe-inline'" in page


def test_every_sentence_and_cell_is_in_the_file(state: State, spoken: Agreement) -> None:
    names = Names.of(state, spoken)
    page = html(spoken, names)
    for section in sections(spoken, names):
        for told in (section.question, *section.sentences, *section.notes, *section.footnotes):
            assert escape(told) in page
        for table in section.tables:
            assert all(f"<td>{escape(cell)}</td>" in page for row in table.words() for cell in row)


def test_erased_names_and_texts_say_so_and_the_agreement_stays(state: State, spoken: Agreement) -> None:
    kept = spoken.to_json()
    state.forget("Ada Nowak", Words("Ada Nowak"), AT)
    names = replace(Names.of(state, spoken), people={spoken.signatures[0].id: None})
    assert "Ada" not in html(from_json(kept), names)
    found = sections(spoken, names)
    assert "(erased) (marketing)" in said_by(found, "goals")
    assert "(erased)" in said_by(found, "signatures")
    assert document_hash(from_json(kept)) == hashlib.sha256(kept.encode()).hexdigest()


def test_before_a_room_nobody_who_signed_has_a_name(state: State, spoken: Agreement) -> None:
    told = said_by(sections(spoken, Names.of(state, spoken, hidden=True)), "signatures")
    assert "Ada" not in told
    assert told.count("hidden") == 2


def test_an_unknown_rate_says_why(state: State, past: Past, evidence: Evidence) -> None:
    unknown = replace(evidence, rate=Estimate.unknown("who was called is unknown"), cut_offs=(), since=None)
    agreement = drawn(state, past, unknown)
    told = said_by(sections(agreement, Names.of(state, agreement)), "definitions")
    assert "All bands together: unknown: who was called is unknown." in told


def test_the_sql_cut_off_says_that_it_counts_points_alone(state: State, past: Past, evidence: Evidence) -> None:
    """A lead with 57 points is Ready only with a demo, a trial or a look at prices; the volume counts it anyway."""
    told = "What the SQL cut-off gives counts all leads with its points, also those that lack what else it asks."
    agreement = drawn(state, past, evidence, ADA, BEN)
    assert told in said_by(sections(agreement, Names.of(state, agreement)), "definitions")
    ungated = replace(agreement, gates=replace(agreement.gates, any_of=(), at_least=()))
    assert told not in said_by(sections(ungated, Names.of(state, ungated)), "definitions")


def test_undated_evidence_is_counted_from_nothing(evidence: Evidence) -> None:
    assert "counted from the hand-off" in read_under(evidence)[0]
    assert "counted from" not in read_under(replace(evidence, data_date=None))[0]


def test_a_model_without_cut_offs_says_so(state: State, past: Past) -> None:
    bare = past.model.with_cut_offs(None)
    agreement = draw_up(bare, None, evidence_of(past.shelf, bare), Said.of(state, ()), AT)
    told = said_by(sections(agreement, Names.of(state, agreement)), "definitions")
    assert "no lead is handed over or ready by its score" in told
    assert from_json(agreement.to_json()) == agreement


def test_a_band_without_leads_has_none_and_no_rate(past: Past) -> None:
    nothing = past.model.with_points({rule.id: Decimal(0) for rule in past.model.rules if not rule.knock_out})
    ready, _, nurture, _ = evidence_of(past.shelf, nothing).bands
    assert (ready.leads.value, ready.unworked.value) == (0, 0)
    assert (ready.rate.value, ready.rate.reason) == (None, "no lead has this band")
    assert nurture.rate.known()
