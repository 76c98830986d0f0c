"""Every hostile file, one after another, as a table (bar R1); never collected by pytest.

python -m tests.hostile [--light | --heavy] [--only WORDS] [--mutations 500 [--from 0]]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.hostile.kinds import corpus
from tests.hostile.mutations import mutants
from tests.hostile.trial import Outcome, Trial


def main() -> int:
    """Try what is asked for and print what became of it; 1 where a promise was broken."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        trial = Trial(Path(folder))
        kinds = [_printed(each) for each in _kinds(trial, asked)]
        mutated = list(_mutations(trial, asked.start, asked.mutations))
        trial.close()
    for name, outcomes in (("kinds", kinds), ("mutations", mutated)):
        _sum_up(name, outcomes)
    return 1 if any(each.faults for each in (*kinds, *mutated)) else 0


def _kinds(trial: Trial, asked: argparse.Namespace) -> Iterator[Outcome]:
    for each in corpus():
        if asked.only in each.name and not (asked.light if each.heavy else asked.heavy):
            yield trial.tried(each.name, each.file)


def _mutations(trial: Trial, start: int, count: int) -> Iterator[Outcome]:
    for name, make in islice(mutants(start + count), start, None):
        outcome = trial.tried(name, make)
        if outcome.faults:
            _printed(outcome)
        yield outcome


def _printed(each: Outcome) -> Outcome:
    faults = f"  BROKEN: {'; '.join(each.faults)}" if each.faults else ""
    took = f"{each.seconds:5.1f} s ({each.processor:5.1f} cpu) {each.grown:4.0f} MB"
    print(f"{each.name:45.45s} {took}  {each.looked[:70]} | {each.imported[:90]}{faults}")
    sys.stdout.flush()
    return each


def _sum_up(name: str, outcomes: list[Outcome]) -> None:
    if not outcomes:
        return
    taken, broken = (
        sum(each.imported.startswith("imported") for each in outcomes),
        sum(bool(e.faults) for e in outcomes),
    )
    print(
        f"\n{len(outcomes)} {name}: {taken} imported with a ledger that adds up, {len(outcomes) - taken} refused with "
        f"a reason, {broken} broke a promise; the slowest took {max(each.seconds for each in outcomes):.1f} s "
        f"({max(each.processor for each in outcomes):.1f} of a processor), the server grew by "
        f"{max(each.grown for each in outcomes):.0f} MB at the most"
    )


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--light", action="store_true", help="leave out the kinds that take megabytes or seconds")
    parser.add_argument("--heavy", action="store_true", help="try these only")
    parser.add_argument("--from", type=int, default=0, dest="start", help="the first mutation's number")
    parser.add_argument("--only", default="", help="kinds with these words in their names")
    parser.add_argument("--mutations", type=int, default=500)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
