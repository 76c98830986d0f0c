"""Promise: of 20 people who vote at once, and more in a second process, every vote counts once; after a kill -9, too.

A few kills on each push; more with `LEADSCORE_KILLS=300 python -m pytest tests/store/test_every_vote_counts.py`.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from leadscore.store.checkup import check
from leadscore.store.state import By, Joined, Room, Round, State
from leadscore.store.state.state import inspect
from leadscore.store.workspace import Workspace
from leadscore.vocabulary import BALLOT_SIZES

from .conftest import ADA, BEN, NOON
from .story import open_room
from .test_nothing_saved_is_lost import KILLS, killed

PEOPLE, ELSEWHERE, VOTES = 20, 5, 50
RULES = tuple(f"rule {number}" for number in range(8))
SIZES = tuple(BALLOT_SIZES)

PROJECT = Path(__file__).resolve().parents[2]

Ballot = dict[str, str]

VOTE_ELSEWHERE = """
import json, sys
from tests.store.test_every_vote_counts import vote_all
from leadscore.store.state import State
workspace, round_id, seed, *tokens = sys.argv[1:]
with State.open(workspace) as state:
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(vote_all(state, int(round_id), tokens, int(seed))))
"""

SAY = """
import os, sys, threading
from datetime import datetime
from leadscore.store.state import By, Saving, State
from leadscore.vocabulary import BALLOT_SIZES
workspace, cycle, round_id, *tokens = sys.argv[1:]
state, now, sizes = State.open(workspace), datetime(2026, 11, 2, 12), tuple(BALLOT_SIZES)
def tell(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())
def vote(token):
    member = state.rooms.member_of(token)
    for number in range(100_000):
        state.ballots.vote(int(round_id), member, "vp", sizes[number % len(sizes)], now)
        tell("voted", member.id, number)
def sign():
    for number in range(100_000):
        saving = Saving(f"Line {cycle} {number}", "name: m", "m", "s", "We agreed")
        version = state.versions.save(saving, By("Ada", "marketing", now))
        for name, team in (("Ada", "marketing"), ("Ben", "sales")):
            signed = state.signatures.sign(version.id, By(name, team, now))
            tell("signed", version.id, team)
for token in tokens:
    threading.Thread(target=vote, args=(token,)).start()
