"""`import` of files that are known from an earlier import, and how far an import is, on a terminal."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from leadscore import importing
from leadscore.cli.terminal import say, shown
from leadscore.errors import MappingError, UsageError
from leadscore.importing import Progress
from leadscore.store.workspace import Workspace

_CLEAR = "\r\x1b[K"


@contextmanager
def as_last_time(place: Workspace, files: Sequence[Path]) -> Iterator[Path]:
    """The mapping of an earlier import of such files, ready for these.

    Raises MappingError, saying what is new, where they are not known or need a look first.
    """
    _refuse_namesakes(files)
    with tempfile.TemporaryDirectory(prefix="leadscore-") as folder:
        named = [_beside(Path(folder), file) for file in files]
        found = importing.recognised(place, importing.inspect(named))
        if found is None:
            raise MappingError(
                "No mapping of an earlier import fits these files. Propose one with `leadscore inspect FILE... > "
                "map.yaml`, look through it, and import with --mapping map.yaml."
            )
        if not found.as_last_time:
            listed = "\n".join(f"- {sentence}" for sentence in found.changed)
            raise MappingError(
                f"These files are not as last time, so nothing was imported:\n{listed}\nPropose a mapping with "
                "`leadscore inspect FILE... > map.yaml`, look through it, and import with --mapping map.yaml."
            )
        for sentence in found.added:
            say(f"New since last time: {sentence}")
        mapping = Path(folder) / "mapping.yaml"
        mapping.write_text(found.mapping, encoding="utf-8")
        yield mapping


def told_on_a_terminal() -> Callable[[Progress], None] | None:
    """Says on a terminal how far an import is, in one line that stays one; None where nobody looks at stderr."""
    return _tell if sys.stderr.isatty() else None


def told_no_more() -> None:
    """Take the line away again."""
    if sys.stderr.isatty():
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()


def _tell(progress: Progress) -> None:
    rows = f", {progress.rows:,} rows" if progress.rows else ""
    what = f"{progress.step} {shown(progress.name)}{rows}"[:90]
    sys.stderr.write(f"{_CLEAR}{progress.share:4.0%} {what}")
    sys.stderr.flush()


def _beside(folder: Path, file: Path) -> Path:
    """The file under its own name in a folder where a mapping may stand."""
    place = folder / file.name
    place.symlink_to(file.absolute())
    return place


def _refuse_namesakes(files: Sequence[Path]) -> None:
    names = [file.name for file in files]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"Two files are called '{twice[0]}'. Rename one, so that a mapping can tell them apart.")
    if (missing := next((file for file in files if not file.is_file()), None)) is not None:
        raise UsageError(f"There is no file '{missing}'. Check the path.")
