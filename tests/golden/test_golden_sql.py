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
from leadscore.store.manifest import AttributeType

HERE = Path(__file__).parent
LENSES: dict[str, Lens] = {
    "every_rule_kind": Handoff(),
    "history": Arrival(14),
    "no_history": Handoff(),
    "smallest": AsOf(datetime.fromisoformat("2026-10-31T23:59:59.999999")),
}
"""Each model under another lens, so that every lens is seen once, and with what is known of its data."""

ATTRIBUTES: dict[str, AttributeType] = {"title": "text", "company_size": "number"}
FACTS = {
    "history": Facts(ATTRIBUTES, changed_fields=frozenset(ATTRIBUTES)),
    "no_history": Facts(ATTRIBUTES),
}


@pytest.mark.parametrize("dialect", PROVED)
@pytest.mark.parametrize("name", LENSES)
def test_golden_sql(name: str, dialect: str, rewriting: bool) -> None:
    file = HERE / f"{name}.{dialect}.sql"
    sql = model_sql(load(HERE / f"{name}.yaml"), LENSES[name], dialect, FACTS.get(name)) + "\n"
    if rewriting:
        file.write_text(sql, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == sql, f"{file.name} differs; see the head of {Path(__file__).name}"
