"""Predictive: what is ready, missing or unknown, with the numbers of the library; alarms; the cut-off of each month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st

from leadscore.errors import StoreError
from leadscore.evidence import lens_of
from leadscore.figures.closed_loop import closed_loop
from leadscore.learning import effects
from leadscore.model import Model, load, model_hash
from leadscore.outcomes.consistency import consistency
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.standing import SQL
from leadscore.reports.past import Asked, Past
from leadscore.simulation import lock_of
from leadscore.simulation.capacity import WEEKS_A_MONTH, Team
from leadscore.simulation.monthly import cut_offs_by_month
from leadscore.simulation.replay import build_replay
from leadscore.store.state import Answered, By, Given, Promised, State
from leadscore.workshop.predictive import watch as alarms
from leadscore.workshop.predictive.checklist import Item, Part
from leadscore.workshop.predictive.readiness import WHEN_TO_SWITCH, readiness
from leadscore.workshop.predictive.ready_data import Recorded
from leadscore.workshop.predictive.watch import SOUND_WORDS
from leadscore.workshop.prepare import STATE_WORDS
from leadscore.workshop.saved_models import saving
from pages._session import champion, frame
from pages._session import readiness as gathered
from pages._session.champion import Question

from . import companies
from .room import Visit, as_read, choices, opened, visit
from .test_empty_and_odd_data import UNDATED_MODEL

TABS = "predictive tabs"
READY, WATCH = "Readiness", "Alarms and cut-offs"
ITEMS = (
    "Data integrity",
    "Defined objectives",
    "Sales alignment",
    "Consistent accuracy",
    "Trust",
    "Feedback loop",
    "Enough outcomes",
    "History",
)


@pytest.fixture(scope="module")
def visitor(sample_workspace: Path) -> Iterator[Visit]:
    """One visitor for all stories that only read."""
    with pytest.MonkeyPatch.context() as patched:
        yield visit(sample_workspace, patched)
    st.cache_resource.clear()


def at(visited: Visit, tab: str) -> Visit:
    visited.app.session_state[TABS] = tab
    return visited.open("predictive")


def parts(visited: Visit) -> dict[str, tuple[str, str]]:
    """What was found and how it stands, by what was looked at."""
    rows = [row for each in visited.app.table for row in each.value.to_dict("records") if "Looked at" in row]
    return {as_read(row["Looked at"]): (as_read(row["Found"]), row["State"]) for row in rows}


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def test_every_item_stands_there_with_its_state(visitor: Visit) -> None:
    words = at(visitor, READY).words()
    for name in ITEMS:
        assert f"**{name}**" in words
    assert "Not ready" in words
    assert (
        "Missing: defined objectives, sales alignment, feedback loop. Cannot tell: consistent accuracy, trust." in words
    )
    assert WHEN_TO_SWITCH in words
    assert {state for _, state in parts(visitor).values()} <= {"", *STATE_WORDS.values()}


def test_the_numbers_are_those_of_the_library(visitor: Visit, sample_workspace: Path) -> None:
    shelf, model = opened(sample_workspace)
    found = parts(at(visitor, READY))
    lock = lock_of(shelf)
    seen = effects(shelf, model, before=lock.starts)
    rules = len(model.rules)
    assert found["Outcomes for each rule"] == (
        f"{seen.hits / rules:.1f} = {seen.hits} outcomes for {rules} rules",
        "Ready",
    )
    assert found["Outcomes in the locked period"] == (str(lock.outcomes), "Ready")
    read = sum(entry["read"] for entry in shelf.database.manifest.ledger.values())
    assert found["Rows refused"] == (f"0 of {read:,} (0.0 %)", "Ready")
    assert found["Months of mature hand-offs"] == ("22", "Ready")
    assert found["Rules that know the outcome"] == ("none", "Ready")


def test_the_quarters_are_those_of_the_closed_loop(visitor: Visit, sample_workspace: Path) -> None:
    """Few below the MQL cut-off are called, so the sample is judged at the SQL cut-off: ready against the rest."""
    shelf, model = opened(sample_workspace)
    past = Past(shelf, model)
    with past.cohort(Asked()) as cohort:
        told = consistency(cohort, SQL, horizon(cohort, "sql"), 2)
    assert (told.cut_off, told.quarters[-1].name) == ("sql", "2026 Q2")
    lens = lens_of(None, model.evaluation, shelf.database.manifest.zone)
    months = {"2026 Q1": (date(2026, 1, 1), date(2026, 3, 31)), "2026 Q2": (date(2026, 4, 1), date(2026, 6, 30))}
    for quarter, (first, last) in months.items():
        report = closed_loop(shelf, model, lens, from_=first, to=last, families=("conversion",))
        ready, whole = report.figure("conversion_sql_by_band", "ready"), report.figure("conversion_sql")
        mine = next(each for each in told.quarters if each.name == quarter)
        assert mine.above == ready
        assert mine.below.n == whole.n - ready.n
        hits = round((whole.value or 0) * whole.n) - round((ready.value or 0) * ready.n)
        assert mine.below.value == pytest.approx(hits / mine.below.n)
        shown, _ = parts(at(visitor, READY))[f"{quarter}, at the SQL cut-off"]
        assert shown.startswith(f"{100 * (ready.value or 0):.0f} % (n = {ready.n}) above")


def test_looking_makes_no_state(visitor: Visit, sample_workspace: Path) -> None:
    before = set(sample_workspace.iterdir())
    for tab in (READY, WATCH):
        at(visitor, tab)
    assert set(sample_workspace.iterdir()) == before


def test_what_people_decided_cannot_be_read(visitor: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "has_state", lambda place: True)
    monkeypatch.setattr(gathered, "_decided", unreadable)
    found = parts(at(visitor, READY))
    for name in ("Objectives of sales", "Signed by both teams", "People in sales who trust it (4 or 5)", "Ratings"):
        assert found[name] == ("unknown: what people decided cannot be read", "Cannot tell")
    assert found["Outcomes in the locked period"][1] == "Ready"


def unreadable(*asked: object) -> State:
    raise StoreError("The state is damaged.")


def test_signatures_trust_goals_and_ratings_are_read(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load(own_sample_workspace / "model.yaml")
    with State.open(own_sample_workspace) as state:
        ada, ben = By("Ada", "marketing", now()), By("Ben", "sales", now())
        version = state.versions.save(saving(model, "Agreed", "We agree", None), ada)
        state.signatures.sign(version.id, ada)
        state.signatures.sign(version.id, ben)
        for team, names in (("sales", ("Ben", "Cem", "Dot")), ("marketing", ("Ada", "Eva", "Fay"))):
            for name in names:
                state.answers.give(Answered("pulse", "monthly", {"trust": 5, "agree": 4}), By(name, team, now()))
        state.answers.give(Answered("goal", "goal 1", None, "Ten more wins"), ada)
        for number in range(5):
            given = Given(f"L0000{number + 1}", "accept", model_hash(model))
            kept = state.feedback.give(given, By("Ben", "sales", now() - timedelta(days=2)))
            state.feedback.answer(kept.id, "Thank you.", By("Ada", "marketing", now()))
    found = parts(at(visit(own_sample_workspace, monkeypatch), READY))
    assert found["Signed by both teams"] == ("yes", "Ready")
    assert found["People in sales who trust it (4 or 5)"] == ("100 % (44 to 100), n = 3", "Ready")
    assert found["Goals that both share"] == ("1", "Ready")
    assert found["Objectives of sales"] == ("none", "Missing")
    assert found["Ratings"] == ("5 in 30 days, 5 in 14, 5 in all", "Ready")
    assert found["Median time to the first reply"] == ("2.0 days, n = 5 answers", "Ready")


@pytest.mark.parametrize(
    ("evidence", "beyond", "word"),
    [
        ("none", False, "Ready to try"),
        ("history", True, "Ready to try"),
        ("shadow", False, "Ready to try"),
        ("shadow", True, "Ready to switch"),
    ],
    ids=lambda each: str(each),
)
def test_only_later_evidence_beyond_its_interval_says_switch(
    visitor: Visit, monkeypatch: pytest.MonkeyPatch, evidence: str, beyond: bool, word: str
) -> None:
    held = tuple(Item(name, name, "?", (Part("p", "x", "ok", "y"),), "home") for name in ITEMS)
    monkeypatch.setattr(gathered, "readiness", lambda *asked: held)
    monkeypatch.setattr(champion, "evidence", lambda asked: (evidence, beyond))
    words = at(visitor, READY).words()
    assert word in words
    assert ("Ready to switch" in words) == (word == "Ready to switch")


def test_the_evidence_is_the_challengers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def told(
        *challengers: tuple[bool, tuple[SimpleNamespace, ...]], reason: str | None = None, past: str = "cannot tell"
    ) -> tuple[str, bool]:
        each = tuple(
            SimpleNamespace(beyond=beyond, evidence=later, advice=lambda: past) for beyond, later in challengers
        )
        monkeypatch.setattr(champion, "judged", lambda asked: SimpleNamespace(reason=reason, challengers=each))
        return champion.evidence(Question(None, "sql", None))  # type: ignore[arg-type]

    shadow, clear = SimpleNamespace(kind="shadow", beyond=False), SimpleNamespace(kind="exploration", beyond=True)
    assert told(reason="too few") == ("none", False)
    assert told((False, ())) == told((False, ()), past="against it") == ("history", False)
    assert told((False, ()), past="try it") == ("history", True)
    assert told((False, (shadow,))) == told((False, (shadow,)), past="try it") == ("shadow", False)
    assert told((True, (shadow, clear))) == ("exploration", True)
    assert told((False, (clear,))) == ("exploration", False)


def test_every_page_that_mends_something_is_there() -> None:
    model = Model.model_validate({"name": "One", "rules": [{"id": "a", "when": {"activity": "demo"}, "points": 5}]})
    named = {each.page for each in readiness(model, Recorded(), None)} | {each.page for each in alarms._KINDS}
    assert named <= {place.name for place in frame.PLACES}


# alarms and cut-offs


def test_the_sample_has_no_alarm(visitor: Visit) -> None:
    words = at(visitor, WATCH).words()
    assert "No: all 5 alarms are silent." in words
    assert SOUND_WORDS["on"] not in [as_read(each.proto.body) for each in visitor.app.markdown]
    assert "354 leads, expected 300 (148 to 452)." in words


def by_month(visited: Visit) -> list[dict[str, str]]:
    return visited.app.table[-1].value.to_dict("records")  # type: ignore[no-any-return]


def shown(workspace: Path, wanted: float | None) -> list[dict[str, str]]:
    """The table that the library's months make."""
    shelf, model = opened(workspace)
    found = cut_offs_by_month(build_replay(shelf, model), model, shelf.database.manifest.zone, wanted)
    rows = []
    for each in reversed(found.months):
        within = "" if each.within is None else f" ({each.within[0]} to {each.within[1]})"
        computed = "none: fewer leads came" if each.cut_off is None else f"{each.cut_off}{within}"
        rows.append({"Month": each.month, "Computed cut-off": computed, "Leads at it": f"{each.leads:,.0f}"})
    return rows


