"""The desk's episodes are those of the review: begun by the same hand-off, and touched by the same attempt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from leadscore.desk.episodes import episode_stages
from leadscore.desk.standing import Standing, standing_of
from leadscore.evidence import Handoff, Shelf
from leadscore.model import Model, load
from leadscore.outcomes import Question, build_cohort
from leadscore.outcomes.episodes import build_episodes
from leadscore.scoring import score
from leadscore.store.database import open_current
from leadscore.store.queries import assemble

from .company import MODEL, company

CALLS = "id,at,kind,detail,actor\n"


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-10-{text}")


def told_of_ada(tmp_path: Path, steps: tuple[str, ...], calls: tuple[str, ...] = ()) -> Shelf:
    """Ada's company with these steps and calls of hers."""
    listed = "\n".join(["id,stage,at,score", *(f"ada,{each}," for each in steps)])
    deeds = CALLS + "".join(f"ada,{each},call,,Rosa\n" for each in ("2026-09-02 10:00", *calls))
    found = company(tmp_path, steps=listed, deeds=deeds)
    assert hand_offs_differ(found, MODEL) == []
    return found


def standing(found: Shelf, at: str | None = None) -> Standing:
    """Where Ada stands at a moment, or when the data end."""
    told = standing_of(found.database, "ada", day(at) if at else None)
    assert told is not None
    return told


def hand_offs_differ(shelf: Shelf, model: Model) -> list[str]:
    """Leads in an open episode whose hand-off the desk and the review tell differently."""
    cursor, manifest = shelf.database.cursor(), shelf.database.manifest
    question = Question.of(manifest, model.evaluation, "handoff")
    build_episodes(build_cohort(cursor, manifest, score(shelf, model, Handoff()).table, question))
    desk = assemble(episode_stages(manifest), "SELECT * FROM episodes")
    both = f"""SELECT lead_id FROM episodes LEFT JOIN ({desk}) AS told USING (lead_id)
WHERE episodes.ended_at IS NULL AND closed_as IS NULL AND handed_over_at IS DISTINCT FROM handed_at"""
    return [lead for (lead,) in cursor.execute(both, {"as_of": manifest.data_date}).fetchall()]


def test_a_hand_off_without_an_end_before_it_is_the_same_one_listed_twice(tmp_path: Path) -> None:
    """Rosa called after the first listing, so nobody waits since the second."""
    steps = ("mql,2026-10-01 10:00", "mql,2026-10-20 10:00")
    told = standing(told_of_ada(tmp_path, steps, calls=("2026-10-02 10:00",)))
    assert (told.clock.handed_over_at, told.clock.touched_at) == (day("01T10:00"), day("02T10:00"))


def test_a_hand_off_after_an_end_opens_the_next_episode(tmp_path: Path) -> None:
    steps = ("mql,2026-10-01 10:00", "recycled,2026-10-05 10:00", "mql,2026-10-20 10:00", "mql,2026-10-25 10:00")
    told = standing(told_of_ada(tmp_path, steps, calls=("2026-10-02 10:00",)))
    assert (told.clock.handed_over_at, told.clock.touched_at, told.is_over) == (day("20T10:00"), None, False)


@pytest.mark.parametrize("end", ["rejected", "recycled", "lost"])
def test_of_dates_alone_the_first_hand_off_comes_before_the_end_of_its_day(tmp_path: Path, end: str) -> None:
    assert standing(told_of_ada(tmp_path, ("mql,2026-10-01", f"{end},2026-10-01"))).is_over


def test_of_dates_alone_a_later_hand_off_comes_after_the_end_of_its_day(tmp_path: Path) -> None:
    told = standing(told_of_ada(tmp_path, ("mql,2026-10-01", "recycled,2026-10-20", "mql,2026-10-20")))
    assert (told.is_over, f"{told.clock.handed_over_at:%d}") == (False, "20")


def test_as_of_an_earlier_moment_it_stood_where_it_stood_then(tmp_path: Path) -> None:
    steps = ("mql,2026-10-01 10:00", "recycled,2026-10-05 10:00", "mql,2026-10-20 10:00")
    found = told_of_ada(tmp_path, steps)
    told = {at: standing(found, at) for at in ("01T09:00", "03T00:00", "10T00:00", "21T00:00")}
    assert {at[:2]: (each.clock.handed_over_at, each.is_over) for at, each in told.items()} == {
        "01": (None, False),
        "03": (day("01T10:00"), False),
        "10": (None, True),
        "21": (day("20T10:00"), False),
    }


def test_attempts_after_the_data_date_are_not_known_yet(tmp_path: Path) -> None:
    found = company(tmp_path, deeds=CALLS + "ada,2026-11-01 10:00,call,,Rosa\n")
    told = standing_of(found.database, "ben")
    assert told is not None
    assert told.clock.unknown == "who was called is unknown"


def test_in_the_samples_the_hand_offs_are_the_same(sample: Path) -> None:
    assert hand_offs_differ(Shelf(open_current(sample)), load(sample / "model.yaml")) == []
