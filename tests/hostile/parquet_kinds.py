"""Parquet files with footers that lie, values beyond every calendar, and pages that are not there."""

from __future__ import annotations

import struct
from pathlib import Path
from random import Random

import duckdb

from tests.hostile.kinds import heavy_kind, kind, put

_PLAIN = "SELECT 'L' || i AS id, 'Firm ' || i AS name, i * 10 AS size FROM range(1, 200) t(i)"


def parquet(folder: Path, name: str, sql: str = _PLAIN) -> Path:
    """A Parquet file that holds what a query returns."""
    file = folder / name
    duckdb.sql(sql).write_parquet(str(file))
    return file


def damaged(file: Path, change: bytes, at: int) -> Path:
    """The file with other bytes at a place."""
    content = bytearray(file.read_bytes())
    content[at : at + len(change)] = change
    file.write_bytes(content)
    return file


@kind
def a_parquet_file_cut_short(folder: Path, chance: Random) -> Path:
    file = parquet(folder, "cut.parquet")
    return put(folder, file.name, file.read_bytes()[:-100])


@kind
def a_parquet_file_of_two_marks(folder: Path, chance: Random) -> Path:
    return put(folder, "marks.parquet", b"PAR1PAR1")


@kind
def a_footer_longer_than_the_file(folder: Path, chance: Random) -> Path:
    return damaged(parquet(folder, "footer.parquet"), struct.pack("<I", 2**31), -8)


@kind
def a_footer_of_length_nought(folder: Path, chance: Random) -> Path:
    return damaged(parquet(folder, "nought.parquet"), struct.pack("<I", 0), -8)


@kind
def a_footer_of_noise(folder: Path, chance: Random) -> Path:
    file = parquet(folder, "noise.parquet")
    length = struct.unpack("<I", file.read_bytes()[-8:-4])[0]
    return damaged(file, chance.randbytes(length), file.stat().st_size - 8 - length)


@kind
def a_footer_nested_without_end(folder: Path, chance: Random) -> Path:
    footer = b"\x1c" * 100_000
    return put(folder, "nested.parquet", b"PAR1" + footer + struct.pack("<I", len(footer)) + b"PAR1")


@kind
def a_footer_with_a_list_of_billions(folder: Path, chance: Random) -> Path:
    footer = b"\x15\x02\x19\xfc\xff\xff\xff\xff\x07" + b"\x00" * 50
    return put(folder, "billions.parquet", b"PAR1" + footer + struct.pack("<I", len(footer)) + b"PAR1")


@kind
def a_footer_with_more_rows_than_there_are(folder: Path, chance: Random) -> Path:
    return _with_rows(folder, "more.parquet", 5000)


@kind
def a_footer_with_fewer_rows_than_there_are(folder: Path, chance: Random) -> Path:
    return _with_rows(folder, "fewer.parquet", 100)


@kind
def a_footer_with_fewer_rows_than_none(folder: Path, chance: Random) -> Path:
    return _with_rows(folder, "negative.parquet", -199)


def _with_rows(folder: Path, name: str, rows: int) -> Path:
    """199 rows of which the footer states another number; both numbers take two bytes there."""
    file = parquet(folder, name)
    content = file.read_bytes()
    footer = len(content) - 8 - struct.unpack("<I", content[-8:-4])[0]
    true, told = _zigzag(199), _zigzag(rows)
    return damaged(file, told.ljust(len(true), b"\x00"), content.index(true, footer))


def _zigzag(number: int) -> bytes:
    left = (number << 1) ^ (number >> 63)
    digits = bytearray()
    while True:
        left, digit = left >> 7, left & 0x7F
        digits.append(digit | (0x80 if left else 0))
        if not left:
            return bytes(digits)


@kind
def pages_of_noise(folder: Path, chance: Random) -> Path:
    return damaged(parquet(folder, "pages.parquet"), chance.randbytes(300), 40)


@kind
def instants_beyond_every_calendar(folder: Path, chance: Random) -> Path:
    return parquet(folder, "instants.parquet", (
        "SELECT 1 AS id, 'infinity'::TIMESTAMP AS created_at, DATE '290000-01-01' AS day UNION ALL "
        "SELECT 2, '-infinity'::TIMESTAMP, '-infinity'::DATE UNION ALL SELECT 3, TIMESTAMP '0001-01-01', NULL"
    ))  # fmt: skip


@kind
def numbers_beyond_every_number(folder: Path, chance: Random) -> Path:
    return parquet(folder, "numbers.parquet", (
        "SELECT 1 AS id, 'nan'::DOUBLE AS a, 'inf'::FLOAT AS b, 170141183460469231731687303715884105727::HUGEINT AS c "
        "UNION ALL SELECT 2, '-inf'::DOUBLE, 'nan'::FLOAT, -1"
    ))  # fmt: skip


@kind
def columns_of_lists_and_structs(folder: Path, chance: Random) -> Path:
    return parquet(folder, "nested-values.parquet", (
        "SELECT i AS id, [i, NULL] AS l, {'a': [i], 'b': {'c': NULL}} AS s, map([i], ['x']) AS m, 'ab'::BLOB AS b, "
        "INTERVAL (i) DAY AS d, TIME '24:00:00' AS t FROM range(5) t(i)"
    ))  # fmt: skip


@kind
def columns_with_the_same_name(folder: Path, chance: Random) -> Path:
    return parquet(folder, "same-names.parquet", 'SELECT 1 AS id, 2 AS "ID", 3 AS " id", 4 AS "  ", 5 AS "x""y"')


@heavy_kind
def a_bomb_of_one_value(folder: Path, chance: Random) -> Path:
    """A hundred million cells of two kilobytes each, in a small file."""
    return parquet(folder, "one-value.parquet", "SELECT 1 AS id, repeat('x', 2000) AS a FROM range(20_000_000)")


@heavy_kind
def ten_thousand_parquet_columns(folder: Path, chance: Random) -> Path:
    return parquet(folder, "columns.parquet", f"SELECT {', '.join(f'{n} AS c{n}' for n in range(10_000))}")
