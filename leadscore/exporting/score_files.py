"""Scores of all leads as a file: CSV or Parquet, from the highest score down."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import duckdb
import pandas as pd

from leadscore.cells import Lines
from leadscore.errors import StoreError, UsageError
from leadscore.scoring import Score, Scores
from leadscore.store.database import quoted, text_literal

ENDINGS = (".csv", ".parquet")
_EXACT = "DECIMAL(10, 4)"
"""Points with four decimals hold every score exactly."""


def write_scores(scores: Scores, file: Path) -> int:
    """Write all scores (exact, naive UTC instants) and return their number; the file appears whole or not at all.

    Raises UsageError for another ending than .csv or .parquet, StoreError where the file cannot be written.
    """
    if file.suffix.lower() not in ENDINGS:
        raise UsageError(f"'{file.name}' must end in {' or '.join(ENDINGS)}.")
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=".scores-", suffix=file.suffix.lower(), delete=False) as made:
            unfinished = Path(made.name)
        try:
            write = _write_parquet if file.suffix.lower() == ".parquet" else _write_csv
            count = write(scores, unfinished)
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"'{file}' cannot be written: {error.strerror}. Choose another place for --out.") from error
    return count


def columns(scores: Scores) -> tuple[str, ...]:
    """The columns of the file, a column for each group in the middle."""
    return ("lead_id", "as_of", "score", *scores.model.group_names, "band", "grade", "temperature")


def _write_csv(scores: Scores, file: Path) -> int:
    count = 0
    with file.open("w", encoding="utf-8", newline="") as opened:
        lines = Lines(opened)
        lines.add(columns(scores))
        for count, score in enumerate(scores.rows(), start=1):  # noqa: B007
            lines.add(_cells(score))
    return count


def _cells(score: Score) -> list[object]:
    as_of = score.as_of.isoformat() if score.as_of else ""
    words = [score.band or "", score.grade or "", score.temperature or ""]
    return [score.lead_id, as_of, score.score, *score.groups.values(), *words]


def _write_parquet(scores: Scores, file: Path) -> int:
    names = columns(scores)
    exact = {"score", *scores.model.group_names}
    frame = pd.DataFrame(map(_row, scores.rows()), columns=list(names))
    frame["as_of"] = pd.to_datetime(frame["as_of"])
    selected = ", ".join(
        f"CAST({quoted(name)} AS {_EXACT if name in exact else 'TIMESTAMP' if name == 'as_of' else 'VARCHAR'}) "
        f"AS {quoted(name)}"
        for name in names
    )
    connection = duckdb.connect(":memory:")
    try:
        connection.register("scored", frame)
        connection.execute(f"COPY (SELECT {selected} FROM scored) TO {text_literal(str(file))} (FORMAT parquet)")
    finally:
        connection.close()
    return len(frame)


def _row(score: Score) -> list[object]:
    points = [str(each) for each in (score.score, *score.groups.values())]
    return [score.lead_id, score.as_of, *points, score.band, score.grade, score.temperature]


def scores_as_csv(scores: Scores) -> bytes:
    """All scores as the bytes of a CSV file, for a download."""
    with TemporaryDirectory(prefix="leadscore-") as folder:
        file = Path(folder) / "scores.csv"
        _write_csv(scores, file)
        return file.read_bytes()
