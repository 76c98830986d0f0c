"""Several people who press one button in the same moment, each with a state of their own as another process has."""

from __future__ import annotations

import threading
from collections.abc import Callable

from leadscore.errors import UsageError
from leadscore.store.state import State
from leadscore.store.workspace import Workspace


def at_once(place: Workspace, people: int, act: Callable[[State, int], object]) -> list[str]:
    """What each of them is told: "kept", or the words of the UsageError; anything else is an error of the test."""
    start, told = threading.Barrier(people), [""] * people

    def press(number: int) -> None:
        with State.open(place) as own:
            start.wait()
            try:
                act(own, number)
                told[number] = "kept"
            except UsageError as error:
                told[number] = str(error)

    threads = [threading.Thread(target=press, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(told), "somebody was told neither"
    return told
