"""Scores of all leads under the draft, and the SQL behind what is shown."""

from __future__ import annotations

from collections.abc import Callable

from leadscore.evidence import lens_of
from leadscore.exporting import shown_sql
from leadscore.exporting.score_files import scores_as_csv
from leadscore.model import Model
from leadscore.scoring import score
from pages._session import workspace


def as_csv() -> Callable[[Model], bytes]:
    """What writes every lead's score under a model as a CSV file, on the data in use when it is asked for."""
    shelf = workspace.shelf()
    return lambda model: scores_as_csv(
        score(shelf, model, lens_of(None, model.evaluation, shelf.database.manifest.zone))
    )


def sql(model: Model) -> tuple[str, str]:
    """The SQL of the scores, and of what became of them."""
    shelf = workspace.shelf()
    return shown_sql.scores_sql(shelf, model), shown_sql.outcomes_sql(shelf, model)
