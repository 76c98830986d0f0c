"""JSON lines that nest, lie about their types, or never end."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from tests.hostile.kinds import heavy_kind, kind, put

MB = 1024 * 1024
LINES = "".join(json.dumps({"id": f"L{n}", "Name": f"Firm {n}", "Size": n}) + "\n" for n in range(20))


@kind
def lists_in_lists(folder: Path, chance: Random) -> Path:
    return put(folder, "deep.jsonl", LINES + '{"id": "x", "a": ' + "[" * 100_000 + "]" * 100_000 + "}\n")


@kind
def objects_in_objects(folder: Path, chance: Random) -> Path:
    return put(folder, "objects.jsonl", LINES + '{"a":' * 100_000 + "1" + "}" * 100_000 + "\n")


@kind
def lists_just_deep_enough(folder: Path, chance: Random) -> Path:
    lines = "".join(f'{{"id": "{n}", "a": {"[" * n}1{"]" * n}}}\n' for n in range(0, 1000, 50))
    return put(folder, "enough.jsonl", LINES + lines)


@kind
def words_that_are_no_json(folder: Path, chance: Random) -> Path:
    odd = ["NaN", "{'id': 1}", '{"id": NaN}', '{"id": -Infinity}', '{"id": 1,}', "[]", "null", '"text"', "{}", "{"]
    return put(folder, "odd.jsonl", LINES + "\n".join(odd) + "\n")


@kind
def keys_said_twice(folder: Path, chance: Random) -> Path:
    return put(folder, "twice.jsonl", LINES + '{"id": 1, "id": 2, "ID": 3, "": 4, " id": 5}\n')


@kind
def numbers_of_a_hundred_thousand_digits(folder: Path, chance: Random) -> Path:
    return put(folder, "digits.jsonl", LINES + '{"id": ' + "9" * 100_000 + ', "Size": 1e99999}\n')


@kind
def half_pairs_and_nul(folder: Path, chance: Random) -> Path:
    return put(folder, "pairs.jsonl", LINES + '{"id": "\\ud83d", "Name": "\\u0000"}\n{"id": "\\u0000", "\\ud800": 1}\n')


@kind
def every_line_with_keys_of_its_own(folder: Path, chance: Random) -> Path:
    return put(folder, "keys.jsonl", "".join(json.dumps({"id": n, f"key {n}": n}) + "\n" for n in range(3000)))


@kind
def keys_of_a_megabyte(folder: Path, chance: Random) -> Path:
    return put(folder, "long-key.jsonl", LINES + json.dumps({"id": "x", "k" * MB: 1}) + "\n")


@kind
def one_json_list(folder: Path, chance: Random) -> Path:
    return put(folder, "list.json", json.dumps([{"id": 1}] * 50))


@kind
def json_with_the_name_of_a_table(folder: Path, chance: Random) -> Path:
    return put(folder, "lines.csv", LINES)


@heavy_kind
def a_json_line_of_a_hundred_megabytes(folder: Path, chance: Random) -> Path:
    return put(folder, "line.jsonl", LINES + '{"id": "' + "x" * (100 * MB) + '"}\n')


@heavy_kind
def an_object_of_a_million_keys(folder: Path, chance: Random) -> Path:
    return put(folder, "million.jsonl", "{" + ",".join(f'"k{n}":1' for n in range(1_000_000)) + "}\n")
