"""A treatment as a plain value, as a text of the command line and as JSON; and what it did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Setting = tuple[str, tuple[str, ...]]


SEVERAL = ("by", "own_domains", "attributes")
"""Settings of several words, each of which counts by itself."""


@dataclass(frozen=True, slots=True, order=True)
class Treatment:
    """One treatment that was chosen: its name and its settings, each a few words; equal choices are equal values."""

    name: str
    settings: tuple[Setting, ...] = ()

    @classmethod
    def of(cls, name: str, **settings: Iterable[str]) -> Treatment:
        """A treatment with settings in one order, whatever order they were given in; empty ones say nothing."""
        said = sorted((key, tuple(words)) for key, words in settings.items())
        return cls(name, tuple((key, words) for key, words in said if words))

    @classmethod
    def from_text(cls, text: str) -> Treatment:
        """`leave_out_scanners` or `leave_out_scanners:seconds=3`; several settings are parted by ';'."""
        name, _, said = text.partition(":")
        parts = (part.partition("=") for part in said.split(";") if part.strip())
        return cls.of(name.strip(), **{key.strip(): _words(words) for key, _, words in parts})

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Treatment:
        """The treatment that a manifest names."""
        return cls.of(plain["name"], **plain.get("settings", {}))

    def words(self, setting: str) -> tuple[str, ...]:
        """The words of one setting; none where it was not given."""
        return dict(self.settings).get(setting, ())

    def joined(self, other: Treatment) -> Treatment:
        """The same treatment with the words of both, those of the other last."""
        both = {key: (*self.words(key), *other.words(key)) for key, _ in (*self.settings, *other.settings)}
        return Treatment.of(self.name, **{key: dict.fromkeys(words) for key, words in both.items()})

    def standing_in(self, others: Iterable[Treatment]) -> Treatment | None:
        """What of others does the same: this one where it is among their words, else the one of its name.

        Words of one value (`seconds`, `after`) may differ: then the other's count.
        """
        same = next((each for each in others if each.name == self.name), None)
        if same is None or not any(key in SEVERAL for key, _ in self.settings):
            return same
        return self if all(set(words) <= set(same.words(key)) for key, words in self.settings) else None

    def to_text(self) -> str:
        """As `from_text` reads it."""
        said = ";".join(f"{key}={','.join(words)}" for key, words in self.settings)
        return f"{self.name}:{said}" if said else self.name

    def to_plain(self) -> dict[str, Any]:
        """As plain values, for a manifest."""
        return {"name": self.name, "settings": {key: list(words) for key, words in self.settings}}


@dataclass(frozen=True, slots=True)
class Done:
    """What one treatment did: rows taken out and rows changed, by table."""

    treatment: Treatment
    taken_out: Mapping[str, int]
    altered: Mapping[str, int]

    def to_plain(self) -> dict[str, Any]:
        """As a manifest keeps it."""
        return {**self.treatment.to_plain(), "taken_out": dict(self.taken_out), "changed": dict(self.altered)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Done:
        """What a manifest keeps."""
        return cls(Treatment.from_plain(plain), plain.get("taken_out", {}), plain.get("changed", {}))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
