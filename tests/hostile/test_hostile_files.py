"""Promise (bar R1): a file can be read or is refused with a reason; nothing else ever happens to the server.

A part on each push; every kind and 500 mutations with `python -m pytest tests/hostile --slow`, as a table with
`python -m tests.hostile`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.kinds import Kind, corpus
from tests.hostile.mutations import ENDINGS, mutants
from tests.hostile.trial import Trial

KINDS = corpus()
ON_EACH_PUSH = (
    "a pipe that nobody writes to",
    "a link to a device without end",
    "spaces that make patterns slow",
    "headers of half a megabyte",
    "entities that grow",
    "a footer with more rows than there are",
    "lists in lists",
)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """A room with data in use, where all files are tried one after another."""
    made = Trial(tmp_path_factory.mktemp("hostile"))
    yield made
    made.close()


def test_the_corpus_has_kinds_enough() -> None:
    names = [each.name for each in KINDS]
    assert len(names) == len(set(names)) >= 60
    assert set(ON_EACH_PUSH) <= set(names)


def _marked(each: Kind) -> object:
    return pytest.param(each, id=each.name, marks=() if each.name in ON_EACH_PUSH else pytest.mark.slow)


@pytest.mark.parametrize("each", [_marked(each) for each in KINDS])
def test_a_hostile_file_hurts_nobody(trial: Trial, each: Kind) -> None:
    outcome = trial.tried(each.name, each.file)
    assert outcome.faults == (), f"{outcome.looked} | {outcome.imported}"


@pytest.mark.slow
def test_five_hundred_mutations_hurt_nobody(trial: Trial) -> None:
    outcomes = [trial.tried(name, make) for name, make in mutants(500)]
    assert [(each.name, each.faults) for each in outcomes if each.faults] == []
    read = sum(each.imported.startswith("imported") for each in outcomes)
    assert 50 < read < 450, "mutations that are all read, or all refused, prove little"


def test_a_few_mutations_hurt_nobody(trial: Trial) -> None:
    outcomes = [trial.tried(name, make) for name, make in mutants(len(ENDINGS) // 2)]
    assert [(each.name, each.faults) for each in outcomes if each.faults] == []


def test_a_file_is_the_same_in_every_run(tmp_path: Path) -> None:
    light = [each for each in KINDS if not each.heavy and each.name in ("random bytes", "rows of every width")]
    for each in light:
        first, second = (tmp_path / f"{each.name}-{turn}" for turn in (1, 2))
        first.mkdir()
        second.mkdir()
        assert each.file(first).read_bytes() == each.file(second).read_bytes()
    assert len(light) == 2
