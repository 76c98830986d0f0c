"""The parts that every value of the model is made of: exact numbers, texts, whole days and counts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

MOST_DAYS = 36_500
LARGEST_NUMBER = Decimal("1e300")
MOST_DIGITS = 310
"""Digits of one number: every number that the data can hold has fewer before its point."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class Value(BaseModel):
    """A frozen part of the model; unknown keys are mistakes, a change makes a new value."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)


def number(value: object) -> Decimal:
    """Read an int, float or Decimal as an exact finite Decimal; text and true/false are no numbers."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError("needs a number")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or abs(number) > LARGEST_NUMBER:
        raise ValueError("needs a finite number")
    if len(number.as_tuple().digits) > MOST_DIGITS:
        raise ValueError(f"needs a number of at most {MOST_DIGITS} digits")
    return number


def shortest(exact: Decimal) -> str:
    """An exact number in plain digits, without an exponent or closing zeros; equal numbers are equal texts."""
    digits = format(exact, "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits == "-0" else digits


def whole(value: object) -> int:
    """Read a whole number; 3.0 and true are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("needs a whole number")
    return value


def _text(value: object) -> str:
    if isinstance(value, list):
        raise ValueError("needs one text; for several, write the condition once for each: any: [{...}, {...}]")
    if not isinstance(value, str):
        raise ValueError("needs a text; put it in quotes")
    if not value.strip(" "):
        raise ValueError("needs a text that is not blank; to ask for a missing value write 'known: false'")
    if "\x00" in value:
        raise ValueError("has a NUL character, which no database accepts; remove it")
    if half := _HALF_CHARACTER.search(value):
        raise ValueError(f"has half a character (\\u{ord(half[0]):04x}), which no file can hold; write the whole one")
    return value


def _literal(value: object) -> str | Decimal:
    """A value to compare with: text stays text, true/false are their words, numbers are exact."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        raise ValueError("needs one value; for several use 'in: [...]'")
    return _text(value) if isinstance(value, str) else number(value)


def _one_type(values: tuple[str | Decimal, ...]) -> tuple[str | Decimal, ...]:
    if len({isinstance(value, Decimal) for value in values}) > 1:
        raise ValueError("mixes texts and numbers; put the numbers in quotes or take the texts out")
    return values


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else (value,) if isinstance(value, str) else value


Number = Annotated[Decimal, BeforeValidator(number)]
Text = Annotated[str, BeforeValidator(_text)]
Scalar = Annotated[str | Decimal, BeforeValidator(_literal)]
Days = Annotated[int, BeforeValidator(whole), Field(ge=1, le=MOST_DAYS)]
Count = Annotated[int, BeforeValidator(whole), Field(ge=1, le=100_000)]
Points = Annotated[Decimal, BeforeValidator(number), Field(ge=-1000, le=1000, decimal_places=2)]
Score = Annotated[Decimal, BeforeValidator(number), Field(ge=0, le=100, decimal_places=2)]
Share = Annotated[Decimal, BeforeValidator(number), Field(ge=0, le=1)]
Kinds = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple), Field(min_length=1)]
Scalars = Annotated[tuple[Scalar, ...], Field(min_length=1), AfterValidator(_one_type)]


def _low_to_high(bounds: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    if bounds[0] > bounds[1]:
        raise ValueError(f"runs backwards: {bounds[0]} is above {bounds[1]}; write the smaller number first")
    return bounds


Between = Annotated[tuple[Number, Number], AfterValidator(_low_to_high)]
