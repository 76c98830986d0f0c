"""Suggestions held against the truth that a sample company was generated with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from scipy.stats import kendalltau, spearmanr

from leadscore import importing
from leadscore.evidence import Shelf
from leadscore.learning.known_leads import KnownLeads, known_leads
from leadscore.learning.suggesting.suggestion import Suggestion, suggestion_of
from leadscore.model import Model, load
from leadscore.simulation import lock_of
from leadscore.store import workspace as workspaces
from leadscore.store.database import open_current
from sample_data.companies import COMPANIES
from sample_data.generate import generate

NOW = datetime.fromisoformat("2026-11-02T09:00:00")


@dataclass(frozen=True)
class Truth:
    """One generated history: what its leads suggest, and what is true of its signals."""

    known: KnownLeads
    model: Model
    signals: dict[str, dict]
    found: Suggestion

    def of_kind(self, kind: str) -> list[str]:
        """Rules whose signal is of that kind."""
        return [rule.id for rule in self.model.rules if self.signals.get(rule.id, {}).get("kind") == kind]

    def learned(self, kind: str) -> list[str]:
        """Those of them for which something is suggested."""
        return [each for each in self.of_kind(kind) if self.found.of(each).suggested is not None]

    def order(self) -> tuple[float, float]:
        """Spearman and Kendall of the suggested effects against the true log odds ratios."""
        true = self.learned("true")
        planted = [self.signals[each]["odds_ratio"] for each in true]
        effects = [self.found.of(each).effect for each in true]
        return float(spearmanr(planted, effects).statistic), float(kendalltau(planted, effects).statistic)

    def called(self, kind: str) -> tuple[int, int]:
        """Signals of that kind called (the interval of their points on one side of 0), of how many."""
        learned = self.learned(kind)
        return sum(self.found.of(each).called for each in learned), len(learned)

    def awarded(self, kind: str) -> list[int]:
        """Their suggested points."""
        return [self.found.of(each).suggested for each in self.learned(kind)]


def truth_of(shelf: Shelf, model: Model, signals: Iterable[dict], draws: int = 200) -> Truth:
    """What a history suggests outside its locked period."""
    known = known_leads(shelf, model, before=lock_of(shelf).starts)
    return Truth(known, model, {each["id"]: each for each in signals}, suggestion_of(known, model, draws))


def generated(name: str, seed: int, folder: Path, draws: int = 200) -> Truth:
    """A sample company generated with another seed, imported, and asked."""
    generate(replace(COMPANIES[name], seed=seed), folder / "export")
    workspace = workspaces.create(folder / "workspace")
    importing.run(workspace, folder / "export" / "mapping.yaml", now=NOW)
    signals = json.loads((folder / "export" / "truth.json").read_text(encoding="utf-8"))["signals"]
    return truth_of(Shelf(open_current(workspace)), load(folder / "export" / "model.yaml"), signals, draws)


def shuffled(known: KnownLeads, seed: int) -> KnownLeads:
    """The same leads with their outcomes dealt out anew between accounts of the same size: nothing is left to find."""
    chance = np.random.default_rng(seed)
    order = np.argsort(known.account, kind="stable")
    sizes = np.bincount(known.account)
    starts, hit = np.cumsum(sizes) - sizes, known.hit.copy()
    for size in np.unique(sizes[sizes > 0]):
        accounts = np.flatnonzero(sizes == size)
        for account, other in zip(accounts, chance.permutation(accounts), strict=True):
            to, since = starts[account], starts[other]
            hit[order[to : to + size]] = known.hit[order[since : since + size]]
    return replace(known, hit=hit)
