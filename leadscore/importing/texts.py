"""The bytes of a text file as characters: gzip by content, encoding by mark, by proof, or as stated."""

from __future__ import annotations

import codecs
import gzip
import io
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
_CHUNK = 1 << 20


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


def opened_bytes(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked where its content is gzip."""
    with path.open("rb") as start:
        packed = start.read(2) == GZIP
    opened: IO[bytes] = cast(IO[bytes], gzip.open(path, "rb")) if packed else path.open("rb")  # noqa: SIM115 - the caller closes it
    return opened


def settle(path: Path, stated: str | None, most_bytes: int) -> Text:
    """Find the encoding and prove it on the whole file; raises ImportRefused where the file is no such text."""
    if stated is not None:
        _prove(path, stated, most_bytes)
        return Text(path, stated, guessed=False)
    with opened_bytes(path) as file:
        head = _start(file, path)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked is not None:
        _prove(path, marked, most_bytes)
        return Text(path, marked, guessed=True)
    if _decodes(path, "utf-8", most_bytes) is None:
        return Text(path, "utf-8", guessed=True)
    _prove(path, _FALLBACK, most_bytes)
    return Text(path, _FALLBACK, guessed=True, note=f"{path.name} is not UTF-8; it was read as {_FALLBACK} (Windows)")


def _start(file: IO[bytes], path: Path) -> bytes:
    try:
        return file.read(4)
    except (OSError, EOFError) as error:
        raise _broken_gzip(path) from error


def _prove(path: Path, encoding: str, most_bytes: int) -> None:
    fault = _decodes(path, encoding, most_bytes)
    if fault is not None:
        raise ImportRefused(
            f"{path.name} is not text in the encoding {encoding} (first fault at byte {fault}). "
            "State the right one in the mapping: dialect: {encoding: ...}"
        )


def _decodes(path: Path, encoding: str, most_bytes: int) -> int | None:
    """The byte at which decoding first fails, None where all of it decodes."""
    decoder = codecs.getincrementaldecoder(encoding)()
    done = 0
    try:
        with opened_bytes(path) as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                done += len(chunk)
                if done > most_bytes:
                    raise ImportRefused(f"{path.name} is larger than {most_bytes:,} bytes when unpacked. Split it.")
            decoder.decode(b"", final=True)
    except UnicodeError as error:
        return done + getattr(error, "start", 0)
    except (EOFError, OSError) as error:
        raise _broken_gzip(path) from error
    return None


def _broken_gzip(path: Path) -> ImportRefused:
    return ImportRefused(f"{path.name} could not be read to its end; the file is damaged. Export it again.")
