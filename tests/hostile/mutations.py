"""Honest files with a few bytes changed, cut, doubled or moved: what broken disks and careless hands leave."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random

from tests.hostile.json_kinds import LINES
from tests.hostile.kinds import put
from tests.hostile.parquet_kinds import parquet
from tests.hostile.text_kinds import ROWS
from tests.hostile.workbook_kinds import ods_row, open_document, workbook

ENDINGS = (".csv", ".xlsx", ".parquet", ".jsonl", ".csv.gz", ".ods", ".utf16.csv")
_DEAR = [b'"', b"\x00", b"\xff", b"\n", b",", b"\r", b"<", b"PK\x03\x04", b"PAR1", b"\xef\xbb\xbf", b"{", b"\x7f" * 8]


def mutants(count: int) -> Iterator[tuple[str, Callable[[Path], Path]]]:
    """As many mutants, formats in turn; each is the same in every run."""
    for number in range(count):
        ending = ENDINGS[number % len(ENDINGS)]
        yield f"mutant {number}{ending}", partial(_mutant, number, ending)


def _mutant(number: int, ending: str, folder: Path) -> Path:
    chance = Random(number)
    content = bytearray(_honest(ending, folder))
    for _ in range(chance.randint(1, 12)):
        chance.choice(_CHANGES)(content, chance)
    return put(folder, f"mutant{ending}", bytes(content))


@cache
def _honest(ending: str, folder: Path) -> bytes:
    if ending == ".parquet":
        return parquet(folder, "honest.parquet").read_bytes()
    made = {
        ".csv": ROWS.encode(),
        ".xlsx": workbook(),
        ".jsonl": LINES.encode(),
        ".csv.gz": gzip.compress(ROWS.encode(), mtime=0),
        ".ods": open_document(ods_row("id", "Name") + "".join(ods_row(str(n), "x") for n in range(20))),
        ".utf16.csv": ROWS.encode("utf-16"),
    }
    return made[ending]


def _flip(content: bytearray, chance: Random) -> None:
    if content:
        content[chance.randrange(len(content))] = chance.randrange(256)


def _cut(content: bytearray, chance: Random) -> None:
    if chance.random() < 0.2:
        del content[chance.randrange(len(content) + 1) :]


def _double(content: bytearray, chance: Random) -> None:
    start = chance.randrange(len(content) + 1)
    content[start:start] = content[start : start + chance.randint(1, 300)]


def _lose(content: bytearray, chance: Random) -> None:
    start = chance.randrange(len(content) + 1)
    del content[start : start + chance.randint(1, 40)]


def _slip_in(content: bytearray, chance: Random) -> None:
    start = chance.randrange(len(content) + 1)
    content[start:start] = chance.choice(_DEAR)


_CHANGES = (_flip, _flip, _flip, _cut, _double, _lose, _slip_in)
