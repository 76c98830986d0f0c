"""Names of people: who is called alike in the eyes of those who read it, and what is no name."""

from __future__ import annotations

from datetime import datetime

import pytest

from leadscore.errors import UsageError
from leadscore.store.state import By
from leadscore.store.state.people import same_name

NOW = datetime.fromisoformat("2026-11-03T09:00")


@pytest.mark.parametrize(
    "other",
    [
        "sonia  sellers ",
        "So\u200bnia Sellers",
        "Sonia\u00a0Sellers",
        "\u202aSonia Sellers\u202c",
        "\ufeffSonia Sellers\u2060",
        "Sonia\x00 Sellers",
        "Ｓｏｎｉａ Sellers",
        "Sonia Sellers\ufe0f",
        "Sonia Sellers\u3164",
    ],
    ids=["blanks", "zero width", "hard blank", "direction", "joints", "control", "full width", "variation", "filler"],
)
def test_names_that_read_alike_are_one(other: str) -> None:
    assert same_name("Sonia Sellers", other)


def test_composed_letters_are_one_letter() -> None:
    assert same_name("Zo\u00eb", "Zoe\u0308")


@pytest.mark.parametrize("other", ["Sonia Seller", "Sonia S.", "Soniá Sellers", None])
def test_others_are_others(other: str | None) -> None:
    assert not same_name("Sonia Sellers", other)


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\u2060\ufeff", "\x00\x07", "\u3164 \u2800"])
def test_what_nobody_sees_is_no_name(name: str) -> None:
    with pytest.raises(UsageError, match="who you are"):
        By(name, "sales", NOW)


@pytest.mark.parametrize("name", ["😀", "שלום", "أنا", "王", "-"])
def test_what_somebody_sees_is_a_name(name: str) -> None:
    assert By(name, "sales", NOW).name == name
