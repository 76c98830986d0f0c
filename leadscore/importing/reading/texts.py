"""The bytes of a text file as characters: gzip by content, encoding by mark, by proof, or as stated."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from leadscore.errors import ImportRefused

GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FALLBACK = "cp1252"
OTHER_ENCODING = "is not text in the encoding"
"""Words of the refusal that another encoding would mend."""

_EAST_ASIAN = ("cp932", "gb18030", "cp949", "big5")
_USUAL = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
_BROKEN = (EOFError, OSError, zlib.error)
_CHUNK = 1 << 20
_BOMB, _TIMES = 256 * _CHUNK, 200
"""A file that unpacks to so much, and to so many times its size, is none that people made."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text file whose encoding is settled; `guessed` says how when nobody stated it, `note` when in doubt."""

    path: Path
    encoding: str
    guessed: bool
    note: str | None = None

    def opened(self) -> io.TextIOWrapper:
        """The characters from the start, line ends untouched."""
        return io.TextIOWrapper(opened_bytes(self.path), encoding=self.encoding, newline="")


@dataclass(frozen=True, slots=True)
class _Proof:
    """The byte at which decoding first fails, if it does, and whether letters stand there as lost."""

    fault: int | None
    lost: bool


def opened_bytes(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked where its content is gzip."""
    with path.open("rb") as start:
        packed = start.read(2) == GZIP
    opened: IO[bytes] = cast(IO[bytes], gzip.open(path, "rb")) if packed else path.open("rb")  # noqa: SIM115 - the caller closes it
    return opened


def settle(path: Path, stated: str | None, most_bytes: int) -> Text:
    """Find the encoding and prove it on the whole file; raises ImportRefused where the file is no such text."""
    if stated is not None:
        return Text(path, stated, guessed=False, note=_prove(path, stated, most_bytes))
    with opened_bytes(path) as file:
        head = _start(file, path)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None) or _by_nul(head, path)
    if marked is not None:
        return Text(path, marked, guessed=True, note=_prove(path, marked, most_bytes))
    proof = _decodes(path, "utf-8", most_bytes)
    if proof.fault is None:
        return Text(path, "utf-8", guessed=True, note=_lost(path) if proof.lost else None)
    _prove(path, _FALLBACK, most_bytes)
    return Text(path, _FALLBACK, guessed=True, note=f"{path.name} is not UTF-8; it was read as {_FALLBACK} (Windows)")


def east_asian(path: Path, most_bytes: int) -> str | None:
    """The likeliest East Asian encoding of a text that is neither UTF-8 nor Western: a guess for a person to confirm.

    The one whose letters are the usual ones most often; None where none reads the whole file.
    """
    try:
        with opened_bytes(path) as file:
            head = file.read(_CHUNK)
    except _BROKEN:
        return None
    if b"\x00" in head:
        return None
    fitting = [each for each in _EAST_ASIAN if _decodes(path, each, most_bytes).fault is None]
    return max(fitting, key=lambda each: len(_USUAL.findall(head.decode(each, "ignore"))), default=None)


def _by_nul(head: bytes, path: Path) -> str | None:
    """The encoding of a text without a mark in which every other byte is nought, as in UTF-16 of Western letters."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head) and min(even, odd) * 20 <= max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    if (even + odd) * 10 > len(head):
        raise ImportRefused(f"{path.name} is no text: it is full of NUL bytes. Export it again as CSV.")
    return None


def _start(file: IO[bytes], path: Path) -> bytes:
    try:
        return file.read(4096)
    except _BROKEN as error:
        raise _broken_gzip(path) from error


def _prove(path: Path, encoding: str, most_bytes: int) -> str | None:
    """Nothing, or what to know of a text that is whole; raises ImportRefused where it is not."""
    proof = _decodes(path, encoding, most_bytes)
    if proof.fault is not None:
        raise ImportRefused(
            f"{path.name} {OTHER_ENCODING} {encoding} (first fault at byte {proof.fault}). "
            "State the right one in the mapping: dialect: {encoding: ...}"
        )
    return _lost(path) if proof.lost else None


def _lost(path: Path) -> str:
    return f"{path.name}: letters were lost before it was written (U+FFFD stands in their place); export it as UTF-8"


def _decodes(path: Path, encoding: str, most_bytes: int) -> _Proof:
    """Whether all of a file decodes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done, lost, bomb = 0, False, max(_BOMB, _TIMES * path.stat().st_size)
    try:
        with opened_bytes(path) as file:
            while chunk := file.read(_CHUNK):
                lost = "\ufffd" in decoder.decode(chunk) or lost
                done += len(chunk)
                if done > most_bytes:
                    raise ImportRefused(f"{path.name} is larger than {most_bytes:,} bytes when unpacked. Split it.")
                if done > bomb:
                    raise ImportRefused(
                        f"{path.name} unpacks to more than {_TIMES} times its size, which no export does. Unpack it "
                        "yourself, and look what it holds."
                    )
            decoder.decode(b"", final=True)
    except UnicodeError as error:
        return _Proof(done + getattr(error, "start", 0), lost)
    except _BROKEN as error:
        raise _broken_gzip(path) from error
    return _Proof(None, lost)


def _broken_gzip(path: Path) -> ImportRefused:
    return ImportRefused(f"{path.name} could not be read to its end; the file is damaged. Export it again.")
