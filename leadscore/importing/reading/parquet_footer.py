"""The number of rows that a Parquet file's footer states, read without any Parquet library.

Source: the Parquet format's FileMetaData (version, schema, num_rows, ...) in Thrift's compact protocol.
"""

from __future__ import annotations

import struct
from pathlib import Path

_MAGIC = b"PAR1"
_MOST_FOOTER = 64 * 1024 * 1024
_NUM_ROWS = 3
_DEEPEST = 32


class DamagedFooter(ValueError):
    """The file has no readable footer."""


def row_count(path: Path) -> int:
    """The rows of a Parquet file; raises DamagedFooter."""
    footer = _Compact(_footer(path))
    try:
        field = 0
        while True:
            field, kind = footer.field(field)
            if kind == 0:
                raise DamagedFooter("no num_rows")
            if field == _NUM_ROWS:
                return footer.zigzag()
            footer.skip(kind)
    except (IndexError, RecursionError) as error:
        raise DamagedFooter("footer ends early") from error


def _footer(path: Path) -> bytes:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size < 12:
            raise DamagedFooter("too short")
        file.seek(size - 8)
        length, magic = struct.unpack("<I4s", file.read(8))
        if magic != _MAGIC or length > min(size - 12, _MOST_FOOTER):
            raise DamagedFooter("no footer")
        file.seek(size - 8 - length)
        return file.read(length)


class _Compact:
    """A cursor over Thrift compact bytes that knows how to read integers and skip everything else."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def field(self, last: int) -> tuple[int, int]:
        """The number and type of the next field of a struct; type 0 at its end."""
        head = self._byte()
        kind, step = head & 0x0F, head >> 4
        if kind == 0:
            return 0, 0
        return (last + step if step else self.zigzag()), kind

    def zigzag(self) -> int:
        """A signed integer."""
        number = self._varint()
        return (number >> 1) ^ -(number & 1)

    def skip(self, kind: int, depth: int = 0) -> None:
        """Step over a value of a type."""
        if depth > _DEEPEST:
            raise DamagedFooter("nested too deeply")
        if kind in (1, 2):
            return
        if kind == 3:
            self._at += 1
        elif kind in (4, 5, 6):
            self._varint()
        elif kind == 7:
            self._at += 8
        elif kind == 8:
            length = self._varint()
            self._at += length
        elif kind in (9, 10):
            self._skip_list(depth)
        elif kind == 12:
            self._skip_struct(depth)
        else:
            raise DamagedFooter("unknown type")

    def _skip_list(self, depth: int) -> None:
        head = self._byte()
        size = self._varint() if head >> 4 == 15 else head >> 4
        for _ in range(size):
            self._at += 1 if head & 0x0F in (1, 2) else 0
            self.skip(head & 0x0F, depth + 1)

    def _skip_struct(self, depth: int) -> None:
        field = 0
        while True:
            field, kind = self.field(field)
            if kind == 0:
                return
            self.skip(kind, depth + 1)

    def _byte(self) -> int:
        byte = self._data[self._at]
        self._at += 1
        return byte

    def _varint(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return number
            shift += 7
            if shift > 70:
                raise DamagedFooter("number too long")
