"""Texts of dates and times as instants: naive UTC between 1900 and 2199.

An offset in the text keeps its meaning.  A time without one is local time of a zone.  A date alone means the last
microsecond of that local day.  Of a local hour that daylight saving repeats, the first pass is meant; a local time
that it skips is read with the offset from before the jump (02:30 becomes 03:30); the end of a day is its later pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

EARLIEST = datetime(1900, 1, 1)  # noqa: DTZ001 - instants are stored as naive UTC
LATEST = datetime(2199, 12, 31, 23, 59, 59, 999999)  # noqa: DTZ001

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,12})?)?( ?(Z|[+-]\d{2}(:?\d{2}(:\d{2})?)?))?", re.ASCII
)
_LONGEST = 100
"""Characters: a longer text is no date, and patterns would be slow to say so."""

_EPOCH = {"unix": 1, "unix_ms": 1000, "unix_us": 1_000_000}
_TIME_DIRECTIVES = re.compile(r"%[HIMSfpcXs]")


class NotAnInstant(ValueError):
    """The text is no date or time that can be read; the message says why, without repeating the text."""


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name; raises ValueError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"'{name}' is no time zone") from error


def zone_names() -> list[str]:
    """Every known zone, for suggestions."""
    return sorted(available_timezones())


def end_of_day(day: date, zone: ZoneInfo | None) -> datetime:
    """The last microsecond of a local day, as naive UTC; without a zone, of the UTC day."""
    last = datetime.combine(day, time(23, 59, 59, 999999))
    return _utc(last.replace(fold=1), zone) if zone else last


def reader(form: str | None, zone: ZoneInfo | None) -> Callable[[str], datetime]:
    """A function from a text to an instant: ISO 8601 without `form`, else strptime's or unix / unix_ms / unix_us."""
    if form is None:
        return lambda text: read_iso(text, zone)
    if form in _EPOCH:
        per_second = _EPOCH[form]
        return lambda text: _from_epoch(text, per_second)
    dated_only = not _TIME_DIRECTIVES.search(form)
    return lambda text: _from_form(text, form, zone, dated_only)


def read_iso(text: str, zone: ZoneInfo | None) -> datetime:
    """The instant of an ISO 8601 text; raises NotAnInstant."""
    if len(text) == 10:
        if not _DATE.fullmatch(text):
            raise NotAnInstant("is no date of the form 2026-10-31 (state its `format:`)")
        return _in_range(end_of_day(_iso(text).date(), zone))
    if not _TIME.fullmatch(text):
        raise NotAnInstant("is no date or time of the form 2026-10-31 14:05:00 (state its `format:`)")
    return _placed(_iso(text if " " not in text[11:] else text[:11] + text[11:].replace(" ", "")), zone)


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise NotAnInstant("is no day or time of the calendar") from error


def _from_form(text: str, form: str, zone: ZoneInfo | None, dated_only: bool) -> datetime:
    if len(text) > _LONGEST:
        raise NotAnInstant(f"does not have the format {form}")
    try:
        read = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is placed below
    except ValueError as error:
        raise NotAnInstant(f"does not have the format {form}") from error
    return _in_range(end_of_day(read.date(), zone)) if dated_only else _placed(read, zone)


def _from_epoch(text: str, per_second: int) -> datetime:
    try:
        ticks = int(text)
        return _in_range(datetime(1970, 1, 1) + timedelta(microseconds=ticks * (1_000_000 // per_second)))  # noqa: DTZ001
    except (ValueError, OverflowError) as error:
        raise NotAnInstant("is no whole number of seconds since 1970 within 1900 and 2199") from error


def _placed(read: datetime, zone: ZoneInfo | None) -> datetime:
    if read.tzinfo is not None:
        return _in_range(_shifted(read))
    if zone is None:
        raise NotAnInstant("has no offset and the mapping states no zone (add `zone: Europe/Berlin` or the like)")
    return _in_range(_utc(read, zone))


def _utc(local: datetime, zone: ZoneInfo) -> datetime:
    try:
        return local - (zone.utcoffset(local) or timedelta())
    except OverflowError as error:
        raise NotAnInstant("lies outside 1900 to 2199") from error


def _shifted(read: datetime) -> datetime:
    try:
        return read.astimezone(UTC).replace(tzinfo=None)
    except OverflowError as error:
        raise NotAnInstant("lies outside 1900 to 2199") from error


def _in_range(instant: datetime) -> datetime:
    if EARLIEST <= instant <= LATEST:
        return instant
    raise NotAnInstant("lies outside 1900 to 2199")
