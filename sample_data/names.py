"""Invented people and firms; every address ends in a reserved example domain."""

from __future__ import annotations

from dataclasses import dataclass

from sample_data.chance import Chance

GIVEN = (
    "Ada",
    "Aron",
    "Birgit",
    "Caro",
    "Dario",
    "Elif",
    "Enzo",
    "Freya",
    "Gita",
    "Hugo",
    "Ilse",
    "Ivo",
    "Jana",
    "Kenji",
    "Lena",
    "Luca",
    "Mara",
    "Mehmet",
    "Nadia",
    "Noor",
    "Olga",
    "Otto",
    "Paula",
    "Ravi",
    "Rita",
    "Selma",
    "Sven",
    "Tess",
    "Timo",
    "Uma",
    "Vera",
    "Wim",
    "Xenia",
    "Yara",
    "Zeno",
)
FAMILY = (
    "Abt",
    "Berger",
    "Castell",
    "Dorn",
    "Ekman",
    "Falk",
    "Gerber",
    "Hartog",
    "Ibsen",
    "Jansky",
    "Kroll",
    "Lindner",
    "Moreau",
    "Novak",
    "Oduya",
    "Pires",
    "Quist",
    "Rossi",
    "Sato",
    "Tamm",
    "Ueda",
    "Vidal",
    "Wolff",
    "Yilmaz",
    "Zeller",
)
HEADS = (
    "Al",
    "Bo",
    "Cal",
    "Del",
    "Er",
    "Fen",
    "Gal",
    "Hel",
    "Is",
    "Jor",
    "Kel",
    "Lum",
    "Mor",
    "Nal",
    "Or",
    "Pel",
    "Quin",
    "Ras",
    "Sel",
    "Tor",
    "Ul",
    "Ver",
    "Wen",
    "Yor",
    "Zan",
)
MIDDLES = ("a", "e", "i", "o", "u", "ando", "eli", "imo", "oro", "una")
TAILS = ("bex", "dax", "fine", "gard", "lix", "mond", "nex", "quist", "rand", "sund", "tek", "vane", "wick", "zor")
FORMS = ("GmbH", "Ltd", "Inc", "AG", "BV", "SA")


@dataclass(frozen=True, slots=True)
class FirmName:
    name: str
    domain: str


def firm_name(chance: Chance, number: int) -> FirmName:
    """An invented firm; the number keeps two firms of one sound apart in their domains."""
    stem = chance.pick(HEADS) + chance.pick(MIDDLES) + chance.pick(TAILS)
    return FirmName(f"{stem} {chance.pick(FORMS)}", f"{stem.lower()}{number}.example")


def person_name(chance: Chance) -> str:
    return f"{chance.pick(GIVEN)} {chance.pick(FAMILY)}"


def address(name: str, domain: str, number: int) -> str:
    given, family = name.lower().split(" ")
    return f"{given}.{family}{number % 100}@{domain}"
