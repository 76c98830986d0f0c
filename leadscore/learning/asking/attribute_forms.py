"""What can be asked about the attributes of these leads: values, words, thresholds, and whether they are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import duckdb

from leadscore.evidence import Facts
from leadscore.learning.asking.form import Form, common_enough
from leadscore.learning.asking.starting_point import AFTERWARDS, COARSER, NAMES, NUMBERED, label_of
from leadscore.store.database import quoted
from leadscore.store.manifest import Attribute

MOST_VALUES_ASKED = 10
MOST_WORDS_ASKED = 10
MOST_VALUES_READ = 2_000
LONGEST_VALUE = 60
FEWEST_TEXTS_OF_WORDS = 8
"""From so many different texts of several words on, single words are asked about as well."""

_LITTLE_WORDS = frozenset({"of", "and", "the", "for", "to", "in", "at", "de", "der", "die", "und", "von"})

_HAS = "NULLIF(TRIM({column}, ' '), '') IS NOT NULL"


def why_not_asked(attribute: Attribute, facts: Facts) -> str | None:
    """Why an attribute is asked about in no form; None where it is."""
    if attribute.name.lower() in NAMES and attribute.name.lower() != "email":
        return "says who a lead is, not what it is like"
    if AFTERWARDS.search(attribute.name.replace("_", " ")):
        return "by its name it is written after the outcome, so it cannot foretell it"
    if COARSER.get(attribute.name) in facts.attributes:
        return f"says less than '{COARSER[attribute.name]}', which is asked about"
    if attribute.name not in facts.captured_at_form | facts.changed_fields:
        return f"rests on today's value of {attribute.name}: what it was at T is not known"
    return None


def attribute_forms(
    cursor: duckdb.DuckDBPyConnection, attribute: Attribute, asked: str, total: int
) -> tuple[Form, ...]:
    """The forms of one attribute over the leads of the table `asked`, the simplest first."""
    if attribute.name.lower() == "email":
        return tuple(_domains(cursor, attribute.name, asked, total))
    if attribute.type == "number":
        return tuple((*_thresholds(cursor, attribute.name, asked, total), *_known(cursor, attribute, asked, total)))
    found = _values(cursor, attribute.name, asked)
    return tuple((*_of_values(attribute.name, found, total), *_known(cursor, attribute, asked, total)))


def _values(cursor: duckdb.DuckDBPyConnection, name: str, asked: str) -> list[tuple[str, int]]:
    """Each value of a text, spelled as most leads have it, and its leads; the commonest first."""
    column = quoted(name)
    sql = f"""SELECT MODE(TRIM({column}, ' ')), COUNT(*) FROM leads SEMI JOIN {quoted(asked)} USING (lead_id)
WHERE {_HAS.format(column=column)}
GROUP BY LOWER(TRIM({column}, ' ')) ORDER BY COUNT(*) DESC, 1 LIMIT {MOST_VALUES_READ}"""
    return cursor.execute(sql).fetchall()


def _of_values(name: str, found: list[tuple[str, int]], total: int) -> Iterator[Form]:
    common = [(value, n) for value, n in found if len(value) <= LONGEST_VALUE and common_enough(n, total)]
    yes_or_no = len(found) == 2 and len(common) == 2
    for value, leads in common[: 1 if yes_or_no else MOST_VALUES_ASKED]:
        label = f"{label_of(name)}: {value}"
        yield Form("attribute", name, "value", label, {"attribute": name, "is": value}, leads / total)
    for word, leads in _words(found, total):
        label = f"{label_of(name)} has the word {word}"
        yield Form("attribute", name, "word", label, {"attribute": name, "has_word": word}, leads / total, 1)


def _words(found: list[tuple[str, int]], total: int) -> list[tuple[str, int]]:
    """Words that several values share, where values are texts of several words."""
    if sum(" " in value for value, _ in found) < FEWEST_TEXTS_OF_WORDS:
        return []
    leads: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    for value, n in found:
        words = {word for word in value.lower().split() if word.isalpha() and len(word) > 1} - _LITTLE_WORDS
        leads.update(dict.fromkeys(words, n))
        texts.update(words)
    shared = [(word, n) for word, n in leads.items() if texts[word] > 1 and common_enough(n, total)]
    return sorted(shared, key=lambda each: (-each[1], each[0]))[:MOST_WORDS_ASKED]


def _domains(cursor: duckdb.DuckDBPyConnection, name: str, asked: str, total: int) -> Iterator[Form]:
    """Mail addresses of a domain that many leads share: what is before the @ says who somebody is."""
    domain = f"LOWER(REGEXP_EXTRACT({quoted(name)}, '@([^@ ]+)$', 1))"
    sql = f"""SELECT {domain}, COUNT(*) FROM leads SEMI JOIN {quoted(asked)} USING (lead_id)
