"""How much one import may use: every limit is stated here and nowhere else."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from typing import Any

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that the child process may use; beyond any of these the import is refused.

    Memory is address space in bytes; time is seconds of the clock and of the processor; file is one source file,
    unpacked; written is any one file that the child writes.
    """

    memory: int = 4096 * MB
    wall_seconds: float = 1800
    cpu_seconds: int = 3600
    file_bytes: int = 4096 * MB
    written_bytes: int = 16384 * MB
    columns: int = 2000
    cell_characters: int = 1_000_000

    def to_json(self) -> dict[str, Any]:
        """The limits as plain values, for the child process."""
        return asdict(self)


def impose(limits: Limits) -> None:
    """Bind this process to its limits, as far as the operating system can."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(resource, what, most)


def _lower(resource: Any, what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (allowed, allowed))
