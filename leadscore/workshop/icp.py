"""The ICP worksheet as data: which companies and people both teams want, line by line, and the draft rules it gives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from pydantic import ValidationError

from leadscore.errors import UsageError, did_you_mean
from leadscore.evidence import Facts, check, rests_on_today, sleeping
from leadscore.model import Model, Rule
from leadscore.model.conditions import AnyOf, AttributeCondition, Condition
from leadscore.model.rules import CutOffs
from leadscore.model.words import in_words

Need = Literal["must", "nice", "never"]

NEEDS: dict[str, str] = {"must": "Must be so", "nice": "Nice to have", "never": "Rules a lead out"}
OPERATORS = {
    "text": {"in": "is one of", "words": "has one of the words"},
    "number": {"between": "lies between", "at_least": "is at least", "at_most": "is at most"},
}
"""What a line can ask of an attribute, by its type; in words for a form."""

_ALL_OPERATORS = tuple(name for names in OPERATORS.values() for name in names)

POINTS = {"must": Decimal(10), "nice": Decimal(5)}
"""Points of a draft rule until the room votes on them; what rules a lead out is a knock-out."""

ABOUT_COMPANIES = ("company", "industry", "annual_revenue", "country", "employees", "sector", "region")
FIRMOGRAPHIC = "firmographic"
MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line: an attribute compared with something, and whether that must be so, is nice, or rules a lead out."""

    attribute: str
    operator: str
    operand: tuple[str, ...] | tuple[Decimal, ...]
    need: Need = "must"

    def __post_init__(self) -> None:
        if self.need not in NEEDS:
            raise UsageError(f"A line is never '{self.need}'. {did_you_mean(self.need, NEEDS)}")
        if self.operator not in _ALL_OPERATORS:
            raise UsageError(f"A line cannot ask '{self.operator}'. {did_you_mean(self.operator, _ALL_OPERATORS)}")
        if not self.operand:
            raise UsageError(f"Say what '{self.attribute}' is to be compared with: the line names no value.")
        try:
            _ = self.conditions
        except ValidationError as error:
            raise UsageError(f"The line on '{self.attribute}' {_problem(error)}.") from error

    @property
    def conditions(self) -> tuple[AttributeCondition, ...]:
        """What is asked, of which any one fulfils the line."""
        if self.operator == "words":
            return tuple(_condition(self.attribute, "has_word", word) for word in self.operand)
        several = self.operator in ("in", "between")
        return (_condition(self.attribute, self.operator, self.operand if several else self.operand[0]),)

    @property
    def condition(self) -> Condition:
        """The line as one condition of a rule."""
        each = self.conditions
        return each[0] if len(each) == 1 else AnyOf.model_validate({"any": each})

    @property
    def words(self) -> str:
        """The line as a person would say it."""
        return in_words(self.condition)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """All lines; a lead is inside where every must holds and nothing rules it out."""

    lines: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        if len(self.lines) > MOST_LINES:
            raise UsageError(
                f"The worksheet has {len(self.lines)} lines; {MOST_LINES} are the most that a room can hold."
            )

    @property
    def deciding(self) -> tuple[Line, ...]:
        """The lines that decide who is inside: not those that are merely nice."""
        return tuple(line for line in self.lines if line.need != "nice")

    def with_line(self, line: Line) -> Worksheet:
        """A worksheet with one more line; the same question asked anew takes the place of the old one."""
        kept = (each for each in self.lines if (each.attribute, each.operator) != (line.attribute, line.operator))
        return Worksheet((*kept, line))

    def without_line(self, place: int) -> Worksheet:
        """A worksheet without the line at that place."""
        return Worksheet(tuple(line for at, line in enumerate(self.lines) if at != place))

    def to_json(self) -> dict[str, Any]:
        """The worksheet as plain values, to be stored."""
        return {
            "lines": [
                {
                    "attribute": line.attribute,
                    "operator": line.operator,
                    "operand": [_plain(each) for each in line.operand],
                    "need": line.need,
                }
                for line in self.lines
            ]
        }

    @classmethod
    def from_json(cls, value: Any) -> Worksheet:
        """A stored worksheet; UsageError where it is none."""
        try:
            return cls(tuple(_line(each) for each in value["lines"]))
        except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
            raise UsageError("This is no ICP worksheet: it needs 'lines', each with attribute and operator.") from error


