"""Texts of numbers as finite decimals: strict where a column's type is guessed, lenient where it is stated."""

from __future__ import annotations

import math
import re

PLAIN = r"-?((0|[1-9][0-9]{0,14})(\.[0-9]+)?|\.[0-9]+)"
"""A finite decimal without leading zeros that a double holds: what makes a column a number when no type is stated."""

BOTH_WAYS = r"-?[1-9][0-9]{0,2}\.[0-9]{3}"
"""A plain number whose point may as well group thousands: 5.000."""

WITH_COMMA = r"-?(0|[1-9][0-9]{0,2}(\.[0-9]{3})+|[1-9][0-9]{0,14})(,[0-9]+)?"
"""The same with a decimal comma, its thousands grouped by points or not at all."""

NOT_FINITE = ("nan", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity")
"""Words (lowered) that stand for no finite number: missing in a number column."""

DECIMAL = "."
"""The decimal mark where none is stated; a comma then groups thousands."""

_SIGN = "[$€£¥₹₩₽₺฿]"
_CODE = "(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|SGD|HKD|TRY|US|kr|zł)"
_HEAD = re.compile(rf"(?:{_CODE}?{_SIGN}|{_CODE}(?=[\s\d.,+-]))\s*")
_TAIL = re.compile(rf"\s*(?:{_SIGN}|{_CODE}\.?)$")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3})")
_DIGITS = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST = 100
"""Characters: a longer text is no number, and patterns would be slow to say so."""


class NotANumber(ValueError):
    """The text is no number that can be read; the message says why, without repeating the text."""


def read_number(text: str, decimal: str = DECIMAL) -> float | None:
    """The finite number of a text such as 22700, $22,700.00, 1.234,56 or (1,200); None for NaN and infinities.

    `decimal` is the decimal mark; the other of point and comma may group thousands.  Raises NotANumber.
    """
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        raise NotANumber("is too long for a number")
    if stripped.lower() in NOT_FINITE:
        return None
    number = _plain(stripped) if decimal == "." else None
    number = _formatted(stripped, decimal) if number is None else number
    if not math.isfinite(number):
        raise NotANumber("is too large for a number")
    return number


def _plain(stripped: str) -> float | None:
    try:
        return float(stripped) if "_" not in stripped else None
    except ValueError:
        return None


def _formatted(stripped: str, decimal: str) -> float:
    """A number with a currency sign, thousands groups, a decimal comma or accountants' brackets."""
    bracketed = stripped.startswith("(") and stripped.endswith(")")
    bare = stripped[1:-1].strip() if bracketed else stripped
    sign, bare = _signed(_TAIL.sub("", bare))
    second, bare = _signed(_HEAD.sub("", bare, count=1)) if _HEAD.match(bare) else (1, bare)
    number = float(_digits(_SPACES.sub("", bare), decimal))
    return -number if bracketed or sign * second < 0 else number


def _signed(text: str) -> tuple[int, str]:
    return (-1 if text[:1] in ("-", "\u2212") else 1), (text[1:].strip() if text[:1] in ("-", "+", "\u2212") else text)


def _digits(bare: str, decimal: str) -> str:
    thousands = "," if decimal == "." else "."
    whole, mark, fraction = bare.partition(decimal)
    mark_of_thousands = re.escape(thousands)
    if thousands in whole and not re.fullmatch(
        rf"[1-9]\d{{0,2}}({mark_of_thousands}\d{{2,3}})*{mark_of_thousands}\d{{3}}", whole
    ):
        raise NotANumber("does not group its thousands by three (state its `decimal:`)")
    digits = whole.replace(thousands, "") + (f".{fraction}" if mark else "")
    if not _DIGITS.fullmatch(digits):
        raise NotANumber("is no number (state `type: text`, or put the word into `missing:`)")
    return digits
