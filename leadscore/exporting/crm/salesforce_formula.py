"""A condition on attributes as a formula of a Salesforce number field; activities are no fields, so none of those."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from leadscore.model import Rule
from leadscore.model.conditions import (
    AllOf,
    AnyOf,
    AttributeCondition,
    Comparison,
    CompletenessCondition,
    Not,
    holds_numbers,
    parts,
)
from leadscore.model.values import shortest

FIELDS = {
    "email": "Email",
    "company": "Company",
    "title": "Title",
    "industry": "TEXT(Industry)",
    "company_size": "NumberOfEmployees",
    "annual_revenue": "AnnualRevenue",
    "country": "Country",
    "source": "TEXT(LeadSource)",
}
_SIGNS = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


def formula_of(rule: Rule) -> str | None:
    """The rule's points as a formula; None where it counts activities or has no points."""
    condition = rule.when
    if rule.knock_out or not is_on_attributes(condition):
        return None
    if isinstance(condition, AttributeCondition) and condition.shares is not None:
        return _graded(condition, rule.worth)
    if isinstance(condition, CompletenessCondition):
        known = " + ".join(f"IF(ISBLANK({_field(name)}), 0, 1)" for name in condition.known_share)
        return f"({known}) * {shortest(rule.worth)} / {len(condition.known_share)}"
    return f"IF({_test(condition)}, {shortest(rule.worth)}, 0)"


def is_on_attributes(condition: Any) -> bool:
    """Whether a condition looks at attributes alone, none graded inside another."""
    if isinstance(condition, CompletenessCondition):
        return True
    inner = parts(condition)
    if not inner:
        return isinstance(condition, AttributeCondition)
    return all(is_on_attributes(part) and not _is_graded(part) for part in inner)


def _is_graded(condition: Any) -> bool:
    return isinstance(condition, CompletenessCondition) or getattr(condition, "shares", None) is not None


def _graded(condition: AttributeCondition, worth: Decimal) -> str:
    """The first step that fits, from the first on; a blank field gives nothing."""
    text = "0"
    for step in reversed(condition.shares or ()):
        given = shortest((worth * step.granted).quantize(Decimal("0.01")))
        text = given if step.closes else f"IF({_compared(_field(condition.attribute), step)}, {given}, {text})"
    return f"IF(ISBLANK({_field(condition.attribute)}), 0, {text})"


def _test(condition: Any) -> str:
    if isinstance(condition, AllOf):
        return f"AND({', '.join(_test(part) for part in condition.all)})"
    if isinstance(condition, AnyOf):
        return f"OR({', '.join(_test(part) for part in condition.any)})"
    if isinstance(condition, Not):
        return f"NOT({_test(condition.not_)})"
    field = _field(condition.attribute)
    if condition.operator == "known":
        return f"NOT(ISBLANK({field}))" if condition.known else f"ISBLANK({field})"
    return _compared(field, condition)


def _compared(field: str, test: Comparison) -> str:
    operator, operand = test.operator, test.operand
    if operator == "between":
        return f"AND({field} >= {shortest(operand[0])}, {field} <= {shortest(operand[1])})"
    if operator in _SIGNS:
        return f"{field} {_SIGNS[operator]} {shortest(operand)}"
    if operator in ("in", "not_in"):
        each = f"OR({', '.join(_equal(field, value, holds_numbers(test)) for value in operand)})"
        return each if operator == "in" else f"AND(NOT(ISBLANK({field})), NOT({each}))"
    if operator == "is":
        return _equal(field, operand, holds_numbers(test))
    held = f" & LOWER({field}) & " if operator == "has_word" else ""
    if held:
        return f'CONTAINS(" "{held}" ", {_text(f" {operand} ")})'
    return f"{'BEGINS' if operator == 'starts_with' else 'CONTAINS'}(LOWER({field}), {_text(operand)})"


def _equal(field: str, value: Any, is_number: bool) -> str:
    return f"{field} = {shortest(value)}" if is_number else f"LOWER(TRIM({field})) = {_text(str(value).strip(' '))}"


def _text(value: str) -> str:
    """A text in quotes, in small letters as the field that it is compared with."""
    escaped = value.lower().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(escaped.splitlines())}"'


def _field(attribute: str) -> str:
    """The field of a lead; the name that a field of one's own would have."""
    own = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in attribute).strip("_")
    return FIELDS.get(attribute, f"{own or 'Field'}__c")
