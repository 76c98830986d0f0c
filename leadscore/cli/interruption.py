"""What happens when a command is stopped by Ctrl-C or by a signal: it cleans up, says what became of it, and ends."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Interrupted(BaseException):
    """A signal asked the command to stop; `code` is its exit code, 128 and the number of the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


@contextmanager
def interruptible() -> Iterator[None]:
    """For the length of a block a signal to stop raises `Interrupted`, once, so that the block can clean up.

    A signal that was ignored before (as nohup does) stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.getsignal(each) for each in STOPPING}
    heeded = [each for each in STOPPING if before[each] not in (signal.SIG_IGN, None)]
    for each in heeded:
        signal.signal(each, _stop)
    try:
        yield
    finally:
        for each in heeded:
            signal.signal(each, before[each])


def _stop(number: int, frame: FrameType | None) -> None:
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise Interrupted(number)
