"""What the active version says of a month's leads that the version before it did not."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.evidence import rests_on_today
from leadscore.reports.circumstances import Circumstances, Earlier
from leadscore.reports.month import Month
from leadscore.reports.past import Asked, Past
from leadscore.reports.wording import begin
from leadscore.scoring import score
from leadscore.store.database import quoted
from leadscore.vocabulary import BAND_WORDS, counted

NOT_RANKED = (
    "Rates of the two versions are not set side by side: these leads were chosen by a score, so they cannot rank one."
)


@dataclass(frozen=True, slots=True)
class Moved:
    """Leads of a month that stand in one band under the earlier version and in another under the active one."""

    before: str
    after: str
    leads: int


def sentences(past: Past, month: Month, around: Circumstances) -> tuple[str, ...]:
    """What changed since the version before, in sentences; why nothing can be said where that is so."""
    if around.active is None:
        return ("The active model was never saved as a version, so there is no earlier version to compare with.",)
    if around.earlier is None:
        return (f"{begin(around.active)} is the first of its line: there is no earlier version to compare with.",)
    moved, leads = moves(past, month, around.earlier)
    changed = sum(each.leads for each in moved)
    told = [
        f"Since {around.earlier.name}: {changed:,} of {counted(leads, 'lead')} of this month stand in another band "
        f"under {around.active}.",
        *(
            f"{counted(each.leads, 'lead')} from {_band(each.before)} to {_band(each.after)}."
            for each in sorted(moved, key=lambda each: (-each.leads, each.before, each.after))
        ),
    ]
    saved = around.earlier.active_saved_at
    if past.manifest.data_date is None or saved > past.manifest.data_date:
        told.append(
            f"{begin(around.active)} was saved on {saved:%d %b %Y}, after these data end: no lead has met it yet."
        )
    return (*told, NOT_RANKED)


def moves(past: Past, month: Month, earlier: Earlier) -> tuple[tuple[Moved, ...], int]:
    """The leads of a month in another band, and how many leads both versions score."""
    other = earlier.model.without_rules(rests_on_today(earlier.model, past.shelf.facts))
    was = score(past.shelf, other, past.lens).table
    select = f"""SELECT COALESCE(was.band, ''), COALESCE(cohort.band, ''), COUNT(*)
FROM cohort JOIN {quoted(was)} AS was USING (lead_id) GROUP BY ALL ORDER BY ALL"""
    with past.cohort(Asked(month.first, month.last)) as cohort:
        rows = cohort.rows((), select)
    moved = tuple(Moved(*row) for row in rows if row[0] != row[1])
    return moved, sum(row[2] for row in rows)


def _band(band: str) -> str:
    return BAND_WORDS.get(band, "no band").lower()
