"""Active model and draft on leads that came after both were fixed: counted lead by lead, and silent before that."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from leadscore.evidence import Arrival, rests_on_today
from leadscore.outcomes.standing import SQL, standing
from leadscore.reports import Circumstances, Month, Past, section
from leadscore.reports.circumstances import Rival
from leadscore.reports.past import Asked
from leadscore.reports.shadow import behind_shadow
from leadscore.reports.wording import Value
from leadscore.scoring import score
from leadscore.store import workspace
from leadscore.store.state import By, State
from leadscore.workshop.saved_models import saving

SINCE = datetime.fromisoformat("2026-02-01T00:00:00")
ABOVE = ("ready", "hand_over")


def against(past: Past, since: datetime) -> Circumstances:
    """A draft that doubles the webinar and forgets the demo."""
    points = {rule.id: rule.worth * 2 for rule in past.model.rules if "webinar" in rule.id}
    points |= {rule.id: 0 for rule in past.model.rules if "demo" in rule.id}
    return Circumstances(
        active="version 1 of 'Now'", rival=Rival("version 1 of 'Then'", past.model.with_points(points), since)
    )


def test_each_cell_counts_its_leads(past: Past, month: Month) -> None:
    around = against(past, SINCE)
    assert around.rival is not None
    found = section(past, month, "shadow", around).tables[0]
    draft = around.rival.model.without_rules(rests_on_today(around.rival.model, past.shelf.facts))
    table = score(past.shelf, draft, Arrival(past.model.evaluation.arrival_days)).table
    with past.cohort(Asked(arrival=True)) as cohort:
        theirs = dict(cohort.cursor.execute(f'SELECT lead_id, band FROM "{table}"').fetchall())
        select = "SELECT lead_id, as_of, band, hand_off, standing, hit FROM standings"
        leads = cohort.rows((standing(SQL, cohort.facts),), select, days=60)
    cells: dict[tuple[bool, bool], list[tuple[bool, str, bool]]] = {}
    for lead, as_of, band, hand_off, place, hit in leads:
        if as_of > SINCE and lead in theirs:
            key = (band in ABOVE, theirs[lead] in ABOVE)
            cells.setdefault(key, []).append((hand_off is not None, place, hit))
    assert all(cells.get(key) for key in ((True, True), (True, False), (False, True), (False, False)))
    for row, key in zip(found.rows, ((True, True), (True, False), (False, True), (False, False)), strict=True):
        mine = cells[key]
        rated = [hit for _, place, hit in mine if place == "counted"]
        values = [cell.estimate for cell in row if isinstance(cell, Value)]
        assert [values[0].value, values[1].value] == [len(mine), sum(handed for handed, _, _ in mine)]
        assert values[2].n == len(rated)
        assert values[2].value == (pytest.approx(sum(rated) / len(rated)) if rated else None)


def test_each_cell_opens_its_rows(past: Past, month: Month) -> None:
    around = against(past, SINCE)
    assert around.rival is not None
    for row in section(past, month, "shadow", around).tables[0].rows:
        leads, handed_over, rated = (cell for cell in row if isinstance(cell, Value))
        for value in (leads, handed_over, rated):
            assert value.origin is not None
            found = behind_shadow(past, month, value.origin, around.rival)
            if value is rated:
                assert found.total == value.estimate.n
                assert found.counted == round((value.estimate.value or 0) * value.estimate.n)
            else:
                assert found.total == value.estimate.value
            assert "draft_picks" in found.sql and "$since = 2026-02-01" in found.sql


def test_no_lead_has_met_what_was_saved_after_the_data(past: Past, month: Month) -> None:
    found = section(past, month, "shadow", against(past, datetime.fromisoformat("2027-01-01T00:00:00")))
    assert "no lead has met them yet" in found.sentences[0] and not found.tables


def test_both_stand_fixed_once_both_are_saved(past: Past, tmp_path: Path) -> None:
    other = past.model.with_points({past.model.rules[0].id: past.model.rules[0].worth + 1})
    first, later = (datetime.fromisoformat(each) for each in ("2026-01-05T10:00:00", "2026-03-05T10:00:00"))
    with State.open(workspace.create(tmp_path / "ws")) as state:
        assert Circumstances.of(state, past.model).rival is None
        state.versions.save(saving(past.model, "Now", "as it was", None), By("Ada", "marketing", first))
        assert Circumstances.of(state, past.model).rival is None
        state.versions.save(saving(other, "Then", "one more", None), By("Ben", "sales", later))
        rival = Circumstances.of(state, past.model).rival
    assert rival is not None and (rival.name, rival.since, rival.signed) == ("version 1 of 'Then'", later, False)


MARCH, MAY, JUNE = (datetime.fromisoformat(f"2026-{month}-05T10:00:00") for month in ("03", "05", "06"))


def signed_at(state: State, past: Past, sales: datetime, marketing: datetime) -> None:
    """The active model is saved in March and signed by both teams."""
    version = state.versions.save(saving(past.model, "Now", "as it was", None), By("Ada", "marketing", MARCH))
    state.signatures.sign(version.id, By("Ben", "sales", sales))
    state.signatures.sign(version.id, By("Ada", "marketing", marketing))


@pytest.mark.parametrize(("drafted", "since"), [(MARCH, MAY), (JUNE, JUNE)])
def test_the_second_signature_starts_it_or_the_draft_that_is_saved_later(
    past: Past, month: Month, tmp_path: Path, drafted: datetime, since: datetime
) -> None:
    other = past.model.with_points({past.model.rules[0].id: past.model.rules[0].worth + 1})
    with State.open(workspace.create(tmp_path / "ws")) as state:
        state.versions.save(saving(other, "Then", "one more", None), By("Ben", "sales", drafted))
        signed_at(state, past, MARCH, MAY)
        around = Circumstances.of(state, past.model)
    assert around.rival is not None and (around.rival.since, around.rival.signed) == (since, True)
    told = section(past, month, "shadow", around).sentences[0]
    fixed = f"have both stood fixed since {since:%d %b %Y}"
    assert told.startswith(f"The active model, signed by both teams, and version 1 of 'Then' {fixed}")


def test_its_days_are_those_of_the_zone_of_the_data(past: Past, month: Month) -> None:
    late = datetime.fromisoformat("2026-05-01T22:30:00")  # half past midnight in Berlin
    told = section(past, month, "shadow", Circumstances(rival=Rival("a draft", past.model, late))).sentences[0]
    assert past.manifest.zone == "Europe/Berlin"
    assert "have both stood fixed since 02 May 2026" in told


def test_one_signature_starts_nothing_and_the_words_say_so(past: Past, month: Month, tmp_path: Path) -> None:
    other = past.model.with_points({past.model.rules[0].id: past.model.rules[0].worth + 1})
    with State.open(workspace.create(tmp_path / "ws")) as state:
        version = state.versions.save(saving(past.model, "Now", "as it was", None), By("Ada", "marketing", MARCH))
        state.signatures.sign(version.id, By("Ben", "sales", MAY))
        state.versions.save(saving(other, "Then", "one more", None), By("Ben", "sales", MARCH))
        around = Circumstances.of(state, past.model)
    assert around.rival is not None and (around.rival.since, around.rival.signed) == (MARCH, False)
    assert "The active model, not signed by both teams, and" in section(past, month, "shadow", around).sentences[0]


def test_an_edit_of_the_signed_model_is_the_draft_it_is_compared_with(past: Past, tmp_path: Path) -> None:
    """Of all that was saved and scores otherwise, the latest."""
    rule = past.model.rules[0]
    older, edited = (past.model.with_points({rule.id: rule.worth + more}) for more in (1, 2))
    with State.open(workspace.create(tmp_path / "ws")) as state:
        state.versions.save(saving(older, "Then", "one more", None), By("Ben", "sales", MARCH))
        signed_at(state, past, MARCH, MAY)
        latest = state.versions.latest("Now")
        assert latest is not None
        state.versions.save(saving(edited, "Now", "two more", latest.id), By("Ada", "marketing", JUNE))
        around = Circumstances.of(state, past.model)
    assert around.active == "version 1 of 'Now'"
    assert around.rival is not None and (around.rival.name, around.rival.since) == ("version 2 of 'Now'", JUNE)
