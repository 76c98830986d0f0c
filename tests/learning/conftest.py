"""The three sample companies, each imported once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from leadscore.evidence import Shelf
from leadscore.learning import Effects, effects
from leadscore.model import Model, load
from leadscore.store.database import open_current

NOW = datetime.fromisoformat("2026-11-02T09:00:00")
COMPANIES = ("saas", "manufacturing", "services")
SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


@dataclass(frozen=True)
class Company:
    """A sample company: its data, its model, and what is true of its signals."""

    name: str
    shelf: Shelf
    model: Model

    @cached_property
    def signals(self) -> dict[str, dict[str, Any]]:
        """What the generator planted, by rule id."""
        truth = json.loads((SAMPLES / self.name / "truth.json").read_text(encoding="utf-8"))
        return {signal["id"]: signal for signal in truth["signals"]}

    def ids(self, kind: str) -> list[str]:
        """Rules of the model whose signal is true, proxy or noise."""
        return [rule.id for rule in self.model.rules if self.signals.get(rule.id, {}).get("kind") == kind]

    @cached_property
    def effects(self) -> Effects:
        """Effects among worked leads on confirmed sql: what stands beside the sliders."""
        return effects(self.shelf, self.model)


@pytest.fixture(scope="session")
def companies(sample_of: Callable[[str], Path]) -> dict[str, Company]:
    """The sample companies by name; for reading only."""
    found = {}
    for name in COMPANIES:
        folder = sample_of(name)
        found[name] = Company(name, Shelf(open_current(folder)), load(folder / "model.yaml"))
    return found


@pytest.fixture(params=COMPANIES)
def company(request: pytest.FixtureRequest, companies: dict[str, Company]) -> Company:
    """Each sample company in turn."""
    return companies[request.param]


@pytest.fixture
def saas(companies: dict[str, Company]) -> Company:
    """The SaaS sample."""
    return companies["saas"]
