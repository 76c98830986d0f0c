"""The mapping laid against the files as they are: which readings there are, which columns feed which fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from leadscore.errors import did_you_mean
from leadscore.importing.limits import Limits
from leadscore.importing.mappings.mapping import FIELDS, Field, Mapping, Source
from leadscore.importing.mappings.mapping_file import refused
from leadscore.importing.proposing import source_kinds
from leadscore.importing.reading import headers
from leadscore.importing.reading.formats import open_reading
from leadscore.importing.reading.rows import Reading
from leadscore.importing.taking import joins
from leadscore.importing.taking.columns import UNREADABLE
from leadscore.importing.taking.extraction import Extraction


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over one file, and everything that is taken from it; `numbers` are positions in the mapping."""

    reading: Reading
    numbers: tuple[int, ...]
    extractions: tuple[Extraction, ...]

    @property
    def file(self) -> Path:
        """The file that is read."""
        return self.extractions[0].source.file


@dataclass(frozen=True, slots=True)
class Plan:
    """All passes, the attributes of the leads with their stated types, and the columns that files left unnamed."""

    passes: tuple[Pass, ...]
    attributes: tuple[str, ...]
    stated_types: dict[str, str]
    unnamed: frozenset[str]

    @property
    def listed(self) -> frozenset[str]:
        """The attributes that a list of leads has a column for."""
        every = (each for one in self.passes for each in one.extractions)
        lists = (each for each in every if each.source.table == "leads" and not joins.fills(each.source))
        return frozenset(name for each in lists for name in each.fields)


def lay(mapping: Mapping, limits: Limits) -> Plan:
    """Open every file and resolve every column; raises MappingError listing all that does not fit."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, source in enumerate(mapping.sources):
        groups.setdefault((source.file, source.sheet, source.dialect), []).append(number)
    readings = {key: open_reading(mapping.sources[numbers[0]], limits) for key, numbers in groups.items()}
    problems: list[str] = []
    fields = {
        number: _fields(mapping.sources[number], readings[key].header, problems)
        for key, numbers in groups.items()
        for number in numbers
    }
    attributes, types = _attributes(mapping, fields, problems)
    _check_attributes(mapping, attributes, problems)
    if problems:
        raise refused(mapping.file, problems)
    typed = {number: _typed(mapping.sources[number], each, types) for number, each in fields.items()}
    passes = tuple(
        Pass(readings[key], tuple(numbers), tuple(_extraction(mapping, n, typed[n], readings[key]) for n in numbers))
        for key, numbers in groups.items()
    )
    unnamed = frozenset(name for reading in readings.values() for name in reading.header.unnamed)
    return Plan(passes, attributes, types, unnamed)


def _fields(source: Source, header: headers.Header, problems: list[str]) -> dict[str, Field]:
    names = header.names
    fields = dict(source.fields)
    named = [(f"{source.place}.{name}", field.column) for name, field in fields.items() if field.column is not None]
    named += [(f"{source.place}.where", condition.column) for condition in source.where]
    named += [(f"{source.place}.keep", column) for column in (source.keep if source.keep != "all" else ())]
    named += [(f"{source.place}.rename", column) for column, _ in source.rename]
    missing = [(place, column) for place, column in named if column not in names]
    for place, column in missing:
        problems.append(f"{place}: {source.file.name} has no column '{column}'. {_near(column, names)}")
    if source.table != "leads" or missing:
        return fields
    return fields | _kept(source, names, fields, problems)


def _near(word: str, names: tuple[str, ...]) -> str:
    """The names to choose from, unless they are what a file without a header has in its first row."""
    if headers.look_like_values(names):
        return (
            "The first row looks like data, so it is not repeated here: state `dialect: {header_row: 0}` and write "
            "`column 1`, `column 2` ..., or give the row of the column names as `header_row`."
        )
    return did_you_mean(word, names)


def _kept(source: Source, names: tuple[str, ...], fields: dict[str, Field], problems: list[str]) -> dict[str, Field]:
    """Attributes by `rename` and `keep`: a column that a field reads already is not kept a second time."""
    used = {field.column for name, field in fields.items() if name != source_kinds.ATTRIBUTE}
    renamed = dict(source.rename)
    for column, attribute in renamed.items():
        if attribute in fields:
            problems.append(
                f"{source.place}.rename: '{attribute}' is already read from another column than '{column}'."
            )
    kept = {attribute: Field(column=column) for column, attribute in renamed.items()}
    wanted = [name for name in (names if source.keep == "all" else source.keep) if name not in {*used, *renamed}]
    own_names = headers.distinct(wanted, taken=(*fields, *kept, *FIELDS["leads"]))
    return kept | {own: Field(column=column) for own, column in zip(own_names, wanted, strict=True)}


def _attributes(
    mapping: Mapping, fields: dict[int, dict[str, Field]], problems: list[str]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Every attribute in order of appearance, and the types that the mapping states."""
    spelled: dict[str, str] = {}
    types: dict[str, str] = {}
    for number, source in enumerate(mapping.sources):
        for name, field in fields[number].items() if source.table == "leads" else ():
            if name in FIELDS["leads"]:
                continue
            if any(letter < " " for letter in name):
                problems.append(f"{source.place}: {name!r} has a control character in it; name the attribute without.")
            if spelled.setdefault(name.lower(), name) != name:
                problems.append(f"{source.place}: '{name}' and '{spelled[name.lower()]}' differ in case only; use one.")
            if field.type and types.setdefault(name, field.type) != field.type:
                problems.append(f"{source.place}.{name}: another source says type {types[name]}; state one type.")
    return tuple(spelled.values()), types


