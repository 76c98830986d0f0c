"""Who may do what: every role against every action, and who counts as sitting at the serving machine."""

from __future__ import annotations

import pytest

from leadscore.access import ACTION_WORDS, ACTIONS, ROLES, authorize, is_this_machine

MAY = {
    "desk": "join answer vote sign work",
    "member": "join answer vote sign",
    "guest": "join",
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
def test_the_table(role: str, action: str) -> None:
    assert authorize(role, action) is (action in MAY[role].split())  # type: ignore[arg-type]


def test_what_nobody_wrote_down_is_not_allowed() -> None:
    assert not authorize("admin", "work")  # type: ignore[arg-type]
    assert not authorize("desk", "erase")  # type: ignore[arg-type]
    assert set(ACTION_WORDS) == set(ACTIONS)


@pytest.mark.parametrize(
    ("peer", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("192.168.1.20", False),
        ("::ffff:192.168.1.20", False),
        ("fe80::1", False),
        ("0.0.0.0", False),
        ("localhost", False),
        ("", False),
        (None, False),
    ],
)
def test_who_sits_at_the_serving_machine(peer: str | None, here: bool) -> None:
    assert is_this_machine(peer) is here
