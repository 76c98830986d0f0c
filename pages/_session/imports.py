"""Imports that pages start: what was brought is taken in, and its report is kept for the next run."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from leadscore import importing, serving
from leadscore.importing import ImportReport
from pages._session import uploads, workspace
from pages._session.uploads import Brought

_REPORT = "_report"
MAPPING = "mapping.yaml"


def take_in(held: Brought, mapping: str, dry_run: bool) -> ImportReport:
    """Import what was brought under a mapping, or only check it; the report of an import is kept for the next run."""
    file = held.folder / MAPPING
    with uploads.on_the_disk(held.folder):
        file.write_text(mapping, encoding="utf-8")
    report = importing.run(workspace.workspace(), file, dry_run=dry_run, now=_now())
    if not dry_run:
        uploads.fresh_box()
        st.session_state[_REPORT] = report
    return report


def take_sample(sample: str) -> None:
    """Make a sample company the data in use; the report is kept for the next run."""
    st.session_state[_REPORT] = serving.load_sample(workspace.workspace(), sample, _now())


def take_report() -> ImportReport | None:
    """What the last import did, once."""
    report: ImportReport | None = st.session_state.pop(_REPORT, None)
    return report


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
