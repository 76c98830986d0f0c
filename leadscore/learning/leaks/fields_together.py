"""What all fields together seem to know of the outcome, and what is left of it without those that leak.

A logistic regression on values (the commonest of a text; a number, its unknown ones at the middle, and its tenths),
fitted out of account.  It is the simplest model that shows how much of a fine figure is only the outcome, read back.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from leadscore.errors import UsageError
from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.learning.leaks.leak_fields import Column, column_at_t, todays_column
from leadscore.learning.leaks.leak_leads import LeakLeads, leak_leads
from leadscore.learning.leaks.leaks import Leaks
from leadscore.learning.leaks.separation import FEWEST, FOLDS, separation
from leadscore.model.model import Model

MOST_VALUES = 25
RAREST = 10
"""A value of fewer leads gets no column of its own."""

NEEDS_SCIKIT_LEARN = "needs scikit-learn: pip install 'leadscore[predict]'"


@dataclass(frozen=True, slots=True)
class FieldsTogether:
    """The AUC of all fields (but for those that are the outcome itself) with today's values, and without those
    that leak, fields with a dated history as known at T.

    `used` and `left_out` are the fields of the second.
    """

    everything: Estimate
    honest: Estimate
    used: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Both figures in words, or why there are none."""
        if self.everything.value is None or self.honest.value is None:
            return f"What all fields together know is not known: {self.everything.reason or self.honest.reason}."
        if not self.left_out and self.everything == self.honest:
            return f"All fields together tell the outcomes apart with an AUC of {_words(self.everything)}; none leaks."
        without = {0: "with", 1: "without the one that leaks, and with"}.get(
            len(self.left_out), f"without the {len(self.left_out)} that leak, and with"
        )
        return (
            f"All fields together tell the outcomes apart with an AUC of {_words(self.everything)}; {without} "
            f"what was known at T where that is dated, it is {_words(self.honest)}. The second is the honest figure."
        )


def fields_together(
    shelf: Shelf, model: Model, found: Leaks, outcome: str | None = None, before: datetime | None = None
) -> FieldsTogether:
    """Fit both on the leads whose outcome is known; `found` are the leaks of the same question.

    Without scikit-learn both are unknown, and say so.
    """
    leads = leak_leads(shelf, model, outcome, before)
    is_outcome = {each.name for each in found.fields if each.verdict == "is the outcome"}
    dated = {each.name for each in found.fields if each.history}
    attributes = [each for each in shelf.database.manifest.attributes if each.name not in is_outcome]
    today = {each.name: todays_column(leads, each) for each in attributes}
    honest = {
        each.name: column_at_t(leads, each) if each.name in dated else today[each.name]
        for each in attributes
        if each.name not in found.leaking
    }
    return FieldsTogether(
        everything=_auc(leads, list(today.values())),
        honest=_auc(leads, list(honest.values())),
        used=tuple(honest),
        left_out=tuple(each.name for each in found.fields if each.name in found.leaking - is_outcome),
    )


def _auc(leads: LeakLeads, columns: list[Column]) -> Estimate:
    hit, account = leads.hit[leads.counted], leads.account[leads.counted]
    reason = _too_few(hit)
    if reason is None and not columns:
        reason = "no field is left"
    if reason is not None:
        return Estimate.unknown(reason, len(hit))
    blocks = [block for each in columns for block in _blocks(each, leads.counted)]
    try:
        scores = _out_of_account(blocks, hit, account)
    except UsageError as error:
        return Estimate.unknown(str(error), len(hit))
    return separation(scores, hit, account, leads.caveat)


def _too_few(hit: NDArray[np.bool_]) -> str | None:
    if min(hit.sum(), (~hit).sum()) >= FEWEST * FOLDS:
        return None
    needed = f"needs {FEWEST * FOLDS} leads that reached the outcome and as many that did not"
    return f"{needed}, has {hit.sum()} and {(~hit).sum()}"


def _blocks(column: Column, counted: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """A column for each common value (unknown is one), and one of the number itself where it is one."""
    codes = column.codes[counted]
    sizes = np.bincount(codes)
    common = [code for code in np.argsort(-sizes, kind="stable")[:MOST_VALUES] if sizes[code] >= RAREST]
    blocks = [(codes == code).astype(np.float64) for code in common]
    if column.numbers is not None:
        numbers = column.numbers[counted]
        middle = float(np.nanmedian(numbers)) if (~np.isnan(numbers)).any() else 0.0
        filled = np.where(np.isnan(numbers), middle, numbers)
        spread = filled.std() or 1.0
        blocks.append((filled - filled.mean()) / spread)
    return blocks


def _out_of_account(
    blocks: list[NDArray[np.float64]], hit: NDArray[np.bool_], account: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Log odds of each lead from a regression on leads of other accounts."""
    try:
        regression = importlib.import_module("sklearn.linear_model").LogisticRegression
    except ImportError as error:
        raise UsageError(NEEDS_SCIKIT_LEARN) from error
    sparse = importlib.import_module("scipy.sparse")
    design = sparse.hstack([sparse.csr_matrix(block[:, None]) for block in blocks], format="csr")
    scores, fold = np.zeros(len(hit)), account % FOLDS
    for held_out in range(FOLDS):
        inside = fold == held_out
        if not inside.any() or hit[~inside].all() or not hit[~inside].any():
            continue
        fitted = regression(solver="liblinear", C=1.0).fit(design[~inside], hit[~inside])
        scores[inside] = fitted.decision_function(design[inside])
    return scores


def _words(value: Estimate) -> str:
    return f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})"
