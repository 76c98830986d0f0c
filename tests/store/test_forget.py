"""Promise: a forgotten lead leaves no byte in kept snapshots, refused rows, uploads, state, free pages and log."""

from __future__ import annotations

import json
import random
import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from leadscore import importing
from leadscore.errors import StoreError
from leadscore.store import snapshots, workspace
from leadscore.store.backing_up import back_up
from leadscore.store.checkup import check
from leadscore.store.erasure import forget
from leadscore.store.restoring import restore
from leadscore.store.state import Answered, Drawn, Given, Opening, Settled, State, Tried, forgetting
from leadscore.store.workspace import Workspace

from .conftest import ADA, BEN, NOON
from .story import everything, tell
from .test_nothing_saved_is_lost import KILLS, killed

ANNA = "anna-canary-id"
MAIL = "anna.canary@example.org"
CANARIES = [ANNA, MAIL, *(f"canary{number:02}" for number in range(48))]

MAPPING = """
zone: UTC
leads: [{file: leads.csv, lead_id: id, created_at: Created, keep: all}]
activities: [{file: deeds.csv, lead_id: id, occurred_at: When, kind: What, detail: About, actor: Who}]
stages: [{file: steps.csv, lead_id: id, stage: Stage, entered_at: When, reason: Why}]
deals: [{file: deals.csv, deal_id: deal, outcome: Outcome, closed_at: When}]
deal_leads: [{file: links.csv, deal_id: deal, lead_id: id}]
changes: [{file: changes.csv, lead_id: id, field: Field, value: Value, changed_at: When}]
"""


def write_export(folder: Path, extra: str = "") -> Path:
    """An export in which all that is Anna's can be recognised, and Ben is her colleague."""
    kept = iter(CANARIES[2:])
    personal = [",".join(next(kept) for _ in range(4)) for _ in range(3)]
    files = {
        "leads.csv": f"id,Created,email,name,phone,city,note\n{ANNA},2026-01-05,{MAIL},{personal[0]}\n"
        f"ben,2026-01-06,ben@example.org,Ben,1,Oslo,-\n{ANNA},2026-01-05,{MAIL},{personal[1]}\n{extra}",
        "deeds.csv": "id,When,What,About,Who\n"
        + "".join(f"{ANNA},2026-01-{day:02},page_visit,{next(kept)},lead\n" for day in range(6, 18))
        + "ben,2026-01-20,page_visit,/home,lead\n" * 2
        + f"{ANNA},soon,call,{next(kept)},rep\n",
        "steps.csv": f"id,Stage,When,Why\n{ANNA},mql,2026-02-01,{next(kept)}\nben,mql,2026-02-01,\n",
        "deals.csv": "deal,Outcome,When\nd1,won,2026-03-01\n",
        "links.csv": f"deal,id\nd1,{ANNA}\nd1,ben\n",
        "changes.csv": f"id,Field,Value,When\n{ANNA},email,old.{MAIL},2026-01-06\n{ANNA},city,{next(kept)},2026-01-07\n"
        "ben,city,Oslo,2026-01-07\n",
        "map.yaml": MAPPING,
    }
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder / "map.yaml"


