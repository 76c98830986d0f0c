"""The exported SQL of telling models is what it was, on every engine on which it is proved.

After a change on purpose (or of SQLGlot's version): `pytest tests/golden --rewrite-golden`, then read the difference.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from leadscore.evidence import Arrival, AsOf, Facts, Handoff, Lens
from leadscore.exporting.sql import PROVED, model_sql
from leadscore.model import load

HERE = Path(__file__).parent
LENSES: dict[str, Lens] = {
    "every_rule_kind": Handoff(),
    "history": Arrival(14),
    "smallest": AsOf(datetime.fromisoformat("2026-10-31T23:59:59.999999")),
}
"""Each model under another lens, so that every lens is seen once."""

HISTORY = Facts({"title": "text", "company_size": "number"}, changed_fields=frozenset({"title", "company_size"}))


@pytest.mark.parametrize("dialect", PROVED)
@pytest.mark.parametrize("name", LENSES)
def test_golden_sql(name: str, dialect: str, rewriting: bool) -> None:
    file = HERE / f"{name}.{dialect}.sql"
    facts = HISTORY if name == "history" else None
    sql = model_sql(load(HERE / f"{name}.yaml"), LENSES[name], dialect, facts) + "\n"
    if rewriting:
        file.write_text(sql, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == sql, f"{file.name} differs; see the head of {Path(__file__).name}"
