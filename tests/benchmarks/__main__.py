"""Benchmarks on a made-up company, never collected by pytest.

    python -m tests.benchmarks [--leads 100000 1000000] [--only moves build ask review] [--colleagues] [--folder FOLDER]

The company is generated once into FOLDER (default: the system's folder for temporary files), 20 activities a lead:
about half a minute and 200 MB at a million leads.  `--leads 5000000` takes some minutes more.  What is printed are
medians of things done in turns, and their ratios: on a busy machine only the ratios mean something.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

from leadscore.evidence import Shelf
from leadscore.store.database import Database
from tests.benchmarks import asking, building, moves, reviewing, world
from tests.benchmarks.timing import Timed, machine, milliseconds

PARTS = ("moves", "build", "ask", "review")


def main() -> None:
    """Measure what is asked for and print it as a table."""
    asked = _asked()
    print(f"machine: {machine()}")
    grown: dict[int, dict[str, Timed]] = {}
    for leads in asked.leads:
        folder = asked.folder / f"{leads}{'-colleagues' if asked.colleagues else ''}"
        manifest = world.make(folder, leads, asked.colleagues)
        print(f"\n{leads:,} leads, {manifest.rows('activities'):,} activities")
        shelf = Shelf(Database(folder, manifest))
        if "moves" in asked.only:
            grown[leads] = _moves(shelf, asked.turns)
        if "ask" in asked.only:
            _ask(shelf)
        if "build" in asked.only:
            shelf.database.close()
            _build(folder)
        if "review" in asked.only:
            _review(folder)
    _growth(grown)
    print(f"\nmachine: {machine()}")


def _moves(shelf: Shelf, turns: int) -> dict[str, Timed]:
    board, found = moves.measure(shelf, world.model(), turns)
    base = found["group_by"]
    print(f"  board: {board.leads:,} leads in {board.patterns:,} distinct rows")
    print(f"  GROUP BY of ready-made scores     {milliseconds(base)}")
    _against("S1 re-scored, counts and sums", found["core"], base, "2x")
    _against("S2 the whole look", found["look"], base, "6x")
    ratio = found["pandas"].wall / found["core_again"].wall
    print(f"  S4 the same as S1 in pandas       {milliseconds(found['pandas'])}  {ratio:.1f}x slower, bar 10x")
    return found


def _against(what: str, timed: Timed, base: Timed, bar: str) -> None:
    ratio, cpu = timed.wall / base.wall, timed.cpu / base.cpu
    print(f"  {what:33s} {milliseconds(timed)}  {ratio:.2f}x ({cpu:.2f}x cpu), bar {bar}")


def _growth(grown: dict[int, dict[str, Timed]]) -> None:
    sizes = sorted(grown)
    for small, large in zip(sizes, sizes[1:], strict=False):
        print(f"\nS3 growth from {small:,} to {large:,} leads (wall, cpu)")
        for name in ("group_by", "core", "look"):
            one, two = grown[small][name], grown[large][name]
            print(f"  {name:10s} {two.wall / one.wall:5.1f}x {two.cpu / one.cpu:5.1f}x")


def _build(folder: Path) -> None:
    found = building.measure(folder, 3)
    middle = {thing: [median(column) for column in zip(*runs, strict=True)] for thing, runs in found.items()}
    base = middle["group_by"]
    for thing, (wall, cpu, memory) in middle.items():
        ratio = "" if thing == "group_by" else f"  {wall / base[0]:.2f}x ({cpu / base[1]:.2f}x cpu), bar 1x"
        print(f"  S5 {thing:10s} {wall:6.2f} s ({cpu:6.2f} cpu), {memory:6.0f} MB{ratio}")


def _ask(shelf: Shelf) -> None:
    found = asking.measure(shelf, world.model(), 20)
    print(f"  S7 one explanation                {milliseconds(found['explanation'])}  bar 50 ms")
    print(f"  S7 queue of {asking.QUEUE:,} leads           {milliseconds(found['queue'])}  bar 200 ms")
    print(f"     the same, by source and search {milliseconds(found['filtered'])}")


def _review(folder: Path) -> None:
    for tab, (first, again, other) in reviewing.measure(folder).items():
        took = f"first {first.wall:7.2f} s ({first.cpu:6.2f} cpu)"
        month = f"another month {other.wall:6.2f} s ({other.cpu:5.2f} cpu)"
        print(f"  Review, {tab:16s} {took}, again {milliseconds(again)}, {month}  bar 2 s")


def _asked() -> argparse.Namespace:
    described = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=described)
    parser.add_argument("--leads", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--colleagues", action="store_true", help="four leads in ten share an account")
    parser.add_argument("--turns", type=int, default=25)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "leadscore-benchmarks")
    return parser.parse_args()


if __name__ == "__main__":
    main()
