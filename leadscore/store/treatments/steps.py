"""Every treatment there is, in the order in which they are applied, whatever order they were chosen in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leadscore.errors import DataError, did_you_mean, one_of
from leadscore.store.manifest import Manifest
from leadscore.store.treatments import accounts, future, orders, people, scanners, test_records, wins
from leadscore.store.treatments.treatment import Treatment
from leadscore.store.treatments.working_copy import WorkingCopy


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of treatment: its name, what it does in words, the settings it takes, and what the data must have."""

    name: str
    words: str
    apply: Callable[[WorkingCopy, Treatment], None]
    settings: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("leads",)
    any_attribute: tuple[str, ...] = ()

    def lacks(self, manifest: Manifest) -> str | None:
        """What the data lack for it, in words; None where it can be applied."""
        missing = [table for table in self.tables if table not in manifest.tables]
        if missing:
            return f"these data have no {' and no '.join(missing).replace('_', ' ')}"
        if self.any_attribute and not any(manifest.attribute(name) for name in self.any_attribute):
            return f"these data have no attribute '{self.any_attribute[0]}'"
        return None


def _seconds(chosen: Treatment) -> int:
    words = chosen.words("seconds") or (str(scanners.SECONDS),)
    if not words[-1].isascii() or not words[-1].isdecimal() or not 1 <= int(words[-1]) <= 60:
        raise DataError(f"'{words[-1]}' is no number of seconds from 1 to 60, for 'leave_out_scanners'.")
    return int(words[-1])


def _by(chosen: Treatment) -> tuple[str, ...]:
    words = chosen.words("by") or people.BY[:1]
    for word in words:
        if word not in people.BY:
            raise DataError(f"'merge_people' knows no '{word}'. {did_you_mean(word, people.BY)}")
    return words


def _attributes(copy: WorkingCopy, chosen: Treatment) -> None:
    for word in chosen.words("attributes"):
        if copy.held.manifest.attribute(word) is None:
            raise DataError(f"These data have no attribute '{word}', for 'not_from_the_form'.")


STEPS = (
    Step(
        "leave_out_future",
        "Take out rows dated after a day, and forget such dates of leads and deals",
        lambda copy, chosen: future.leave_out(copy, future.instant(chosen.words("after"))),
        settings=("after",),
    ),
    Step(
        "leave_out_tests",
        "Take out test records, with all their rows",
        lambda copy, chosen: test_records.leave_out(copy, chosen.words("own_domains")),
        settings=("own_domains",),
        any_attribute=("email", "name", "company"),
    ),
    Step(
        "merge_people",
        "Make one lead of the several that are one person, with all their rows",
        lambda copy, chosen: people.merge(copy, _by(chosen)),
        settings=("by",),
        any_attribute=("email", "name"),
    ),
    Step(
        "merge_accounts",
        "Give the several ids of one account one id",
        lambda copy, chosen: accounts.merge(copy),
        any_attribute=("account_id",),
    ),
    Step(
        "keep_one_win",
        "Keep the win of an account with the contact who made it",
        lambda copy, chosen: wins.keep_one(copy),
        tables=("leads", "stages"),
        any_attribute=("account_id",),
    ),
    Step(
        "leave_out_scanners",
        "Take out the clicks and opens that mail scanners made",
        lambda copy, chosen: scanners.leave_out(copy, _seconds(chosen)),
        settings=("seconds",),
        tables=("activities",),
    ),
    Step(
        "unlink_older_deals",
        "Take the link between a deal and a lead that was created after it opened; the deal stays",
        lambda copy, chosen: orders.unlink_older_deals(copy),
        tables=("deals", "deal_leads"),
    ),
    Step(
        "forget_opening",
        "Treat the opening date of a deal that closed before it as unknown",
        lambda copy, chosen: orders.forget_opening(copy),
        tables=("deals",),
    ),
    Step(
        "forget_creation",
        "Treat the creation date of a lead that entered a stage before it as unknown",
        lambda copy, chosen: orders.forget_creation(copy),
        tables=("leads", "stages"),
    ),
    Step(
        "leave_out_disordered",
        "Take out leads whose stages come in an order that cannot be, with all their rows",
        lambda copy, chosen: orders.leave_out_disordered(copy),
        tables=("leads", "stages"),
    ),
    Step(
        "not_from_the_form",
        "Treat attributes as today's values, although they were said to be captured at the form",
        _attributes,
        settings=("attributes",),
    ),
)

_PLACE = {step.name: place for place, step in enumerate(STEPS)}


def step_of(name: str) -> Step:
    """The step of that name; DataError with a suggestion where there is none."""
    if name not in _PLACE:
        raise DataError(f"There is no treatment '{name}'. {did_you_mean(name, _PLACE)}")
    return STEPS[_PLACE[name]]


def in_order(chosen: tuple[Treatment, ...], manifest: Manifest) -> tuple[Treatment, ...]:
    """The treatments in the order in which they are applied, each once (with the settings of all of its name).

    Raises DataError for what cannot be applied.
    """
    by_name: dict[str, Treatment] = {}
    for each in chosen:
        by_name[each.name] = by_name[each.name].joined(each) if each.name in by_name else each
    for each in by_name.values():
        step = step_of(each.name)
        unknown = [key for key, _ in each.settings if key not in step.settings]
        if unknown:
            raise DataError(
                f"'{step.name}' has no setting '{unknown[0]}'. It takes: {one_of(step.settings) or 'none'}."
            )
        if (lacking := step.lacks(manifest)) is not None:
            raise DataError(f"'{step.name}' cannot be applied: {lacking}.")
    return tuple(sorted(by_name.values(), key=lambda each: _PLACE[each.name]))
