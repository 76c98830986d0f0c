"""Where real data sets lie, never part of the project, and the mappings that read them."""

from __future__ import annotations

import os
from pathlib import Path

MAPPINGS = Path(__file__).resolve().parent / "mappings"
FOLDER = Path(os.environ.get("LEADSCORE_REAL_DATA", MAPPINGS.parent.parent.parent / "shared" / "data")).resolve()


def mapping_of(name: str, folder: Path) -> Path:
    """The mapping of a data set, written into a folder with the files' real places."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{name}.yaml"
    written.write_text((MAPPINGS / written.name).read_text("utf-8").replace("REAL_DATA", FOLDER.as_posix()), "utf-8")
    return written
