"""One row of evidence scored at once: by the same arithmetic as all of them, without a query to be planned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from leadscore.evidence import units_column
from leadscore.model.model import Model
from leadscore.scoring.arithmetic import RUNGS, ten_thousandths
from leadscore.scoring.in_arrays import BANDS, Units, rescore
from leadscore.scoring.in_sql import group_column

_HALF_OF_MQL, _BELOW = 2, 3


def scored_row(model: Model, row: Mapping[str, Any]) -> dict[str, Any]:
    """The groups (g0, g1, ...), score, band, grade and temperature of a row of units (r0, r1, ...)."""
    units = [np.array([row[units_column(place)]]) for place in range(len(model.rules))]
    found = rescore(model, Units(units, 1))
    groups = {group_column(place): int(found.groups[name][0]) for place, name in enumerate(model.group_names)}
    score, band = int(found.score[0]), int(found.band[0])
    return groups | {"score": score} | _words(model, score, BANDS[band] if band >= 0 else None)


def _words(model: Model, score: int, band: str | None) -> dict[str, str | None]:
    """What the score says; out and without cut-offs there is nothing between the bands."""
    if band not in RUNGS["band"] or model.cut_offs is None:
        return {"band": band, "grade": None, "temperature": None}
    rung = RUNGS["band"].index(band)
    if rung == _HALF_OF_MQL and 2 * score < ten_thousandths(model.cut_offs.mql):
        rung = _BELOW
    return {column: words[rung] for column, words in RUNGS.items()}
