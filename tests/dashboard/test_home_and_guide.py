"""Home says how it stands and what comes next; the Guide answers with the figures of these data; both link to pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st

from leadscore import importing
from leadscore.evidence import Handoff, lens_of
from leadscore.figures.closed_loop import closed_loop
from leadscore.learning import effects, settles
from leadscore.model import load, model_hash
from leadscore.outcomes.calendar import local_day
from leadscore.reports.wording import said
from leadscore.simulation import build_board, lock_of
from leadscore.store.state import Answered, By, Given, State
from leadscore.workshop.claims import contradictions
from leadscore.workshop.lamps import COLOUR_WORDS
from leadscore.workshop.method import METHOD, glossary
from leadscore.workshop.objections import FAMILIES
from leadscore.workshop.prepare import numbers_item
from leadscore.workshop.saved_models import saving
from pages._session import counting, frame

from . import companies
from .room import Visit, as_read, opened, visit
from .test_versions_page import sits

TABS = ("The method", "Six objections", "What others claim", "For facilitators", "Exporting from a CRM", "Words")
LAMPS = ("Sales involvement", "Balanced criteria", "Validation", "Continuous feedback")
KEYS = {"numbers", "population", "rules", "network", "outcomes", "missing", "ok", "cannot_tell"} | {
    "sales",
    "balance",
    "validation",
    "black_box",
    "know_my_leads",
    "garbage",
    "clickers",
    "made_up",
    "miss_deals",
}
"""Words that stand beside the pages and name none."""
PROJECT = Path(frame.__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def visitor(sample_workspace: Path) -> Iterator[Visit]:
    """One visitor for the stories that only read; the second look has what takes long."""
    with pytest.MonkeyPatch.context() as patched:
        yield visit(sample_workspace, patched)
    st.cache_resource.clear()


def counted(workspace: Path, patched: pytest.MonkeyPatch) -> Visit:
    """Home once everything is counted."""
    return visit(workspace, patched).run()


def lamps(visitor: Visit) -> dict[str, str]:
    """The word of each lamp."""
    said = [as_read(each.proto.body) for each in visitor.app.markdown]
    return {name: re.sub(r":[a-z]+-badge\[:.*?: (.*)\]", r"\1", said[said.index(f"**{name}**") + 1]) for name in LAMPS}


def _is_a_name(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z_]+", value) is not None


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def sign(workspace: Path, days_ago: int) -> None:
    """Save the model file as a version, and both teams sign it."""
    at = now() - timedelta(days=days_ago)
    with State.open(workspace) as state:
        ada, ben = By("Ada", "marketing", at), By("Ben", "sales", at)
        version = state.versions.save(saving(load(workspace / "model.yaml"), "Agreed", "We agree", None), ada)
        state.signatures.sign(version.id, ada)
        state.signatures.sign(version.id, ben)


def test_an_empty_workspace_says_what_to_bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = visit(companies.emptied(tmp_path / "empty"), monkeypatch)
    assert "Bring a CRM export" in home.words()
    assert "Prepared for a workshop: 0 of 6" in home.words()
    assert "There is no lead yet: bring a CRM export." in home.words()


def test_the_page_stands_before_what_takes_long_is_counted(visitor: Visit) -> None:
    assert lamps(visitor)["Balanced criteria"] == COLOUR_WORDS["unknown"]
    assert "unknown: it is being counted" in visitor.words()
    visitor.run()
    assert "it is being counted" not in visitor.words()


def test_the_balance_is_the_one_of_tune(visitor: Visit, sample_workspace: Path) -> None:
    shelf, model = opened(sample_workspace)
    board = build_board(shelf, model)
    share = board.look(model).balances.awarded.share()
    words = visitor.run().words()
    assert (
        f"Behavioural share of the points awarded: {100 * share:.1f} %, agreed 60 %, n = {board.leads:,} leads" in words
    )


def test_what_history_can_settle_is_said_as_on_tune(visitor: Visit, sample_workspace: Path) -> None:
    shelf, model = opened(sample_workspace)
    assert settles(effects(shelf, model, before=lock_of(shelf).starts)).sentence in visitor.run().words()


def test_a_sample_that_nobody_signed_has_no_green_lamp(visitor: Visit) -> None:
    words = lamps(visitor.run())
    assert words == {
        "Sales involvement": COLOUR_WORDS["red"],
        "Balanced criteria": COLOUR_WORDS["red"],
        "Validation": COLOUR_WORDS["unknown"],
        "Continuous feedback": COLOUR_WORDS["red"],
    }
    assert "Not signed by both teams" in visitor.words()
    assert "Prepare the workshop. Nobody has confirmed yet: the numbers match the CRM" in visitor.words()


def test_a_tick_is_kept_with_who_ticked_and_falls_off_with_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = companies.small(tmp_path, tuple(f"Lead {number}" for number in range(6)))
    home = counted(workspace, monkeypatch)
    assert all(each.disabled for each in home.app.checkbox)
    sits(home, "Ada", "marketing").app.checkbox[0].check()
    assert "Ticked by Ada, marketing" in home.run().words()
    with State.open(workspace) as state:
        (kept,) = state.answers.of("prepare")
    assert (kept.item, kept.value) == (numbers_item(opened(workspace)[0].database.manifest.revision), True)
    home.app.checkbox[0].uncheck()
    assert "Ticked by" not in home.run().words()
    home.app.checkbox[0].check()
    assert "Ticked by" in home.run().words()
    more = tmp_path / "files" / "steps.csv"
    more.write_text(more.read_text(encoding="utf-8") + "L5,sal,2026-02-20 12:00\n", encoding="utf-8")
    importing.run(workspace, tmp_path / "files" / "mapping.yaml", now=companies.NOW)
    assert "Ticked by" not in home.run().words()


def test_a_model_that_was_signed_today_is_not_validated(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(own_sample_workspace, days_ago=0)
    home = counted(own_sample_workspace, monkeypatch)
    assert "Signed by both teams" in home.words()
    assert "unknown: not validated since signed on" in home.words()
    assert lamps(home)["Validation"] == COLOUR_WORDS["unknown"]


def test_a_signed_model_is_held_against_the_hand_offs_after_it(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf, model = opened(own_sample_workspace)
    ends = shelf.database.manifest.data_date
    signed_on = ends - timedelta(days=400)
    sign(own_sample_workspace, days_ago=(now() - signed_on).days)
    home = counted(own_sample_workspace, monkeypatch)
    zone = shelf.database.manifest.zone
    since = local_day(now() - timedelta(days=(now() - signed_on).days), zone) + timedelta(days=1)
    lens = lens_of(None, model.evaluation, zone)
    pairs = closed_loop(shelf, model, lens, from_=since, families=("conversion", "ranking")).figure("ranking_pairs")
    low, high = 100 * (pairs.low or 0), 100 * (pairs.high or 0)
    told = f"Right one of two: {100 * (pairs.value or 0):.0f} times in 100 ({low:.0f} to {high:.0f}), n = {pairs.n:,}"
    assert told in home.words()
    assert isinstance(lens, Handoff)


def test_no_hand_off_before_the_second_signature_counts(sample_workspace: Path) -> None:
    """23:30 in UTC is half past midnight in Berlin: leads of that Berlin day may have come before the signature."""
    shelf, model = opened(sample_workspace)
    told = counting._held_out(shelf, model, datetime.fromisoformat("2026-03-01T23:30"))[0]
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    asked = {"families": ("conversion", "ranking")}
    assert told == closed_loop(shelf, model, lens, from_=date(2026, 3, 3), **asked).figure("ranking_pairs")
    assert told.n < closed_loop(shelf, model, lens, from_=date(2026, 3, 2), **asked).figure("ranking_pairs").n


@pytest.mark.parametrize(("days", "word"), [(3, "amber"), (20, "red")], ids=["a young dispute", "an old dispute"])
def test_disputes_colour_the_feedback(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch, days: int, word: str
) -> None:
    model = model_hash(load(own_sample_workspace / "model.yaml"))
    with State.open(own_sample_workspace) as state:
        for number in range(6):
            lead = f"L0000{number + 1}"
            at = now() - timedelta(days=1)
            given = state.feedback.give(Given(lead, "accept", model), By("Ben", "sales", at))
            state.feedback.answer(given.id, "Thank you.", By("Ada", "marketing", at + timedelta(hours=2)))
        dispute = Given("L00009", "dispute", model, "score_too_high")
        state.feedback.give(dispute, By("Ben", "sales", now() - timedelta(days=days)))
    home = counted(own_sample_workspace, monkeypatch)
    assert lamps(home)["Continuous feedback"] == COLOUR_WORDS[word]  # type: ignore[index]
    assert "Disputes without a verdict: 1, the oldest for" in home.words()
    assert "Answer 1 dispute without a verdict of both sides." in home.words()


def test_trust_is_shown_where_people_answered(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open(own_sample_workspace) as state:
        for name in ("Ada", "Bea", "Cem"):
            state.answers.give(Answered("pulse", "before", {"trust": 2, "agree": 4}), By(name, "marketing", now()))
    home = counted(own_sample_workspace, monkeypatch)
    trust, agree = dict.fromkeys(line for line in home.words().splitlines() if "Before the workshop: “I" in line)
    assert "4 or 5: 0.0 % (0.0 to 56.1), n = 3; middle answer 2" in trust
    assert "4 or 5: 100.0 % (43.9 to 100.0), n = 3; middle answer 4" in agree


# the Guide


def tab(visitor: Visit, name: str) -> Visit:
    """A tab of the Guide."""
    visitor.open("guide").app.session_state["guide tabs"] = name
    return visitor.run()


def cells(visitor: Visit) -> list[str]:
    return [as_read(str(cell)) for each in visitor.app.table for row in each.value.to_numpy() for cell in row]


def test_the_figures_of_the_guide_are_the_products_own(visitor: Visit, sample_workspace: Path) -> None:
    shelf, model = opened(sample_workspace)
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    report = closed_loop(shelf, model, lens, families=(*FAMILIES, "cycle"))
    shown = cells(tab(visitor, "Six objections"))
    for name in ("lqs", "lqs_worked_share", "lqs_rate_worked", "lqs_rate_unworked", "recall"):
        assert said(report.figure(name), "share") in shown
    assert said(report.figure("lift_20"), "times") in shown
    for band in ("ready", "hand_over", "nurture"):
        assert said(report.figure("conversion_sql_by_band", band), "share") in shown
    missed = report.figure("missed_wins")
    assert f"{missed.value:.0f} of {missed.n}" in shown
    claimed = "\n".join(cells(tab(visitor, "What others claim")))
    assert said(report.figure("lqs"), "share") in claimed
    assert said(report.figure("cycle_median"), "days") in claimed


def test_claims_are_marked_wherever_they_stand(visitor: Visit) -> None:
    table = tab(visitor, "What others claim").app.table[0].value
    assert "not verified here" in " ".join(table.columns)
    assert "They are no promise of this product." in visitor.words()
    assert "By week 6" in visitor.words()
    for name in TABS:
        if name != "What others claim":
            assert not {"36 %", "73 %", "+35 %"} & set(cells(tab(visitor, name)))


@pytest.mark.parametrize("name", TABS)
def test_every_tab_says_something(visitor: Visit, name: str) -> None:
    assert len(tab(visitor, name).words().splitlines()) + len(cells(visitor)) > 10


def test_the_guide_explains_itself_without_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = visit(companies.emptied(tmp_path / "empty"), monkeypatch, "guide")
    assert METHOD[0].title in guide.words()
    assert set(glossary()) <= set(cells(tab(guide, "Words")))
    assert "There is no data yet" in str([each.proto for each in tab(guide, "Six objections").app.info])


def test_every_page_that_is_linked_is_there() -> None:
    """The library names a page beside what it says; each of these names is a page of the product."""
    named = {each.page for each in METHOD} | {each.page for each in contradictions("")}
    for room in ("prepare", "pillars", "next_steps", "objections", "claims"):
        tree = ast.parse((PROJECT / "leadscore" / "workshop" / f"{room}.py").read_text(encoding="utf-8"))
        makers = ("Checked", "Lamp", "Next", "Objection", "Claim")
        for each in ast.walk(tree):
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in makers:
                named |= {part.value for part in each.args if isinstance(part, ast.Constant) and _is_a_name(part.value)}
    places = {place.name for place in frame.PLACES}
    assert {"data", "tune", "workshop", "agreement", "pilot", "review", "feedback"} <= named
    assert named - places <= KEYS


def test_no_figure_of_the_guide_is_typed_in() -> None:
    """Numbers in the Guide's own texts are constants of the product, or quoted claims."""
    for file in (
        "pages/guide.py",
        "pages/_parts/guide_parts.py",
        "pages/_session/guide.py",
        "leadscore/workshop/method.py",
    ):
        tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
        texts = (
            each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )
        assert [text for text in texts if re.search(r"\d\d|\d %", text)] == []
