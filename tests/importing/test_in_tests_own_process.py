"""What tests bring in without a process of its own is what the product would have brought in with one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import importing_here
import pytest

from leadscore import importing
from leadscore.errors import ImportRefused, MappingError
from leadscore.importing.limits import Limits
from leadscore.importing.progress import Watch

from .desk import Desk


def both(desk: Desk, monkeypatch: pytest.MonkeyPatch, **files: str) -> list[object]:
    """The same files twice: with a process, and without."""
    told: list[object] = []
    for way in (importing_here.in_child, importing_here.in_this_process):
        monkeypatch.setattr(importing, "in_child", way)
        try:
            report = asdict(desk.bring(dry_run=True, **files))
            told.append({**report, "rejected_file": None})
        except (ImportRefused, MappingError) as error:
            told.append((type(error), str(error)))
    return told


@pytest.mark.parametrize(
    "leads",
    ["id,Size\nanna,50\nbo,7\nanna,51\n,3\n", "id,x\n ,1\n", "Id,x\nanna,1\n", 'id,x\nanna,"1\n'],
    ids=["a ledger", "nobody", "a column that is not there", "a quotation mark that is not closed"],
)
def test_both_ways_say_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch, leads: str) -> None:
    first, second = both(desk, monkeypatch, leads=leads)
    assert first == second


def test_here_a_process_is_started_and_elsewhere_only_where_somebody_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert importing.in_child is importing_here.in_child  # type: ignore[attr-defined]
    started: list[Path] = []
    real = importing_here.in_child

    def seen(job: dict[str, Any], folder: Path, limits: Limits, watch: Watch | None = None) -> dict[str, Any]:
        started.append(folder)
        return real(job, folder, limits, watch)

    monkeypatch.setattr(importing_here, "in_child", seen)
    monkeypatch.setattr(importing, "in_child", importing_here.in_this_process)
    desk.bring(leads="id,City\nanna,Bonn\n")
    assert started == []
    desk.bring(leads="id,City\nanna,Bonn\n", stop=lambda: False)
    assert len(started) == 1
