"""Which rows of a file a source takes: the model's operators on raw texts."""

from __future__ import annotations

import string
from collections.abc import Callable
from decimal import Decimal

from leadscore.importing.mappings.mapping import Condition
from leadscore.importing.reading.decimals import DECIMAL, NotANumber, read_number

TEXT_OPERATORS = ("is", "in", "not_in", "contains", "starts_with", "has_word")
NUMBER_OPERATORS = ("between", "at_least", "above", "at_most", "below")
OPERATORS = (*TEXT_OPERATORS, *NUMBER_OPERATORS, "known")

_APART = str.maketrans(string.punctuation, " " * len(string.punctuation))

Test = Callable[[str | None], bool]


def condition_problem(condition: Condition) -> str | None:
    """What is wrong with the operand of a condition, as a sentence; None when it is right."""
    operator, value = condition.operator, condition.value
    listed = isinstance(value, tuple)
    if operator in ("in", "not_in") and not (listed and value):
        return f"`{operator}` needs a list, like {operator}: [A, B]."
    if operator == "between" and not (isinstance(value, tuple) and len(value) == 2 and all(map(_is_number, value))):
        return "`between` needs two numbers, like between: [50, 1000]."
    if operator in NUMBER_OPERATORS[1:] and not _is_number(value):
        return f"`{operator}` needs a number."
    if operator == "known" and not isinstance(value, bool):
        return "`known` needs true or false."
    if operator in ("is", "contains", "starts_with", "has_word") and (listed or value is None or value == ""):
        return f"`{operator}` needs one value."
    return None


def test_of(condition: Condition, decimal: str = DECIMAL) -> Test:
    """The condition as a function of a cell, whose numbers have that decimal mark.

    None, an unknown cell, passes only `known: false`.
    """
    if condition.operator == "known":
        wanted = bool(condition.value)
        return lambda cell: (cell is not None) is wanted
    if condition.operator in NUMBER_OPERATORS:
        passes = _number_test(condition)
        return lambda cell: cell is not None and _passes_number(cell, decimal, passes)
    text_passes = _text_test(condition)
    return lambda cell: cell is not None and text_passes(_lowered(cell))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _lowered(text: object) -> str:
    if isinstance(text, bool):
        return "true" if text else "false"
    return str(text).strip(" ").lower()


def _passes_number(cell: str, decimal: str, passes: Callable[[float], bool]) -> bool:
    try:
        number = read_number(cell, decimal)
    except NotANumber:
        return False
    return number is not None and passes(number)


def _number_test(condition: Condition) -> Callable[[float], bool]:
    if condition.operator == "between":
        low, high = (float(each) for each in condition.value)  # type: ignore[union-attr]
        return lambda number: low <= number <= high
    limit = float(condition.value)  # type: ignore[arg-type]
    return {
        "at_least": lambda number: number >= limit,
        "above": lambda number: number > limit,
        "at_most": lambda number: number <= limit,
        "below": lambda number: number < limit,
    }[condition.operator]


def _text_test(condition: Condition) -> Callable[[str], bool]:
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    words = frozenset(_lowered(value) for value in values)
    word = next(iter(words))
    if condition.operator == "contains":
        return lambda cell: word in cell
    if condition.operator == "starts_with":
        return lambda cell: cell.startswith(word)
    if condition.operator == "has_word":
        sought = f" {word.translate(_APART).strip()} "
        return lambda cell: sought in f" {cell.translate(_APART)} "
    if condition.operator == "not_in":
        return lambda cell: cell not in words
    return lambda cell: cell in words
