"""Treated data: a snapshot derived from an untreated one, which stays as it was imported.

treat(workspace, [Treatment.of("leave_out_tests")], now)     # always anew from the untreated snapshot
treat(workspace, [], now)                                    # back to the untreated data
"""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from leadscore.errors import DataError, StoreError
from leadscore.store import snapshots
from leadscore.store.manifest import Attribute, Manifest, Table
from leadscore.store.snapshots import MANIFEST, STAGING, Snapshot
from leadscore.store.treatments.future import DATED
from leadscore.store.treatments.steps import in_order, step_of
from leadscore.store.treatments.treatment import Done, Treatment
from leadscore.store.treatments.working_copy import WorkingCopy, same_file
from leadscore.store.workspace import Workspace, find


@dataclass(frozen=True, slots=True)
class Treated:
    """The data in use after a treatment: their revision and number, the untreated snapshot, and what each step did.

    `changed` is false where the data in use already were the same.
    """

    revision: str
    number: int
    untreated: int
    done: tuple[Done, ...]
    changed: bool


def treat(workspace: Workspace | Path | str, treatments: Sequence[Treatment], now: datetime | None = None) -> Treated:
    """Derive the data in use anew from the untreated snapshot, with exactly these treatments (none: undo all).

    `now` only tells others since when this runs.  Raises DataError for what cannot be applied, StoreError where the
    workspace has no data, is busy or full; the data in use then are as before.
    """
    place = find(workspace)
    with snapshots.writing(place, now) as staging:
        base = untreated(place)
        manifest = write(base, tuple(treatments), staging)
        folder = snapshots.publish(place, staging, manifest)
        return _report(folder, manifest, base, changed=not staging.exists())


def reapply(place: Workspace, treatments: Sequence[Treatment]) -> Treated:
    """Treat the snapshot in use, which is untreated; call it inside `snapshots.writing`, after publishing it.

    Treatments that the new data cannot take (an attribute is gone) are left out: compare `done` with what was asked.
    """
    base = untreated(place)
    fitting = tuple(each for each in treatments if _fits(each, base.manifest))
    if not fitting:
        return _report(base.folder, base.manifest, base, changed=False)
    with _beside(place) as staging:
        manifest = write(base, fitting, staging)
        folder = snapshots.publish(place, staging, manifest)
        return _report(folder, manifest, base, changed=not staging.exists())


def untreated(workspace: Workspace | Path | str) -> Snapshot:
    """The snapshot that the data in use come from: itself, or the one that its treatments began from."""
    kept = snapshots.history(workspace)
    in_use = next((each for each in kept if each.in_use), None)
    if in_use is None:
        snapshots.current(workspace)  # says why there is none
        raise StoreError(f"The workspace {find(workspace).folder} has no snapshot in use. Run: leadscore check.")
    if in_use.manifest.untreated is None:
        return in_use
    base = next((each for each in kept if each.number == in_use.manifest.untreated), None)
    if base is None:
        raise StoreError(
            f"The untreated snapshot {in_use.manifest.untreated} of {find(workspace).folder} is gone. Import again."
        )
    return base


def treatments_of(manifest: Manifest) -> tuple[Treatment, ...]:
    """The treatments that a snapshot went through, in order."""
    return tuple(Treatment.from_plain(each) for each in manifest.treatments)


def done_to(manifest: Manifest) -> tuple[Done, ...]:
    """What each treatment did to a snapshot, in order."""
    return tuple(Done.from_plain(each) for each in manifest.treatments)


def last_chosen(workspace: Workspace | Path | str) -> tuple[Treatment, ...]:
    """The treatments of the latest snapshot that had any: what may be wanted again after another import."""
    treated = (treatments_of(each.manifest) for each in reversed(snapshots.history(workspace)))
    return next((each for each in treated if each), ())


def is_stale(manifest: Manifest, base: Manifest) -> bool:
    """Whether treated data were derived from what their untreated snapshot no longer is."""
    return manifest.revision != _revision(base, treatments_of(manifest))


