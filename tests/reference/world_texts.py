"""Texts, numbers and ids that make scorers disagree: case without folding, look-alikes, edges of doubles."""

from __future__ import annotations

import random
from decimal import Decimal

TEXTS = (
    "VP of Sales",
    "vp-sales (EMEA)",
    " VP ",
    "\tVP",
    "\u00a0VP\u00a0",
    "svp",
    "Head of Growth",
    "head  of growth",
    "Acme",
    "ACME Inc.",
    "acme_inc",
    "C++ / C#",
    "100%_sure\\'\"",
    "İSTANBUL",
    "istanbul",
    "ISTANBUL",
    "ıstanbul",
    "Straße",
    "STRASSE",
    "STRAẞE",
    "ΟΔΥΣΣΕΎΣ",
    "οδυσσεύς",
    "οδυσσεύσ",
    "Cafe\u0301",
    "Café",
    "مدير المبيعات",
    "\u200fמנהל",
    "🚀 rocket",
    "👩\u200d🚀",
    "ǅ",
    "K\u212a",
    "0",
    "007",
    "null",
    "nan",
    "a\u2003b",
)

NUMBERS = (
    0.0,
    -0.0,
    0.1 + 0.2,
    0.3,
    1.0,
    49.0,
    49.99999999999999,
    50.0,
    50.00000000000001,
    199.5,
    200.0,
    1000.0,
    -5.5,
    2.0**53,
    2.0**53 + 2,
    1e15 + 0.125,
    1e308,
    -1e308,
    1.7976931348623157e308,
    5e-324,
    2.2250738585072014e-308,
    1e-7,
)

NUMBER_LITERALS: tuple[int | Decimal, ...] = (
    0,
    1,
    49,
    50,
    200,
    1000,
    -5,
    2**53 + 1,
    10**15,
    Decimal("0.3"),
    Decimal("0.30000000000000004"),
    Decimal("0.30000000000000002"),
    Decimal("49.99999999999999"),
    Decimal("199.5"),
    Decimal("-5.5"),
    Decimal("0.1000000000000000055511151231257827"),
    Decimal("1e-7"),
)

LEAD_IDS = ("ada", "Ben", "cleo", "Zoë", "zoe", "10", "9", "007", "🦊", "\uffee", "a b", "O'Hara", "İnci", "_")

ACCOUNTS = ("acc-1", "ACC-1", " acc-1 ", "acc-2", "Straße", "STRASSE", "İ")


def variant(rng: random.Random, text: str) -> str:
    """The text as another hand would write it: other case, or plain spaces around it."""
    changed = rng.choice((text, text, text.upper(), text.lower(), text.swapcase(), text.title()))
    return changed if rng.random() < 0.8 else f"  {changed} "


def text_literal(rng: random.Random, texts: tuple[str, ...], piece: bool = False) -> str:
    """A text for the model: one of these as written by another hand, or a piece of one; never blank."""
    text = variant(rng, rng.choice(texts))
    if piece and rng.random() < 0.6:
        start = rng.randrange(len(text))
        text = text[start : start + rng.randint(1, 5)]
    return text if text.strip(" ") else "vp"


def word_literal(rng: random.Random, texts: tuple[str, ...]) -> str:
    """A word of one of the texts, two neighbours, or a bare punctuation mark; never blank."""
    text = rng.choice(texts)
    spaced = "".join(character if character.isalnum() else " " for character in text).split()
    pieces = [*text.split(), *spaced, *spaced, " ".join(spaced[:2]), text]
    return variant(rng, rng.choice([piece for piece in (*pieces, "-", "++", "vp") if piece]))