@pytest.fixture
def place(made_once: Path, tmp_path: Path) -> Workspace:
    """A workspace of one's own that knows Anna everywhere."""
    return workspace.find(shutil.copytree(made_once, tmp_path / "ws"))


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Anna in two snapshots, refused rows, an upload, feedback and what was said of it."""
    folder = tmp_path_factory.mktemp("anna")
    made = workspace.create(folder / "ws")
    importing.run(made, write_export(folder / "export"), now=NOON)
    importing.run(made, write_export(folder / "export", "cleo,2026-01-07,c@example.org,Cleo,2,Rome,-\n"), now=NOON)
    (made.uploads / "desk").mkdir(parents=True)
    (made.uploads / "desk" / "leads.csv").write_bytes((folder / "export" / "leads.csv").read_bytes())
    with State.open(made) as state:
        tell(state)
        given = Given(ANNA, "dispute", "h", reason="score_too_high", text=f"She said {CANARIES[40]}", fired=("vp",))
        dispute = state.feedback.give(given, BEN)
        state.feedback.answer(dispute.id, f"We ask {CANARIES[41]}", ADA)
        state.feedback.judge(dispute.id, "score_wrong", ADA, f"Because {CANARIES[42]}")
        state.feedback.give(Given("ben", "accept", "h", text=f"Works with {MAIL.upper()}, {CANARIES[43]}"), BEN)
    return made.folder


def bytes_left(place: Workspace) -> list[str]:
    """Canaries in any file: as bytes, and in tables as the text of every cell."""
    found = []
    for file in (each for each in place.folder.rglob("*") if each.is_file()):
        content = file.read_bytes().lower()
        if file.suffix == ".parquet":
            with duckdb.connect() as connection:
                content += str(connection.read_parquet(str(file)).fetchall()).lower().encode()
        found += [f"{canary} in {file.name}" for canary in CANARIES if canary.lower().encode() in content]
    return found


def test_before_anything_is_forgotten_the_canaries_are_everywhere(place: Workspace) -> None:
    files = {each.split(" in ")[1] for each in bytes_left(place)}
    tables = {"leads", "activities", "stages", "deal_leads", "changes"}
    assert {f"{table}.parquet" for table in tables} | {"rejected.csv", "leads.csv", "state.sqlite"} <= files


def test_nothing_is_left_and_everybody_else_is(place: Workspace) -> None:
    erased = forget(place, ANNA, NOON)
    assert bytes_left(place) == []
    assert erased.data.rows == {"leads": 2, "activities": 24, "stages": 2, "deal_leads": 2, "changes": 4}
    assert (erased.data.snapshots, erased.data.refused_rows, erased.uploaded_files) == (2, 4, 1)
    assert (erased.state_rows, erased.remaining, erased.copies) == (5, (), ())
    assert check(place).ok
    rows = {}
    with duckdb.connect() as connection:
        for table in snapshots.current(place)[1].tables:
            file = snapshots.current(place)[0] / f"{table}.parquet"
            rows[table] = len(connection.read_parquet(str(file)).fetchall())
    assert rows == {"leads": 2, "activities": 1, "stages": 1, "deals": 1, "deal_leads": 1, "changes": 1}


def test_what_was_said_of_others_stays_and_the_rating_without_its_words(place: Workspace) -> None:
    with State.open(place) as state:
        story = everything(state)
    forget(place, ANNA, NOON)
    with State.open(place) as state:
        assert everything(state)[0] == story[0]
        assert state.feedback.of_lead(ANNA) == ()
        (nameless,) = [each for each in state.feedback.since(NOON) if each.lead_id is None]
        assert (nameless.rating, nameless.reason, nameless.text, nameless.fired) == (
            "dispute",
            "score_too_high",
            None,
            ("vp",),
        )
        (ben,) = state.feedback.of_lead("ben")
        assert (ben.rating, ben.text) == ("accept", None)


def test_the_snapshots_keep_their_number_and_say_another_revision(place: Workspace) -> None:
    before = snapshots.history(place)
    forget(place, ANNA, NOON)
    after = snapshots.history(place)
    assert [each.number for each in after] == [each.number for each in before] == [1, 2]
    assert [each.in_use for each in after] == [False, True]
    assert {each.manifest.revision for each in before}.isdisjoint(each.manifest.revision for each in after)
    assert after[1].manifest.kinds == {"page_visit": 1}
    assert after[1].manifest.attributes == before[1].manifest.attributes


def test_copies_are_listed_to_be_destroyed(place: Workspace, tmp_path: Path) -> None:
    back_up(place, tmp_path / "one.zip", NOON)
    back_up(place, tmp_path / "two.zip", NOON)
    (tmp_path / "two.zip").unlink()
    done = restore(tmp_path / "one.zip", place.folder, NOON, replace=True)
    erased = forget(place, ANNA, NOON)
    assert [each.file for each in erased.copies] == [str(tmp_path / "one.zip"), str(done.set_aside)]
    assert bytes_left(place) == []


def test_forgetting_twice_finds_nothing_more(place: Workspace) -> None:
    assert forget(place, ANNA, NOON).anything
    before = [each.folder for each in snapshots.history(place)]
    assert not forget(place, ANNA, NOON).anything
    assert [each.folder for each in snapshots.history(place)] == before


def test_an_interrupted_forgetting_is_finished_by_the_next(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = snapshots.shutil.rmtree, []

    def stop(path: Path, **more: object) -> None:
        calls.append(path)
        if not more and len(calls) == 2:
            raise KeyboardInterrupt
        real(path, **more)

    with monkeypatch.context() as patched:
        patched.setattr(snapshots.shutil, "rmtree", stop)
        with pytest.raises(KeyboardInterrupt):
            forget(place, ANNA, NOON)
    forget(place, ANNA, NOON)
    assert bytes_left(place) == []
    assert [each.number for each in snapshots.history(place)] == [1, 2]
    assert check(place).ok


FORGET = """
import os, sys
from datetime import datetime
from leadscore.store.erasure import forget
os.write(1, b"starting\\n")
forget(sys.argv[1], sys.argv[2], datetime(2026, 11, 2))
"""


@pytest.mark.parametrize("cycle", range(max(2, KILLS // 8)))
def test_kill_9_within_a_forgetting_is_mended_by_the_next(place: Workspace, cycle: int) -> None:
    killed([FORGET, str(place.folder), ANNA], random.Random(cycle).uniform(0, 0.6))
    assert check(place).ok, "whatever was done by then is whole"
    forget(place, ANNA, NOON)
    assert bytes_left(place) == []
    assert [each.number for each in snapshots.history(place)] == [1, 2]


def test_what_only_a_person_can_change_is_told(place: Workspace) -> None:
    rule = f"name: M\nrules:\n  - {{id: r, points: 1, when: {{attribute: email, is: {MAIL}}}}}\n"
    place.model.write_text(rule)
    (place.drafts / "mine.yaml").write_text(rule)
    remaining = forget(place, ANNA, NOON).remaining
    assert [Path(each.split(" names the lead")[0]).name for each in remaining] == ["model.yaml", "mine.yaml"]


def test_a_workshop_and_an_agreement_that_name_the_lead_are_told(place: Workspace) -> None:
    with State.open(place) as state:
        (first, *_) = state.versions.lines()
        state.rooms.open(Opening(f"About {MAIL}", "Agreed model", "name: one", "m"), ADA)
        state.agreements.keep(Drawn(first.id, json.dumps({"for": MAIL})), BEN)
        state.tries.look(Tried("data-1", "sql", f"name: only {MAIL}", "m", "s"), NOON, BEN)
    told = (
        "the workshop of 2026-11-02 names the lead",
        "the agreement of 2026-11-02 names the lead",
        "a model that was looked at on 2026-11-02 names the lead",
    )
    assert forget(place, ANNA, NOON).remaining == told


def test_what_was_agreed_stays_without_the_words_that_name_the_lead(place: Workspace) -> None:
    with State.open(place) as state:
        room = state.rooms.open(Opening("Lead scoring", "Agreed model", "name: one", "m"), ADA)
        state.answers.give(Answered("interview", "q1", {"note": f"as\n{MAIL}"}, f"like {ANNA}", room.id), BEN)
        state.weights.settle(Settled(room.id, "vp", Decimal(5), None, f"{ANNA} bought", f"but {MAIL} left"), ADA)
        before = everything(state)
    assert forget(place, ANNA, NOON).state_rows == 5 + 4
    assert bytes_left(place) == []
    with State.open(place) as state:
        (answer,) = state.answers.of("interview")
        (weight,) = state.weights.of(room.id)
        assert (answer.item, answer.value, answer.text, answer.author.name) == ("q1", None, None, "Ben")
        assert (weight.points, weight.rationale, weight.dissent) == (Decimal(5), None, None)
        unnamed = (0, 5, 6, 7, 8, 9, 11, 12, 13)
        assert [everything(state)[part] for part in unnamed] == [before[part] for part in unnamed]
    assert check(place).ok


def test_another_lead_with_the_same_address_is_told(tmp_path: Path) -> None:
    place = workspace.create(tmp_path / "ws")
    importing.run(place, write_export(tmp_path / "export", f"twin,2026-01-07,{MAIL.upper()},A,2,Rome,-\n"), now=NOON)
    (told,) = forget(place, ANNA, NOON).remaining
    assert told.startswith("1 row of leads in 1-") and "forget these leads, too" in told


def test_a_reader_that_keeps_the_log_is_told_of(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "PATIENCE", 0.1)
    with State.open(place) as reader, reader._connections.lent() as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM audit").fetchone()
        with pytest.raises(StoreError, match="may still stand in the log of the state"):
            forget(place, ANNA, NOON)
    assert forget(place, ANNA, NOON).anything, "it can be run again"
    assert bytes_left(place) == []


def test_tables_that_cannot_be_read_are_told(place: Workspace) -> None:
    table = snapshots.current(place)[0] / "activities.parquet"
    table.write_bytes(table.read_bytes()[:-40])
    with pytest.raises(StoreError, match="could not be written anew to the end. Make room, or see .*: leadscore check"):
        forget(place, ANNA, NOON)


def test_short_ids_are_not_looked_for_within_texts(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("id,note\n12,x\n3,I have 12 of them\n")
    (tmp_path / "map.yaml").write_text("leads: [{file: leads.csv, lead_id: id, keep: all}]\n")
    place = workspace.create(tmp_path / "ws")
    importing.run(place, tmp_path / "map.yaml", now=NOON)
    with State.open(place) as state:
        state.feedback.give(Given("3", "accept", "h", text="12 of them"), BEN)
    erased = forget(place, "12", NOON)
    assert (erased.data.rows, erased.state_rows, erased.remaining) == ({"leads": 1}, 0, ())


def test_a_manifest_holds_no_personal_word(place: Workspace) -> None:
    forget(place, ANNA, NOON)
    for snapshot in snapshots.history(place):
        said = json.loads((snapshot.folder / snapshots.MANIFEST).read_text())
        assert not any(canary in json.dumps(said) for canary in CANARIES)
