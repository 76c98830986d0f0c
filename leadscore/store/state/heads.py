"""The last heads of the chain in a small file beside the state: what is cut off the state's end shows against it.

Sixty-four slots, written in turn after each commit and without a lock: the file is never ahead of the state and does
not grow.  A slot that does not read is no head: it may have been torn by a power cut.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from leadscore.store.state.chain import Head

SLOTS = 64
_LENGTH = 96


def note(file: Path, head: Head) -> None:
    """Note a head that was committed; a full or read-only disk is no reason to doubt what is saved."""
    slot = _slot(head)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    except OSError:
        return
    try:
        os.lseek(handle, (head.entries % SLOTS) * _LENGTH, os.SEEK_SET)
        os.write(handle, slot)
    except OSError:
        return
    finally:
        os.close(handle)


def noted(file: Path) -> tuple[Head, ...]:
    """The heads that can be read, the earliest first."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return ()
    slots = (content[start : start + _LENGTH] for start in range(0, len(content), _LENGTH))
    return tuple(sorted((head for slot in slots if (head := _head(slot))), key=lambda head: head.entries))


def _slot(head: Head) -> bytes:
    body = f"{head.entries:>12} {head.hash}"
    return f"{body} {_mark(body)}".encode("ascii").ljust(_LENGTH - 1) + b"\n"


def _head(slot: bytes) -> Head | None:
    text = slot.decode("ascii", errors="replace").rstrip()
    body, _, mark = text.rpartition(" ")
    if not mark or mark != _mark(body):
        return None
    entries, hashed = body.split()
    return Head(int(entries), hashed)


def _mark(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:16]