sign()
"""


@pytest.fixture
def room(state: State) -> Room:
    return open_room(state)


def joined(state: State, room: Room, people: int) -> tuple[Joined, ...]:
    """People with devices, of both teams in turn."""
    named = (By(f"Rep {number}", ("sales", "marketing")[number % 2], NOON) for number in range(people))
    return tuple(state.rooms.join(room.id, room.code, each) for each in named)


def vote_all(state: State, round_id: int, tokens: Sequence[str], seed: int) -> dict[int, Ballot]:
    """Everybody votes at once, 50 times each; what each was last told to be saved, by rule."""
    said: dict[int, Ballot] = {}

    def vote(token: str, chance: random.Random) -> None:
        member = state.rooms.member_of(token)
        assert member is not None
        ballot = said.setdefault(member.id, {})
        for number in range(VOTES):
            rule, size = RULES[number % len(RULES)], chance.choice(SIZES)
            state.ballots.vote(round_id, member, rule, size, NOON)
            ballot[rule] = size

    chances = (random.Random(seed + place) for place, _ in enumerate(tokens))
    threads = [threading.Thread(target=vote, args=pair) for pair in zip(tokens, chances, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def test_twenty_people_and_a_second_process_vote_at_once(state: State, room: Room) -> None:
    tokens = [each.token for each in joined(state, room, PEOPLE + ELSEWHERE)]
    asked = state.ballots.start(room.id, RULES, ADA)
    arguments = [str(state.place.folder), str(asked.id), "20261102", *tokens[PEOPLE:]]
    command = [sys.executable, "-c", VOTE_ELSEWHERE, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=PROJECT) as other:
        assert other.stdin and other.stdout
        assert other.stdout.readline() == "ready\n"
        other.stdin.write("go\n")
        other.stdin.flush()
        before = time.monotonic()
        said = vote_all(state, asked.id, tokens[:PEOPLE], 20261103)
        took = time.monotonic() - before
        theirs: dict[str, Ballot] = json.loads(other.stdout.read())
    said |= {int(member): ballot for member, ballot in theirs.items()}
    print(f"{PEOPLE * VOTES:,} votes here and {ELSEWHERE * VOTES:,} elsewhere in {took:.1f} s")
    done = state.ballots.progress(asked.id)
    assert (done.members, done.finished, done.votes) == (25, 25, 25 * len(RULES))
    state.ballots.reveal(asked.id, ADA)
    shown = state.ballots.revealed(asked.id)
    assert len(shown) == len({(each.member_id, each.rule) for each in shown}) == 25 * len(RULES), "none counts twice"
    assert as_ballots(state, asked) == said, "each shows what its owner was last told to be saved"
    assert sum(entry.about == "votes" for entry in state.audit.entries()) == 25 * VOTES, "each vote has its entry"
    assert [each for each in check(state.place).findings if "state.sqlite" in each] == []


def test_what_every_device_asks_each_second_costs_next_to_nothing(state: State, room: Room) -> None:
    """Of 20 devices each asks for the turn, the room and the count: processor time, of which one second is 1,000 ms."""
    tokens = [each.token for each in joined(state, room, PEOPLE)]
    asked = state.ballots.start(room.id, RULES, ADA)
    for seed in range(2):
        vote_all(state, asked.id, tokens, seed)
    turn, current = (cost(act) for act in (lambda: state.rooms.turn(room.id), state.rooms.current))
    progress, owner = cost(lambda: state.ballots.progress(asked.id)), cost(lambda: state.rooms.member_of(tokens[0]))
    print(f"turn {turn:.3f} ms, current {current:.3f} ms, progress {progress:.3f} ms, member {owner:.3f} ms")
    assert max(turn, current, owner) < 1
    assert progress < 3


def cost(act: Callable[[], object], times: int = 100) -> float:
    """Milliseconds of this process's time for one call."""
    before = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - before) / times * 1000


def as_ballots(state: State, asked: Round) -> dict[int, Ballot]:
    """What was revealed, by member."""
    ballots: dict[int, Ballot] = {}
    for vote in state.ballots.revealed(asked.id):
        ballots.setdefault(vote.member_id, {})[vote.rule] = vote.size
    return ballots


def test_kill_9_loses_no_vote_and_no_signature(ws: Workspace) -> None:
    chance, votes, signatures = random.Random(20261106), 0, 0
    with State.open(ws) as state:
        room = open_room(state)
        tokens = [each.token for each in joined(state, room, 4)]
    for cycle in range(KILLS):
        with State.open(ws) as state:
            asked = state.ballots.start(room.id, ("vp",), ADA)
        said = killed([SAY, str(ws.folder), str(cycle), str(asked.id), *tokens], chance.uniform(0, 0.12))
        with State.open(ws) as state:
            state.ballots.reveal(asked.id, BEN)
            acknowledged = [line.split() for line in said]
            voted = {int(member): int(number) for kind, member, number in acknowledged if kind == "voted"}
            signed = {(int(version), team) for kind, version, team in acknowledged if kind == "signed"}
            shown = {each.member_id: each.size for each in state.ballots.revealed(asked.id)}
            assert [each for each in voted.items() if not stands(shown, *each)] == []
            assert signed <= {(each.version, each.author.team) for each in state.signatures.all()}
        found = inspect(ws)
        assert found is not None and found.wrong == ()
        votes, signatures = votes + sum(voted.values()) + len(voted), signatures + len(signed)
    print(f"{KILLS} kills, {votes:,} votes and {signatures:,} signatures acknowledged")
    assert votes > KILLS


def stands(shown: dict[int, str], member: int, number: int) -> bool:
    """Whether the vote that was last called saved stands, or the one that was on its way when the kill came."""
    return shown.get(member) in (SIZES[number % len(SIZES)], SIZES[(number + 1) % len(SIZES)])
