"""How much?  Texts of numbers as finite decimals."""

from __future__ import annotations

import re

import pytest

from leadscore.importing.reading.decimals import PLAIN, NotANumber, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("22700", 22700), ("-5", -5), ("0.5", 0.5), ("$22,700.00", 22700), ("-$5", -5), ("$-5", -5), ("(1,200)", -1200),
        ("EUR 1,000", 1000), ("5 €", 5), ("12 kr", 12), ("1'000.5", 1000.5), ("US$ 3", 3), ("1e3", 1000), (" 7 ", 7),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("1,7", 1.7), ("1.234,56", 1234.56), ("200.000.000", 2e8), ("1 234,5 €", 1234.5), (",5", 0.5)]
)
def test_a_decimal_comma_is_stated(text: str, number: float) -> None:
    assert read_number(text, ",") == number


def test_no_group_of_thousands_begins_with_nought() -> None:
    with pytest.raises(NotANumber):
        read_number("0.512", ",")


@pytest.mark.parametrize("text", ["NaN", "inf", "-Infinity", " nan "])
def test_nan_and_infinities_are_missing(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["1,23", "0,512", "abc5", "5%", "$342.09K", "1_000", "12-13", "1.2.3", "--5", "1e999"])
def test_what_is_no_number_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(NotANumber) as refusal:
        read_number(text)
    assert text not in str(refusal.value)


@pytest.mark.parametrize("text", ["0", "-1", "10", "0.5", ".5", "-0.25", "123456789012345", "1.00000000000000000001"])
def test_plain_decimals_make_a_column_a_number(text: str) -> None:
    assert re.fullmatch(PLAIN, text)


@pytest.mark.parametrize(
    "text", ["007", "00.5", "+49301234", "1e5", "1,000", "1234567890123456", "5.", "", "-", "0x10"]
)
def test_codes_and_phone_numbers_do_not(text: str) -> None:
    assert not re.fullmatch(PLAIN, text)
