"""Where the dashboard and the sample companies lie, in a checkout and in an installed wheel, and how to start it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from leadscore import importing
from leadscore.errors import StoreError, UsageError, did_you_mean
from leadscore.importing import ImportReport
from leadscore.store import workspace as workspaces
from leadscore.store.snapshots import has_data
from leadscore.store.workspace import Workspace

SAMPLES = ("saas", "manufacturing", "services")
DEFAULT_SAMPLE = "saas"
WORKSPACE_VARIABLE = "LEADSCORE_WORKSPACE"

_PACKAGE = Path(__file__).resolve().parent


def served_folder() -> Path:
    """The folder with app.py, pages and sample_data: the checkout, or what the wheel carries."""
    for folder in (_PACKAGE.parent, _PACKAGE / "served"):
        if (folder / "app.py").is_file() and (folder / "sample_data").is_dir():
            return folder
    raise StoreError("The dashboard's files are missing from this installation. Install leadscore again.")


def init(folder: Path, sample: str | None, now: datetime) -> tuple[Workspace, ImportReport | None]:
    """Make a workspace: empty, or with a synthetic sample company and its current model.

    Raises UsageError for an unknown sample, StoreError where the place cannot be used or already has data.
    """
    if sample is not None and sample not in SAMPLES:
        raise UsageError(f"There is no sample '{sample}'. {did_you_mean(sample, SAMPLES)}")
    workspace = workspaces.create(folder)
    if sample is None:
        return workspace, None
    if has_data(workspace) or workspace.model.exists():
        raise StoreError(f"{workspace.folder} already has data or a model. Name a new folder for the sample.")
    return workspace, load_sample(workspace, sample, now)


def load_sample(workspace: Workspace, sample: str, now: datetime) -> ImportReport:
    """Make a synthetic sample company the data in use; a model that was there is kept among the drafts."""
    source = served_folder() / "sample_data" / sample
    report = importing.run(workspace, source / "mapping.yaml", now=now)
    if workspace.model.exists():
        workspace.drafts.mkdir(exist_ok=True)
        workspace.model.replace(workspace.drafts / f"before-{sample}-{now:%Y%m%d-%H%M%S}.yaml")
    shutil.copyfile(source / "model.yaml", workspace.model)
    return report


def default_workspace(now: datetime) -> Workspace:
    """The workspace named by the environment, or one with sample data beside the user's data folders."""
    named = os.environ.get(WORKSPACE_VARIABLE)
    if named:
        return workspaces.find(named)
    folder = _user_data_folder() / "leadscore" / "sample-workspace"
    if not (folder / "data").is_dir() or not has_data(folder):
        init(folder, DEFAULT_SAMPLE, now)
    return workspaces.find(folder)


def serve(workspace: Workspace, arguments: tuple[str, ...] = ()) -> int:
    """Run the dashboard on a workspace until it is stopped; returns its exit code."""
    folder = served_folder()
    command = [sys.executable, "-m", "streamlit", "run", str(folder / "app.py"), *arguments]
    environment = {**os.environ, WORKSPACE_VARIABLE: str(workspace.folder)}
    try:
        return subprocess.run(command, cwd=folder, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _user_data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
