"""What a change of the model does to the leads as they stand: how many change band, how many scores rise or fall."""

from __future__ import annotations

from dataclasses import dataclass

from leadscore.evidence import Lens, Shelf
from leadscore.model import Model
from leadscore.scoring import score

NOT_SCORED = "not_scored"
"""Where a lead stands that only the other model's population holds."""

NO_BAND = "no_band"
"""Where a lead stands under a model without cut-offs, unless a knock-out put it out."""


@dataclass(frozen=True, slots=True)
class Move:
    """The leads of one band before that stand in one band after; both may be NOT_SCORED or NO_BAND."""

    before: str
    after: str
    leads: int


@dataclass(frozen=True, slots=True)
class Moves:
    """All leads that either model scores: by band before and after, and by what became of their score."""

    moves: tuple[Move, ...]
    raised: int
    lowered: int
    same_score: int

    @property
    def leads(self) -> int:
        """Leads that either model scores."""
        return sum(each.leads for each in self.moves)

    @property
    def changed(self) -> int:
        """Leads that stand in another band."""
        return sum(each.leads for each in self.moves if each.before != each.after)

    def count(self, before: str, after: str) -> int:
        """Leads of one band before and one after."""
        return sum(each.leads for each in self.moves if (each.before, each.after) == (before, after))


def moves(shelf: Shelf, before: Model, after: Model, lens: Lens) -> Moves:
    """Every lead under both models and one lens, counted once; ModelError where the data cannot answer a model."""
    was, now = score(shelf, before, lens), score(shelf, after, lens)
    both = f"{was.table} AS was FULL JOIN {now.table} AS now USING (lead_id)"
    cursor = shelf.database.cursor()
    stands = f"{_stands('was')}, {_stands('now')}"
    bands = cursor.execute(f"SELECT {stands}, COUNT(*) FROM {both} GROUP BY 1, 2 ORDER BY 1, 2").fetchall()
    signs = cursor.execute(f"SELECT SIGN(now.score - was.score), COUNT(*) FROM {both} GROUP BY 1").fetchall()
    by_sign = {sign: leads for sign, leads in signs if sign is not None}
    return Moves(
        tuple(Move(*row) for row in bands),
        raised=by_sign.get(1, 0),
        lowered=by_sign.get(-1, 0),
        same_score=by_sign.get(0, 0),
    )


def _stands(side: str) -> str:
    return f"CASE WHEN {side}.score IS NULL THEN '{NOT_SCORED}' ELSE COALESCE({side}.band, '{NO_BAND}') END"