def _check_attributes(mapping: Mapping, attributes: tuple[str, ...], problems: list[str]) -> None:
    for key, names in (("captured_at_form", mapping.captured_at_form), ("totals_today", mapping.totals_today)):
        for name in names:
            if name not in attributes:
                problems.append(f"{key}: the leads have no '{name}'. {_near(name, attributes)}")
    for name in mapping.totals_today:
        if name in mapping.captured_at_form:
            problems.append(
                f"totals_today: '{name}' stands under captured_at_form too. A total goes on counting after the form "
                "was sent, so its value then is not known: take it out of one of them."
            )
    for source in mapping.sources:
        for name, field in source.fields:
            for wanted in field.matches:
                if joins.attribute_behind(wanted) not in attributes:
                    near = _near(wanted, attributes)
                    problems.append(f"{source.place}.{name}: the leads have no '{wanted}'. {near}")
            if field.matches and name != "lead_id":
                problems.append(f"{source.place}.{name}: `matches` belongs to lead_id.")
        if joins.fills(source) and source.field("created_at"):
            problems.append(f"{source.place}: a source that is joined gives attributes only, no created_at.")
    if all(joins.fills(source) for source in mapping.sources if source.table == "leads"):
        problems.append("leads: every source is joined to leads that no source lists. Map one with the leads' own ids.")


def _typed(source: Source, fields: dict[str, Field], types: dict[str, str]) -> dict[str, Field]:
    """A type that one source states holds for every source of that attribute."""
    if source.table != "leads":
        return fields
    return {
        name: replace(field, type="number") if types.get(name) == "number" and not field.type else field
        for name, field in fields.items()
    }


def _extraction(mapping: Mapping, number: int, fields: dict[str, Field], reading: Reading) -> Extraction:
    source = mapping.sources[number]
    try:
        return Extraction(source, fields, reading.header.names, mapping)
    except UNREADABLE as error:
        raise refused(mapping.file, [f"{source.place}: a `value:` {error}."]) from error


def notes_of(plan: Plan) -> Iterable[str]:
    """What the readings have to say, once each."""
    return dict.fromkeys(note for each in plan.passes for note in each.reading.notes)
