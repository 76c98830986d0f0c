"""Solve the intercepts and cut-offs for the printed targets and print the text of ``solved.py``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields, replace
from functools import partial

from sample_data.companies import COMPANIES
from sample_data.company import Company
from sample_data.figures import figures
from sample_data.handover import noisy, old_points
from sample_data.signals import NEVER, Signal, Solved, conditional_shares, mean_share
from sample_data.world import Seen, lives, seen

HEADER = '''"""Constants found by ``python -m sample_data.calibrate``; frozen, so that a run solves nothing."""

from __future__ import annotations

from sample_data.signals import Solved
'''

AIMS = (
    ("sql", ("sql_rate_of_mql", "sql_by_data_date"), -4.0, 1.0),
    ("same_day", ("same_day_of_sql",), 0.0, 1.0),
    ("win", ("win_rate_of_sql", "won_by_data_date"), -4.0, 1.0),
    ("rejected", ("rejected_of_mql",), 0.0, 0.9),
)


def root(value: Callable[[float], float], target: float, low: float, high: float, steps: int = 24) -> float:
    """Where a rising function meets its target, by halving."""
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if value(middle) < target else (low, middle)
    return round((low + high) / 2, 3)


def intercepts(signals: tuple[Signal, ...]) -> dict[str, float]:
    """Intercept of every signal for its printed share, in the order of the table."""
    found: dict[str, float] = {}
    earlier: dict[str, list[float]] = {}
    for signal in signals:
        solved = signal.intercept
        if solved != NEVER:
            solved = root(partial(share_at, signal, earlier), signal.share, -12.0, 6.0)
            found[signal.id] = solved
        earlier[signal.id] = conditional_shares(signal, solved, earlier)
    return found


def share_at(signal: Signal, earlier: dict[str, list[float]], intercept: float) -> float:
    return mean_share(conditional_shares(signal, intercept, earlier))


def with_cut_offs(company: Company, leads: list[Seen]) -> Company:
    """Heights of the noisy old score for the hand-off, the top quarter and the next 35 %."""
    heights = sorted((noisy(company, one.lead, old_points(company, one.detected)) for one in leads), reverse=True)
    rate = company.targets.mql_rate
    hand_off, top, rest = (round(heights[int(len(heights) * rate * part)], 2) for part in (1.0, 0.25, 0.60))
    return replace(company, solved=replace(company.solved, hand_off_at=hand_off, top_at=top, rest_at=rest))


def with_constant(company: Company, constant: str, value: float) -> Company:
    return replace(company, solved=replace(company.solved, **{constant: value}))


def closeness(company: Company, leads: list[Seen], names: tuple[str, ...], constant: str, value: float) -> float:
    """Mean of figure / target: 1 where a rate and a count that cannot both be met are missed by the same part."""
    changed = with_constant(company, constant, value)
    found = [one for one in figures(changed, lives(changed, leads)) if one.name in names]
    return sum(one.value / one.target for one in found if one.target) / len(found)


def solve(company: Company) -> tuple[Company, dict[str, float]]:
    found = intercepts(company.signals)
    signals = tuple(replace(one, intercept=found.get(one.id, one.intercept)) for one in company.signals)
    company = replace(company, signals=signals)
    leads = seen(company)
    company = with_cut_offs(company, leads)
    for constant, names, low, high in AIMS:
        value = root(partial(closeness, company, leads, names, constant), 1.0, low, high, 10)
        company = with_constant(company, constant, value)
    for one in figures(company, lives(company, leads)):
        print(f"# {company.name:14s} {one.name:24s} target {one.target!s:8s} has {one.value}", file=sys.stderr)
    return company, found


def main() -> None:
    solved: dict[str, Solved] = {}
    found: dict[str, dict[str, float]] = {}
    for name, company in COMPANIES.items():
        done, found[name] = solve(company)
        solved[name] = done.solved
    print(HEADER)
    print("SOLVED: dict[str, Solved] = {")
    for name, one in solved.items():
        print(f'    "{name}": Solved(')
        print("".join(f"        {field.name}={getattr(one, field.name)},\n" for field in fields(one)) + "    ),")
    print("}\nINTERCEPTS: dict[str, dict[str, float]] = {")
    for name, table in found.items():
        print(f'    "{name}": {{')
        print("".join(f'        "{signal}": {value},\n' for signal, value in table.items()) + "    },")
    print("}")


if __name__ == "__main__":
    main()
