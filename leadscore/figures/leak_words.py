"""What the checks of fields, activities and rules found, as the rows of tables and in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from leadscore.estimate import Estimate
from leadscore.learning.leaks.leaks import FieldCheck, Leaks
from leadscore.learning.leaks.leaky_kinds import KindCheck
from leadscore.model import Model
from leadscore.model.lint import Finding
from leadscore.vocabulary import OUTCOME_WORDS, counted

LEVELS = {"error": "Error", "warning": "Warning", "note": "Note"}

VERDICTS = {
    "is the outcome": "Is the outcome itself",
    "leaks": "Leaks: must not be used",
    "suspect": "Suspect by its name: leave it out",
    "dated": "Filled in later, but dated: only what was known at T counts",
    "no sign": "No sign of a leak",
}

Row = dict[str, str]


def summary(findings: Sequence[Finding]) -> str:
    """How many findings of each level there are, in a sentence."""
    n = {level: sum(each.level == level for each in findings) for level in LEVELS}
    if not findings:
        return "Nothing to mend: no check found anything in the model or in the data."
    listed = (counted(n[level], level) for level in LEVELS if n[level])
    return f"{', '.join(listed)}."


def of_rules(findings: Sequence[Finding], model: Model) -> list[Row]:
    """What is wrong with the rules or with the model as a whole, the worst first."""
    names = {rule.id: rule.name for rule in model.rules}
    return [
        {
            "How bad": LEVELS[each.level],
            "Rule": names.get(each.rule or "", each.rule or "The model"),
            "Check": each.check,
            "What, and what to do": each.message,
        }
        for each in findings
        if each.rule is not None or each.check not in OF_DATA
    ]


OF_DATA = (
    "the outcome itself",
    "separates too well",
    "stage as input",
    "known share jumps",
    "written afterwards",
    "name of an outcome",
    "a step on the way",
    "after the outcome",
    "impossible dates",
)
"""Checks that tell of the data where they name no rule."""


def of_data(findings: Sequence[Finding]) -> list[str]:
    """What the data must not be used for, a sentence each."""
    return [each.message for each in findings if each.rule is None and each.check in OF_DATA]


def looked_at(found: Leaks) -> str:
    """Which leads the checks looked at, in a sentence."""
    outcome = OUTCOME_WORDS[found.outcome]
    caveat = f" ({found.caveat})" if found.caveat else ""
    known = f"{found.n:,} leads of {found.accounts:,} accounts whose outcome is known, {found.hits:,} became {outcome}"
    coin = "A coin has 0.5, perfect foresight 1."
    return f"Known shares are of all {found.leads:,} leads; AUC is of {known}{caveat}. {coin}"


def field_rows(found: Leaks) -> list[Row]:
    """A row for each field, those that leak first."""
    return [_field(each, found) for each in found.fields]


def _field(field: FieldCheck, found: Leaks) -> Row:
    never = "Never handed over" if found.has_hand_offs else "Did not reach it"
    known = field.known
    row = {
        "Field": field.name,
        "Verdict": VERDICTS[field.verdict],
        "AUC alone": auc(field.ranked or field.alone),
        "AUC of today's value": auc(field.todays) if field.history else "",
        f"Known: {never.lower()}": share(known.never),
        "Known: handed over, not there yet": share(known.handed),
        "Known: reached it": share(known.reached),
        "AUC by value or tenth": auc(field.alone) if field.number else "",
        "Why": "; ".join(sign.words for sign in field.signs),
    }
    if not found.has_hand_offs:
        del row["Known: handed over, not there yet"]
    return row


def kind_rows(found: Leaks) -> list[Row]:
    """A row for each kind of activity."""
    outcome = OUTCOME_WORDS[found.outcome]
    return [
        {
            "Activity": kind.name,
            "Verdict": kind_verdict(kind),
            "Rows": f"{kind.rows:,}",
            f"With it, became {outcome}": _of(kind.with_it.hits, kind.with_it.n),
            f"Without it, became {outcome}": _of(kind.without_it.hits, kind.without_it.n),
            "Rows after T": share(kind.after_t),
            "Rows after the outcome": share(kind.after),
            "AUC alone, counted by T": auc(kind.alone),
        }
        for kind in found.kinds
    ]


def kind_verdict(kind: KindCheck) -> str:
    """What a kind of activity may be used for, in a few words."""
    told = []
    if kind.by_sales:
        told.append("Done by sales: no signal")
    if kind.a_step:
        told.append("Perhaps a step on the way: no evidence of an effect")
    if kind.too_well:
        told.append("Separates too well: look who writes it")
    if kind.afterwards:
        told.append("Mostly after the outcome: counts only up to T")
    return "; ".join(told) or "No sign of a leak"


def share(value: Estimate) -> str:
    """`56 % (54 to 57), n = 5,679`; why not, where there is no value."""
    if value.value is None or value.low is None or value.high is None:
        return f"unknown: {value.reason}"
    return f"{100 * value.value:.0f} % ({100 * value.low:.0f} to {100 * value.high:.0f}), n = {value.n:,}"


def auc(value: Estimate) -> str:
    """`0.6506 (0.638 to 0.663), n = 9,240`; why not, where there is no value."""
    if value.value is None or value.low is None or value.high is None:
        return f"unknown: {value.reason}"
    return f"{value.value:.4f} ({value.low:.3f} to {value.high:.3f}), n = {value.n:,}"


def _of(hits: int, n: int) -> str:
    return f"{hits:,} of {n:,}" + (f", {100 * hits / n:.0f} %" if n else "")