def held_against(worksheet: Worksheet, facts: Facts) -> None:
    """Raise ModelError with every line that names an attribute which is not there, or compares text with numbers."""
    if worksheet.lines:
        check(as_model(draft_rules(worksheet)), facts)


def draft_rules(worksheet: Worksheet, beside: Model | None = None) -> tuple[Rule, ...]:
    """A rule for each line: POINTS, or a knock-out; ids and groups fit beside the rules of a model."""
    taken = [rule.id for rule in beside.rules] if beside is not None else []
    groups = beside.group_names if beside is not None else (FIRMOGRAPHIC,)
    rules: list[Rule] = []
    for line in worksheet.lines:
        rule_id = _free(f"icp_{_letters(line.attribute)}", {*taken, *(rule.id for rule in rules)})
        group = FIRMOGRAPHIC if FIRMOGRAPHIC in groups and _is_about_companies(line.attribute) else "demographic"
        told = {"id": rule_id, "label": _label(line), "group": group, "when": line.condition}
        worth = {"knock_out": True} if line.need == "never" else {"points": POINTS[line.need]}
        rules.append(Rule.model_validate(told | worth))
    return tuple(rules)


def with_draft_rules(model: Model, worksheet: Worksheet) -> Model:
    """The model with the worksheet's rules behind its own, but for those that ask what one of its rules does."""
    known = {_same(rule) for rule in model.rules}
    new = [rule for rule in draft_rules(worksheet, model) if _same(rule) not in known]
    return model.model_copy(update={"rules": (*model.rules, *new)})


def badges(rules: Sequence[Rule], facts: Facts) -> dict[str, str]:
    """What stands beside a draft rule because of the data: rule id to words; most have nothing."""
    if not rules:
        return {}
    model = as_model(rules)
    asleep = {rule_id: f"sleeps: no {', no '.join(lacks)}" for rule_id, lacks in sleeping(model, facts).items()}
    todays = {
        rule_id: f"today's value of {', '.join(names)}" for rule_id, names in rests_on_today(model, facts).items()
    }
    return todays | asleep


def as_model(rules: Sequence[Rule], like: Model | None = None) -> Model:
    """These rules alone as a model, with the population and evaluation of another."""
    if like is None:
        return Model(name="ICP", rules=tuple(rules), cut_offs=CutOffs(mql=Decimal(0), sql=Decimal(0)))
    return Model(name="ICP", rules=tuple(rules), population=like.population, evaluation=like.evaluation)


def _condition(attribute: str, operator: str, operand: object) -> AttributeCondition:
    return AttributeCondition.model_validate({"attribute": attribute, operator: operand})


def _problem(error: ValidationError) -> str:
    words = "; ".join(dict.fromkeys(each["msg"].removeprefix("Value error, ") for each in error.errors()))
    return words[:1].lower() + words[1:]


def _line(value: Mapping[str, Any]) -> Line:
    operand = tuple(each if isinstance(each, str) else Decimal(str(each)) for each in value["operand"])
    return Line(str(value["attribute"]), str(value["operator"]), operand, value["need"])  # type: ignore[arg-type]


def _plain(value: str | Decimal) -> str | int | float:
    if isinstance(value, str):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _label(line: Line) -> str:
    words = line.words[:1].upper() + line.words[1:]
    return f"ICP: not if {line.words}" if line.need == "never" else f"ICP: {words}"


def _is_about_companies(attribute: str) -> bool:
    return any(word in attribute.lower() for word in ABOUT_COMPANIES)


def _letters(name: str) -> str:
    return "".join(each if each.isalnum() else "_" for each in name.lower())[:50]


def _free(name: str, taken: Collection[str]) -> str:
    numbered = (f"{name}_{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)


def _same(rule: Rule) -> str:
    return rule.when.model_dump_json(by_alias=True, exclude_none=True)
