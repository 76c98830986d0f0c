"""What becomes of one hostile file: looked at and imported as a server would, everything around it watched.

Watched are the server's own process (alive, its memory), the database that it holds open (it answers), the data in
use (whole), what is left in folders, and processes that stay.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from leadscore.errors import ImportRefused, LeadscoreError, MappingError
from leadscore.importing import ImportReport, Inspection, inspect, run
from leadscore.store import snapshots, workspace
from leadscore.store.database import Database, open_current

NOW = datetime.fromisoformat("2026-11-02T09:30:00")
LONGEST = 30.0
_PATIENCE = 4
"""Times LONGEST that the clock may show on a machine that does other things besides."""

MOST_MEMORY = 100.0
_REFUSALS = (ImportRefused, MappingError)
_EXPECTED = ("CURRENT", "import.lock")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What looking and importing said (`read`, `imported` or the reason), and what the slower of them took.

    `seconds` are of the clock, `processor` of processors; `grown` is the server's memory in MB.  `faults` are broken
    promises; there should be none.
    """

    name: str
    looked: str
    imported: str
    seconds: float
    processor: float
    grown: float
    faults: tuple[str, ...]


class Trial:
    """A room with data in use and a database open on them, where hostile files are tried one after another."""

    def __init__(self, folder: Path) -> None:
        self._others = {*_children()}
        self.files = folder / "files"
        self.temporary = folder / "temporary"
        self.files.mkdir(parents=True)
        self.temporary.mkdir()
        self.place = workspace.create(folder / "room")
        first = folder / "first"
        first.mkdir()
        (first / "leads.csv").write_text("id,Name\nanna,Ahorn\nben,Birke\n", "utf-8")
        (first / "map.yaml").write_text("leads:\n  - {file: leads.csv, lead_id: id, keep: all}\n", "utf-8")
        run(self.place, first / "map.yaml", now=NOW)
        self._mapping = first / "map.yaml"
        self._database: Database = open_current(self.place)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def tried(self, name: str, make: Callable[[Path], Path]) -> Outcome:
        """Make one file, look at it, import it, and see that nothing else happened."""
        shutil.rmtree(self.files)
        self.files.mkdir()
        file = make(self.files)
        before = _reset_peak()
        with self._own_temporary_folder():
            looked, inspection, first = _timed(lambda: _looked(file))
            imported, faults, second = _timed(lambda: self._imported(file, inspection))
        grown = _peak() - before
        seconds, processor = map(max, zip(first, second, strict=True))
        faults = (*faults, *self._faults(seconds, processor, grown))
        if imported.startswith("imported"):
            self._restore()
        return Outcome(name, looked, imported, seconds, processor, grown, faults)

    def _imported(self, file: Path, inspection: Inspection | None) -> tuple[str, tuple[str, ...]]:
        mapping = self.files.parent / "map.yaml"
        mapping.write_text(json.dumps(mapping_for(file, inspection)), "utf-8")
        try:
            report = run(self.place, mapping, now=NOW)
        except _REFUSALS as refusal:
            return _reason(refusal), _refusal_faults(refusal)
        return _in_words(report), _ledger_faults(report, self.place)

    def _faults(self, seconds: float, processor: float, grown: float) -> Iterator[str]:
        if processor > LONGEST or seconds > _PATIENCE * LONGEST:
            yield f"took {seconds:.0f} s, {processor:.0f} of a processor"
        if grown > MOST_MEMORY:
            yield f"the server grew by {grown:.0f} MB"
        if self._database.cursor().execute("SELECT count(*), min(lead_id) FROM leads").fetchall() != [(2, "anna")]:
            yield "the open database answers otherwise"
        yield from (f"data in use: {finding}" for finding in snapshots.verify(self.place))
        strangers = [each.name for each in self.place.data.iterdir() if not each.name[0].isdigit()]
        left = [*self.temporary.iterdir(), *(name for name in strangers if name not in _EXPECTED)]
        if left:
            yield f"left behind: {left}"
        if staying := sorted({*_children()} - self._others):
            yield f"a process stays: {staying}"

    def _restore(self) -> None:
        """The first data again, and no more snapshots than that, however many files were imported."""
        run(self.place, self._mapping, now=NOW)
        for each in snapshots.history(self.place)[1:-1]:
            shutil.rmtree(each.folder)

    @contextmanager
    def _own_temporary_folder(self) -> Iterator[None]:
        old, tempfile.tempdir = tempfile.tempdir, str(self.temporary)
        told = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(self.temporary)
        try:
            yield
        finally:
            tempfile.tempdir = old
            os.environ.pop("TMPDIR") if told is None else os.environ.update(TMPDIR=told)


def mapping_for(file: Path, inspection: Inspection | None) -> dict[str, object]:
    """The file as a list of leads: read as proposed, the first column its id; without a proposal, as it comes."""
    found = inspection.files[0] if inspection else None
    source: dict[str, object] = {"file": str(file), "keep": "all"}
    if found is None or not found.columns:
        return {"leads": [{**source, "lead_id": "column 1", "dialect": {"header_row": 0}}]}
    said = {"delimiter": found.delimiter, "encoding": found.encoding, "header_row": found.header_row}
    dialect = {name: value for name, value in said.items() if value is not None}
    sheet = {"sheet": found.sheet} if found.sheet else {}
    return {"leads": [{**source, **sheet, "dialect": dialect, "lead_id": found.columns[0].name}], "zone": "UTC"}


def _looked(file: Path) -> tuple[str, Inspection | None]:
    try:
        inspection = inspect([file])
    except LeadscoreError as refusal:
        return _reason(refusal), None
    return f"read, {len(inspection.files[0].columns)} columns", inspection


def _timed(do: Callable[[], tuple[str, Any]]) -> tuple[str, Any, tuple[float, float]]:
    started, used = time.monotonic(), _processor()
    said, answer = do()
    return said, answer, (time.monotonic() - started, _processor() - used)


def _processor() -> float:
    """Seconds of processors that this process and those that it started have used."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _reason(refusal: LeadscoreError) -> str:
    return f"{type(refusal).__name__}: {' '.join(str(refusal).split())}"


def _refusal_faults(refusal: LeadscoreError) -> tuple[str, ...]:
    return () if len(str(refusal)) > 20 else (f"no reason: {refusal}",)


def _in_words(report: ImportReport) -> str:
    counts = report.tables["leads"]
    return f"imported, {counts['read']:,} = {counts['accepted']:,} + {counts['rejected']:,}"


def _ledger_faults(report: ImportReport, place: workspace.Workspace) -> tuple[str, ...]:
    counts = report.tables["leads"]
    faults = []
    if counts["read"] != counts["accepted"] + counts["rejected"]:
        faults.append("the ledger does not add up")
    if snapshots.current(place)[1].rows("leads") != counts["accepted"]:
        faults.append("other rows are in use than the ledger says")
    if counts["rejected"] != sum(report.reasons.get("leads", {}).values()):
        faults.append("rows were refused without a reason")
    return tuple(faults)


def _reset_peak() -> float:
    """Forget the most memory that this process ever had; returns what it has now, in MB."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return _peak()


def _peak() -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def _children() -> list[int]:
    return [int(each) for task in Path("/proc/self/task").iterdir() for each in (task / "children").read_text().split()]