def test_the_cut_offs_are_computed_for_what_the_model_hands_over(visitor: Visit, sample_workspace: Path) -> None:
    words = at(visitor, WATCH).words()
    rows = [{name: row[name] for name in ("Month", "Computed cut-off", "Leads at it")} for row in by_month(visitor)]
    assert rows == shown(sample_workspace, None)
    assert "No need to recompute: 121 leads reached the model's cut-off of 37 in 2026-10" in words
    (chart,) = visitor.app.get("plotly_chart")
    assert "Which cut-off would each month" in chart.proto.spec


def test_the_team_is_the_one_of_cut_offs(visitor: Visit, sample_workspace: Path) -> None:
    choices(at(visitor, WATCH), "volume wanted").set_value("What sales can work")
    visitor.run()
    assert "In none of these months did as many leads come" in str([each.value for each in visitor.app.info])
    visitor.app.number_input(key="reps").set_value(1)
    visitor.app.number_input(key="attempts").set_value(12)
    visitor.run()
    wanted = Team(1, 40, 12, 0, 2).leads_a_week * WEEKS_A_MONTH
    rows = [{name: row[name] for name in ("Month", "Computed cut-off", "Leads at it")} for row in by_month(visitor)]
    assert rows == shown(sample_workspace, wanted)
    visitor.app.session_state["cut-off tabs"] = "From your team's capacity"
    visitor.open("cutoffs")
    assert visitor.app.number_input(key="reps").value == 1


