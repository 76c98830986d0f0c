"""Ballots: secret votes on what a rule is worth, shown of everybody at once, and of nobody before."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from hmac import compare_digest

from leadscore.errors import UsageError
from leadscore.store.state import chain
from leadscore.store.state.journal import Reading, Row, nonce
from leadscore.store.state.members import Member, key_of, members_in
from leadscore.store.state.people import By
from leadscore.store.state.rooms import opened
from leadscore.store.state.rounds import Progress, Round, Vote, as_rules, existing_round, rounds_in, start
from leadscore.store.state.tables import MEMBERS, REVEALS, VOTES
from leadscore.store.state.transactions import Transactions
from leadscore.vocabulary import TEAMS

_LATEST_OF_ONE = "id IN (SELECT max(id) FROM votes WHERE round = ? AND member = ? GROUP BY rule)"
_LATEST_OF_ALL = "id IN (SELECT max(id) FROM votes WHERE round = ? GROUP BY member, rule)"


class Ballots:
    """The rounds of a workspace and the votes in them; of each person the latest vote on a rule counts."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def start(self, room_id: int, rules: tuple[str, ...], by: By) -> Round:
        """Start a round on 1 to 8 rules; UsageError where the room is closed or its last round is not revealed."""
        chosen = as_rules(rules)
        with self._transactions.writing(by.at) as writing:
            opened(writing, room_id)
            return start(writing, room_id, chosen, by)

    def vote(self, round_id: int, member: Member, rule: str, size: str, at: datetime) -> None:
        """Keep a vote; UsageError for what the round does not ask, after its reveal, or for somebody else's ballot."""
        with self._transactions.writing(at) as writing:
            asked = existing_round(writing, round_id)
            if asked.revealed_at is not None:
                raise UsageError("This round is over: its votes are shown, so none is taken any more.")
            opened(writing, asked.room)
            row = _own(writing, asked, member)
            if rule not in asked.rules:
                raise UsageError(f"This round does not ask about '{rule}'. Vote on one of the rules that it shows.")
            if size not in asked.sizes:
                raise UsageError(f"'{size}' is no size of this round. Choose one of: {', '.join(asked.sizes)}.")
            said = {"round": round_id, "member": row["id"], "rule": rule, "size": size}
            writing.add(VOTES, row["author"], at=chain.stamp(at), **said, nonce=nonce())

    def mine(self, round_id: int, member: Member) -> dict[str, str]:
        """What one person voted, by rule; UsageError where they have a device and the member came without its token."""
        with self._transactions.reading() as reading:
            row = _own(reading, existing_round(reading, round_id), member)
            votes = reading.rows(VOTES, _LATEST_OF_ONE, (round_id, row["id"]))
            return {each["rule"]: each["size"] for each in votes}

    def progress(self, round_id: int) -> Progress:
        """How many have voted on everything; counts only."""
        with self._transactions.reading() as reading:
            asked = existing_round(reading, round_id)
            voted = reading.tally(VOTES, "member", "rule", "round = ?", (round_id,))
            members = reading.rows(MEMBERS, "room = ?", (asked.room,))
        there = Counter(row["team"] for row in members)
        ready = Counter(row["team"] for row in members if voted.get(row["id"]) == len(asked.rules))
        by_team = {team: (ready[team], there[team]) for team in TEAMS}
        return Progress(len(members), ready.total(), by_team, sum(voted.values()))

    def reveal(self, round_id: int, by: By) -> Round:
        """End a round and show its votes; UsageError where that was done."""
        with self._transactions.writing(by.at) as writing:
            if existing_round(writing, round_id).revealed_at is not None:
                raise UsageError("The votes of this round are shown already.")
            writing.signed(REVEALS, by, round=round_id)
            return existing_round(writing, round_id)

    def revealed(self, round_id: int) -> tuple[Vote, ...]:
        """The latest vote of each person on each rule; UsageError before the reveal."""
        with self._transactions.reading() as reading:
            asked = existing_round(reading, round_id)
            if asked.revealed_at is None:
                raise UsageError("The votes of this round are secret until all are shown at once. Reveal it first.")
            members = {each.id: each for each in members_in(reading, asked.room)}
            votes = reading.rows(VOTES, _LATEST_OF_ALL, (round_id,))
            return tuple(_vote(row, members[row["member"]]) for row in votes)

    def rounds(self, room_id: int) -> tuple[Round, ...]:
        """The rounds of a room, the first one first."""
        with self._transactions.reading() as reading:
            return rounds_in(reading, room_id)


def _own(reading: Reading, asked: Round, member: Member) -> Row:
    """The row of somebody who may see and fill in this ballot: their own, or one that is kept for them."""
    row = reading.one(MEMBERS, member.id)
    if row is None or row["room"] != asked.room:
        raise UsageError("This round is another workshop's. Join the workshop whose round it is.")
    key = key_of(reading, row)
    if key is not None and not compare_digest(key, member.proof):
        raise UsageError("This is the ballot of somebody who votes on a device of their own. Vote on that device.")
    return row


def _vote(row: Row, member: Member) -> Vote:
    return Vote(member.id, member.name, member.team, row["rule"], row["size"])
