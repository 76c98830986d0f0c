"""What became of a lead, in the sentence at the head of its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.desk.clock import Due
from leadscore.desk.standing import standing_of
from leadscore.evidence import Shelf
from leadscore.figures.standing_words import standing_sentence

from .company import company


@pytest.mark.parametrize(
    ("lead_id", "says"),
    [
        ("ada", "Open: handed over on 21 Oct 2026; touched after 21 h 0 min."),
        ("ben", "Open: handed over on 30 Oct 2026; waits 1 d 11 h for a first attempt."),
        ("cleo", "Closed: rejected on 05 Oct 2026."),
        ("dan", "Open: never handed over."),
    ],
)
def test_what_became_of_it(shelf: Shelf, lead_id: str, says: str) -> None:
    standing = standing_of(shelf.database, lead_id)
    assert standing_sentence(standing, "UTC") == says
    assert standing is not None
    assert standing.is_over == (lead_id == "cleo")


def test_late_is_said(shelf: Shelf) -> None:
    """Ben waits five business hours when the data end."""
    said = standing_sentence(standing_of(shelf.database, "ben", limit=Due(5 * 60)), "UTC")
    assert said == "Open: handed over on 30 Oct 2026; LATE: waits 1 d 11 h for a first attempt."


def test_what_became_of_those_sent_back_or_closed_nobody_knows_when(tmp_path: Path) -> None:
    entered = ("cleo,mql,2026-10-01", "cleo,recycled,2026-10-05 12:00", "dan,lost,", "fay,mql,2026-10-30")
    steps = "\n".join(["id,stage,at,score", *(f"{each}," for each in entered)])
    found = company(tmp_path, steps=steps, deeds="id,at,kind,detail,actor\n").database
    said = {each: standing_sentence(standing_of(found, each), "UTC") for each in ("cleo", "dan", "fay")}
    assert said == {
        "cleo": "Open: sent back to nurturing on 05 Oct 2026, not handed over again.",
        "dan": "Closed: lost, nobody knows when.",
        "fay": "Open: handed over on 30 Oct 2026; who was called is unknown.",
    }