def write(base: Snapshot, treatments: tuple[Treatment, ...], folder: Path) -> Manifest:
    """Write the tables of an untreated snapshot, treated, into an empty folder; the manifest they then have."""
    chosen = in_order(treatments, base.manifest)
    copy = WorkingCopy(base.folder, base.manifest, folder / "spill")
    try:
        done = tuple(_applied(copy, each) for each in chosen)
        until = _ends(copy) if any(each.name == "leave_out_future" for each in chosen) else base.manifest.complete_until
        kinds = _kinds(copy)
        _refuse_nobody(copy)
        tables = copy.write(folder)
    except duckdb.Error as error:
        raise StoreError(
            f"The tables of {base.folder} could not be treated to the end. Make room, or see whether they are whole: "
            "leadscore check. The data in use are unchanged."
        ) from error
    finally:
        copy.close()
        shutil.rmtree(folder / "spill", ignore_errors=True)
    _accompany(base.folder, folder)
    return _manifest(base, done, tables, kinds, until) if done else base.manifest


def _applied(copy: WorkingCopy, treatment: Treatment) -> Done:
    copy.begin()
    step_of(treatment.name).apply(copy, treatment)
    return Done(treatment, dict(+copy.taken_out), dict(+copy.altered))


def _accompany(source: Path, folder: Path) -> None:
    """What lies beside the tables (refused rows, the mapping) belongs to the treated data, too."""
    for file in source.iterdir():
        if file.name != MANIFEST and file.is_file() and not (folder / file.name).exists():
            same_file(file, folder / file.name)


def _refuse_nobody(copy: WorkingCopy) -> None:
    if copy.held.manifest.rows("leads") and not copy.held.count("leads"):
        raise DataError("These treatments would take out every lead. Choose fewer, or other settings.")


def _manifest(
    base: Snapshot,
    done: tuple[Done, ...],
    tables: dict[str, Table],
    kinds: dict[str, int],
    until: dict[str, datetime],
) -> Manifest:
    before = base.manifest
    out = {table: sum(each.taken_out.get(table, 0) for each in done) for table in tables}
    return replace(
        before,
        revision=_revision(before, tuple(each.treatment for each in done)),
        tables=tables,
        attributes=tuple(_attribute(each, done) for each in before.attributes),
        kinds=kinds,
        complete_until=until,
        data_date=_data_date(before, until),
        ledger={table: {**line, "taken_out": out.get(table, 0)} for table, line in before.ledger.items()},
        treatments=tuple(each.to_plain() for each in done),
        untreated=base.number,
    )


def _revision(base: Manifest, treatments: tuple[Treatment, ...]) -> str:
    said = json.dumps([base.revision, [each.to_plain() for each in treatments]])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _attribute(attribute: Attribute, done: tuple[Done, ...]) -> Attribute:
    doubted = {name for each in done for name in each.treatment.words("attributes")}
    return replace(attribute, captured_at_form=False) if attribute.name in doubted else attribute


def _kinds(copy: WorkingCopy) -> dict[str, int]:
    """Kinds of which nothing is left stay, with none: what the data know at all does not change."""
    sql = "SELECT lower(trim(kind, ' ')), count(*) FROM activities GROUP BY 1"
    left = dict(copy.held.cursor.execute(sql).fetchall())
    return {kind: left.get(kind, 0) for kind in copy.held.manifest.kinds}


def _ends(copy: WorkingCopy) -> dict[str, datetime]:
    """Up to when the tables are known once the future is out: never later than before, nor than the latest row."""
    before = copy.held.manifest.complete_until
    latest = {
        table: copy.held.cursor.execute(f"SELECT max({stamp}) FROM {table}").fetchall()[0][0]
        for table, stamp in DATED.items()
    }
    return {table: min(end, latest[table] or end) for table, end in before.items()}


def _data_date(before: Manifest, until: dict[str, datetime]) -> datetime | None:
    """The earliest end of the tables, as at an import; a data date that the mapping stated stays."""
    if before.data_date is None or before.data_date != _earliest(before.complete_until):
        return before.data_date
    return _earliest(until)


def _earliest(until: dict[str, datetime]) -> datetime | None:
    """The leads' own end counts only where nothing else is dated."""
    others = [stamp for table, stamp in until.items() if table != "leads"]
    return min(others or until.values(), default=None)


def _fits(treatment: Treatment, manifest: Manifest) -> bool:
    if step_of(treatment.name).lacks(manifest) is not None:
        return False
    return all(manifest.attribute(name) is not None for name in treatment.words("attributes"))


def _report(folder: Path, manifest: Manifest, base: Snapshot, changed: bool) -> Treated:
    number = int(folder.name.partition("-")[0])
    return Treated(manifest.revision, number, base.number, done_to(manifest), changed)


@contextmanager
def _beside(place: Workspace) -> Iterator[Path]:
    staging = place.data / f"{STAGING}{uuid.uuid4().hex}"
    staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
