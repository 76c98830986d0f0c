"""Checks of clicks and opens: which of them a machine made."""

from __future__ import annotations

from collections.abc import Iterator

from leadscore.learning.health.check import Check, Subject, examples, numbers
from leadscore.store.treatments import scanners
from leadscore.store.treatments.mail_words import listed
from leadscore.store.treatments.treatment import Treatment

_MAIL = f"LOWER(TRIM(kind, ' ')) IN ({listed((*scanners.CLICKS, *scanners.OPENS))})"
_WHOLE = "occurred_at = DATE_TRUNC('minute', occurred_at)"


def mail_scanners(subject: Subject) -> Iterator[Check]:
    """Clicks and opens within seconds of the delivery, and every link of a mail at once."""
    held = subject.held
    of, exact = numbers(held, f"SELECT COUNT(*), COUNT(*) FILTER (NOT ({_WHOLE})) FROM activities WHERE {_MAIL}")
    table = scanners.find(held)
    whys = held.cursor.execute(
        f"SELECT why, COUNT(*), COUNT(DISTINCT lead_id) FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    told = ", ".join(f"{why}: {n:,} of {leads:,} leads" for why, n, leads in whys)
    yield Check(
        "mail_scanners",
        "Clicks and opens that a machine made",
        "clicks and opens",
        held.count(table) if exact else None,
        of,
        "Rules on clicks and opens: points for a mail filter. Silence is not seen, since a machine always answers.",
        words=f"Within {scanners.SECONDS} seconds of a delivery, or {scanners.BURST} clicks and more of one lead "
        f"within {scanners.SECONDS} seconds. {told}",
        examples=examples(
            held, f"SELECT lead_id, kind, occurred_at, detail, why FROM {table} ORDER BY lead_id, occurred_at"
        ),
        treatment=Treatment.of("leave_out_scanners", seconds=[str(scanners.SECONDS)]),
        reason=_cannot(of, exact),
    )


def _cannot(of: int, exact: int) -> str | None:
    if not of:
        return "these data have no clicks or opens of mails"
    return None if exact else "the clicks have no seconds, so a machine cannot be told from a quick reader"
