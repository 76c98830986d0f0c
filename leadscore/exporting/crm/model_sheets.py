"""A model as the settings that a person makes in a CRM, a line each, and what the CRM cannot say beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from decimal import Decimal
from pathlib import Path

from leadscore.cells import csv_line
from leadscore.errors import UsageError, did_you_mean
from leadscore.exporting.crm.asks import Ask, Asked, asked_of, letter, points_of
from leadscore.exporting.crm.traits import traits
from leadscore.exporting.workbooks import write_workbook
from leadscore.model import Model, Rule, model_hash
from leadscore.model.values import shortest
from leadscore.model.words import in_words

COLUMNS = (
    "Part",
    "Group",
    "Rule",
    "Filter",
    "On",
    "Field or event",
    "Operator",
    "Value",
    "How often",
    "Time frame",
    "Joined by",
    "Score change",
    "Set it up",
    "Not the same there",
)
_WIDTHS = (10, 18, 30, 7, 14, 30, 20, 30, 20, 18, 22, 12, 70, 80)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet, under COLUMNS."""

    part: str
    group: str = ""
    rule: str = ""
    filter: str = ""
    on: str = ""
    field: str = ""
    operator: str = ""
    value: str = ""
    often: str = ""
    frame: str = ""
    joined: str = ""
    change: str = ""
    setup: str = ""
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """How one CRM calls things, and what it cannot say.

    `fields` and `events`: its name of an attribute or kind, with the object it is on; `differs`: a sentence for each
    special thing about a rule; `head` and `tail` say what stands around the rules, `setup` the steps of a rule;
    `often` how its counts are said; `place` which of its groups a rule goes to.
    """

    title: str
    fields: dict[str, tuple[str, str]]
    events: dict[str, tuple[str, str]]
    operators: dict[str, str]
    differs: dict[str, str]
    head: Callable[[Model], Iterator[Line]]
    tail: Callable[[Model], Iterator[Line]]
    setup: Callable[[Rule, Asked], str]
    often: Callable[[Ask], str]
    place: Callable[[Rule, Asked], str]
    own_field: str
    own_event: str


def sheet_lines(model: Model, vendor: Vendor) -> Iterator[Line]:
    """Every line: what the model is, the head of the CRM, each rule under its group, and the tail."""
    yield Line("model", rule=model.name, setup=f"Model {model_hash(model)}. {_HOW_TO_READ}")
    yield from vendor.head(model)
    for name in model.group_names:
        for rule in model.rules:
            if not rule.knock_out and rule.group == name:
                yield from _rule_lines(rule, vendor)
    for rule in model.rules:
        if rule.knock_out:
            yield from _rule_lines(rule, vendor)
    yield from vendor.tail(model)


_HOW_TO_READ = "One line a filter; filters of a rule are lettered, and its first line has its points and its steps."


def write_sheet(model: Model, vendor: Vendor, file: Path) -> int:
    """Write the sheet as .csv or .xlsx and return its number of lines; UsageError for another ending."""
    rows = [astuple(line) for line in sheet_lines(model, vendor)]
    ending = file.suffix.lower()
    if ending == ".xlsx":
        return write_workbook(file, COLUMNS, rows, vendor.title[:31], _WIDTHS)
    if ending != ".csv":
        raise UsageError(f"'{file.name}' must end in .csv or .xlsx.")
    file.write_bytes("".join(csv_line(row) for row in (COLUMNS, *rows)).encode("utf-8-sig"))
    return len(rows)


def vendor_of(name: str, vendors: dict[str, Vendor]) -> Vendor:
    """The words of a CRM; UsageError for another name."""
    if name not in vendors:
        raise UsageError(f"There are no settings for '{name}' here. {did_you_mean(name, vendors)}")
    return vendors[name]


def filter_lines(asked: Asked, vendor: Vendor, part: str, rule: str = "") -> Iterator[Line]:
    """A line for each filter, without points: for who is left out, and for segments."""
    for place, ask in enumerate(asked.asks):
        yield _filter_line(Line(part, rule=rule), ask, place, asked, vendor)


def _rule_lines(rule: Rule, vendor: Vendor) -> Iterator[Line]:
    asked = asked_of(rule.when)
    part = "knock-out" if rule.knock_out else "rule"
    for place, ask in enumerate(asked.asks):
        first = place == 0
        line = Line(
            part=part,
            group=vendor.place(rule, asked),
            rule=rule.name,
            change=_change(rule, ask, first),
            setup=vendor.setup(rule, asked) if first else "",
            differs=_differs(rule, asked, vendor) if first else _unknown_words(ask, vendor),
        )
        yield _filter_line(line, ask, place, asked, vendor)


def _filter_line(line: Line, ask: Ask, place: int, asked: Asked, vendor: Vendor) -> Line:
    on, field = _named(ask, vendor)
    cells = {each: getattr(line, each) for each in ("part", "group", "rule", "change", "setup", "differs")}
    return Line(
        **cells,
        filter=letter(place) if len(asked.asks) > 1 else "",
        on=on,
        field=field,
        operator=vendor.operators.get(ask.operator, ask.operator.replace("_", " ")),
        value=ask.value,
        often=vendor.often(ask) if ask.is_event else "",
        frame=f"in the last {ask.days} days" if ask.days is not None else "",
        joined=asked.logic if place == 0 else "",
    )


def _named(ask: Ask, vendor: Vendor) -> tuple[str, str]:
    """The object and the name of a field or event there; one's own where it is not known."""
    if ask.is_event:
        found = [vendor.events.get(kind, (vendor.own_event, f"your event for '{kind}'")) for kind in ask.kinds]
        return found[0][0], " or ".join(name for _, name in found)
    if ask.operator in ("rate", "inactive", "open", "none_open"):
        return vendor.own_field, ask.what
    return vendor.fields.get(ask.what, (vendor.own_field, f"your field for '{ask.what}'"))


def _change(rule: Rule, ask: Ask, first: bool) -> str:
    if rule.knock_out:
        return "out" if first else ""
    if ask.share is not None:
        return signed(points_of(ask.share, rule.worth))
    return signed(rule.worth) if first else ""


def signed(points: Decimal) -> str:
    """Points with their sign, in the fewest digits."""
    return f"+{shortest(points)}" if points > 0 else shortest(points)


def _differs(rule: Rule, asked: Asked, vendor: Vendor) -> str:
    """What of a rule the CRM does not say as the model does, as sentences; "" where it does."""
    said = [
        vendor.differs[name].format(**words) for name, words in traits(rule.when).items() if vendor.differs.get(name)
    ]
    if rule.knock_out and vendor.differs.get("knock_out"):
        said.append(vendor.differs["knock_out"])
    given = [rule.worth, *(points_of(ask.share, rule.worth) for ask in asked.asks if ask.share is not None)]
    if any(points != points.to_integral_value() for points in given) and vendor.differs.get("decimals"):
        said.append(vendor.differs["decimals"])
    unknown = _unknown_words(asked.asks[0], vendor)
    asks = f"Asks: {in_words(rule.when)}." if said and asked.logic else ""
    return " ".join(each for each in (*said, unknown, asks) if each)


def _unknown_words(ask: Ask, vendor: Vendor) -> str:
    """That a field or event is a company's own."""
    if ask.is_event:
        own = [kind for kind in ask.kinds if kind not in vendor.events]
        return f"Which event there is '{', '.join(own)}' only you know." if own else ""
    if ask.operator in ("rate", "inactive", "open", "none_open") or ask.what in vendor.fields:
        return ""
    return f"Which field there holds '{ask.what}' only you know."