def test_a_promise_comes_first(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with State.open(own_sample_workspace) as state:
        state.promises.enter(Promised("marketing", date(2026, 1, 1), leads_a_month=40), By("Ada", "marketing", now()))
    visited = at(visit(own_sample_workspace, monkeypatch), WATCH)
    assert choices(visited, "volume wanted").value == "What marketing promised"
    rows = [{name: row[name] for name in ("Month", "Computed cut-off", "Leads at it")} for row in by_month(visited)]
    assert rows == shown(own_sample_workspace, 40)
    assert "To hand over 40 leads, the last 3 months asked for a cut-off of" in visited.words()


def test_a_flood_of_leads_sounds(own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = alarms.Alarm(
        "volume", "More or fewer leads come", "2026-09", "on", "900 leads", "x", "Recompute.", "cutoffs"
    )
    monkeypatch.setattr("leadscore.workshop.predictive.watch.watch", lambda *asked: (found,))
    visited = at(visit(own_sample_workspace, monkeypatch), WATCH)
    assert "1 of 1 alarms sound." in visited.words()
    assert "Look: Cut-offs" in [each.proto.label for each in visited.app.get("page_link")]


# what data lack


@pytest.mark.parametrize("tab", [READY, WATCH])
def test_a_handful_of_leads_has_its_reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tab: str) -> None:
    workspace = companies.small(tmp_path, tuple(f"Lead {number}" for number in range(6)))
    visited = at(visit(workspace, monkeypatch), tab)
    assert "Ready to" not in visited.words()
    if tab == READY:
        assert parts(visited)["Sales cycles in them"][1] == "Cannot tell"
        assert parts(visited)["Months of mature hand-offs"][1] == "Missing"
    else:
        assert "0 of 5 alarms sound, 0 silent; of 5 nobody can tell." in visited.words()


@pytest.mark.parametrize("tab", [READY, WATCH])
@pytest.mark.real_data
def test_undated_leads_have_their_reasons(
    tmp_path: Path, real_data: Path, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    workspace = companies.x_education(tmp_path / "room", UNDATED_MODEL)
    visited = at(visit(workspace, monkeypatch), tab)
    if tab == READY:
        assert parts(visited)["Months of mature hand-offs"] == ("unknown: no dates", "Cannot tell")
        assert parts(visited)["Dates that cannot be"] == ("unknown: no dates", "Cannot tell")
        assert parts(visited)["Quarters"] == ("unknown: no dates", "Cannot tell")
    else:
        assert "0 of 5 alarms sound, 0 silent; of 5 nobody can tell." in visited.words()
        assert "Whether the volume has changed is unknown" in visited.words()


@pytest.mark.parametrize("tab", [READY, WATCH])
def test_without_cut_offs_the_page_stands(
    own_sample_workspace: Path, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    file = own_sample_workspace / "model.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("cut_offs:"))
    end = next(
        (p for p in range(start + 1, len(lines)) if lines[p] and not lines[p].startswith((" ", "#"))), len(lines)
    )
    file.write_text("\n".join(lines[:start] + lines[end:]), encoding="utf-8")
    visited = at(visit(own_sample_workspace, monkeypatch), tab)
    assert "no cut-offs" in visited.words() + str(parts(visited))


def test_nothing_here_needs_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visited = visit(companies.emptied(tmp_path / "room"), monkeypatch, "predictive")
    assert "Bring a CRM export" in visited.words()
