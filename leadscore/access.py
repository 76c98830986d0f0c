"""Who may do what: one table, asked before every page and every act, on the server's side."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import Literal

Role = Literal["desk", "member", "guest"]
"""desk: a session on the serving machine itself; member: joined the open room; guest: anybody else who can reach it."""

Action = Literal["join", "answer", "vote", "sign", "work"]
"""join the room, answer and vote in it, sign for one's own team; work: every other page, and everything on it."""

_MAY: dict[Role, frozenset[Action]] = {
    "desk": frozenset({"join", "answer", "vote", "sign", "work"}),
    "member": frozenset({"join", "answer", "vote", "sign"}),
    "guest": frozenset({"join"}),
}

ROLES: tuple[Role, ...] = ("desk", "member", "guest")
ACTIONS: tuple[Action, ...] = ("join", "answer", "vote", "sign", "work")

ACTION_WORDS: dict[Action, str] = {
    "join": "join a room with its code",
    "answer": "answer the questions of a workshop",
    "vote": "vote on points, see the result once it is revealed",
    "sign": "sign for one's own team",
    "work": "everything else: Tune, leads, data, review, running the workshop",
}


def authorize(role: Role, action: Action) -> bool:
    """Whether someone of that role may do that; whatever is not written down is not allowed."""
    return action in _MAY.get(role, frozenset())


def is_this_machine(peer: str | None) -> bool:
    """Whether a connection's other end is the serving machine itself, by its loopback address; unknown is not."""
    try:
        address = ip_address(peer or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
