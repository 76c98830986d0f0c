"""What figures come back as: a name, a group, an estimate; and the header that every figure is read under."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from leadscore.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: its name (see `names.NAMES`), its group (None for all leads together) and its estimate."""

    name: str
    group: str | None
    estimate: Estimate

    def to_json(self) -> dict[str, Any]:
        """Exactly name, group, value, low, high, n, reason."""
        each = self.estimate
        return {
            "name": self.name,
            "group": self.group,
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "n": each.n,
            "reason": each.reason,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled count of the population strip."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Horizon:
    """Days within which an outcome counts, or None, and where the number comes from or why there is none."""

    outcome: str
    days: int | None
    origin: str


@dataclass(frozen=True, slots=True)
class StageDefinition:
    """What an entry to a stage means, and how many leads of the data have one by the data date."""

    stage: str
    meaning: str
    leads: int


@dataclass(frozen=True, slots=True)
class Header:
    """Under what the figures are to be read: clock, population, denominator and stage definitions."""

    data_date: datetime | None
    zone: str
    lens: str
    arrival_days: int
    outcome: str
    by: str | None
    horizons: tuple[Horizon, ...]
    population: tuple[Line, ...]
    stages: tuple[StageDefinition, ...]
    denominator: str
    badges: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one question, in the order of `names.NAMES`, under one header."""

    header: Header
    figures: tuple[Figure, ...]

    def figure(self, name: str, group: str | None = None) -> Estimate:
        """The estimate of that name and group; KeyError where the report has none."""
        for each in self.figures:
            if (each.name, each.group) == (name, group):
                return each.estimate
        raise KeyError((name, group))

    def to_json(self) -> dict[str, Any]:
        """The header and the figures as plain values; instants as ISO text, naive UTC."""
        header = asdict(self.header)
        if self.header.data_date is not None:
            header["data_date"] = self.header.data_date.isoformat()
        return {"header": header, "figures": [each.to_json() for each in self.figures]}