WHERE {domain} <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_VALUES_ASKED}"""
    for found, leads in cursor.execute(sql).fetchall():
        if len(found) <= LONGEST_VALUE and common_enough(leads, total):
            when = {"attribute": name, "contains": f"@{found}"}
            yield Form("attribute", name, "domain", f"{label_of(name)} at {found}", when, leads / total)


def _thresholds(cursor: duckdb.DuckDBPyConnection, name: str, asked: str, total: int) -> Iterator[Form]:
    """The upper half, the top quarter, and the middle between the quarters."""
    column = quoted(name)
    sql = f"""SELECT QUANTILE_DISC({column}, [0.25, 0.5, 0.75]), COUNT(DISTINCT {column})
FROM leads SEMI JOIN {quoted(asked)} USING (lead_id) WHERE {column} IS NOT NULL"""
    ends, values = cursor.execute(sql).fetchall()[0]
    if not ends or values >= NUMBERED * total:
        return
    low, middle, high = (Decimal(f"{end:.6g}") for end in ends)
    spoken = label_of(name)
    ways: tuple[tuple[str, str, dict[str, Decimal | list[Decimal]], int], ...] = (
        ("at least the median", f"{spoken} at least {middle:,f}", {"at_least": middle}, 0),
        ("top quarter", f"{spoken} at least {high:,f}", {"at_least": high}, 1),
        ("between the quarters", f"{spoken} {low:,f} to {high:,f}", {"between": [low, high]}, 1),
    )
    for form, label, when, rank in ways:
        leads = _with_number(cursor, column, asked, when)
        if common_enough(leads, total) and not (form == "top quarter" and high == middle):
            yield Form("attribute", name, form, label, {"attribute": name, **when}, leads / total, rank)


def _with_number(
    cursor: duckdb.DuckDBPyConnection, column: str, asked: str, when: dict[str, Decimal | list[Decimal]]
) -> int:
    (bounds,) = when.values()
    low, high = bounds if isinstance(bounds, list) else (bounds, None)
    test = f"{column} >= $low" + ("" if high is None else f" AND {column} <= $high")
    bound = {"low": float(low)} | ({} if high is None else {"high": float(high)})
    sql = f"SELECT COUNT(*) FROM leads SEMI JOIN {quoted(asked)} USING (lead_id) WHERE {test}"
    return int(cursor.execute(sql, bound).fetchall()[0][0])


def _known(cursor: duckdb.DuckDBPyConnection, attribute: Attribute, asked: str, total: int) -> Iterator[Form]:
    column = quoted(attribute.name)
    has = f"{column} IS NOT NULL" if attribute.type == "number" else _HAS.format(column=column)
    sql = f"SELECT COUNT(*) FROM leads SEMI JOIN {quoted(asked)} USING (lead_id) WHERE {has}"
    leads = cursor.execute(sql).fetchall()[0][0]
    if common_enough(leads, total):
        label = f"{label_of(attribute.name)} is known"
        when = {"attribute": attribute.name, "known": True}
        yield Form("attribute", attribute.name, "known", label, when, leads / total, 1)
