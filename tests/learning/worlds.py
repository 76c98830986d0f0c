"""Small worlds for the regression: leads as plain tuples, and seeded worlds with a known truth."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from leadscore.learning.adjustment import Adjustment, adjust
from leadscore.learning.observations import Observations


def observed(holds, hits, accounts=None, unknown=None) -> Observations:
    """Observations of leads one by one: flags (leads x rules), hits, and accounts (by default each its own)."""
    holds = np.asarray(holds, dtype=bool)
    unknown = np.zeros_like(holds) if unknown is None else np.asarray(unknown, dtype=bool)
    patterns, place = np.unique(np.hstack([holds, unknown]), axis=0, return_inverse=True)
    account = np.arange(len(holds)) if accounts is None else np.asarray(accounts)
    rules = holds.shape[1]
    return Observations.of(
        account.astype(np.int64),
        place.reshape(-1).astype(np.int64),
        np.ones(len(holds)),
        np.asarray(hits, dtype=float),
        patterns[:, :rules],
        patterns[:, rules:],
    )


def adjusted(seen: Observations, left_out=None) -> Adjustment:
    """All rules of the observations, named a, b, c, ..."""
    rules = [SimpleNamespace(id=name, name=name) for name in "abcdefghijklmnopqrstuvwxyz"[: seen.holds.shape[1]]]
    return adjust(seen, rules, left_out or {})


def drawn(seed: int, leads: int, log_odds, share=0.3, base=-0.5, colleagues=1, together=0.0):
    """A seeded world (holds, hits, accounts) with these log odds ratios.

    `colleagues` leads share an account, its rules, and a leaning of that spread.
    """
    chance = np.random.default_rng(seed)
    firms = leads // colleagues
    accounts = np.repeat(np.arange(firms), colleagues)
    holds = (chance.random((firms, len(log_odds))) < share)[accounts]
    leaning = chance.normal(0, together, firms)[accounts] if together else 0.0
    hits = chance.random(len(accounts)) < 1 / (1 + np.exp(-(base + holds @ np.asarray(log_odds) + leaning)))
    return holds, hits, accounts
