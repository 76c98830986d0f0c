"""What a workspace folder is: where its model, drafts, data and state live, and how to make or find one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from leadscore.errors import StoreError


@dataclass(frozen=True, slots=True)
class Workspace:
    """One company's folder; every path of it is named here and nowhere else."""

    folder: Path

    @property
    def data(self) -> Path:
        """The folder of snapshots."""
        return self.folder / "data"

    @property
    def current(self) -> Path:
        """The file that names the snapshot in use."""
        return self.data / "CURRENT"

    @property
    def import_lock(self) -> Path:
        """The file an import holds locked while it runs."""
        return self.data / "import.lock"

    @property
    def model(self) -> Path:
        """The model file that is used when no other is named."""
        return self.folder / "model.yaml"

    @property
    def drafts(self) -> Path:
        """The folder of model files that are being worked on."""
        return self.folder / "drafts"

    @property
    def uploads(self) -> Path:
        """The folder of files that were brought through the dashboard and not imported yet."""
        return self.folder / "uploads"

    @property
    def mappings(self) -> Path:
        """The folder of mappings that were imported with."""
        return self.folder / "mappings"

    @property
    def state(self) -> Path:
        """The database of versions, votes, signatures and feedback."""
        return self.folder / "state.sqlite"

    @property
    def heads(self) -> Path:
        """The file of the audit chain's last heads, beside the state."""
        return self.folder / "state.heads"

    @property
    def backups(self) -> Path:
        """The list of the backups that were made."""
        return self.folder / "backups.jsonl"

    def keeps(self, file: Path) -> bool:
        """Whether a file, wherever its links lead, is the workspace's own: its data, its model or its state."""
        real = file.expanduser().resolve()
        inside = any(_same(each, self.data) for each in (real, *real.parents))
        log, index = (self.state.with_name(f"{self.state.name}-{end}") for end in ("wal", "shm"))
        return inside or any(_same(real, own) for own in (self.model, self.state, log, index, self.heads, self.backups))


def create(folder: Path | str) -> Workspace:
    """Make an empty workspace, or return the one that is there.

    Raises StoreError where the place is a file, holds other things, or cannot be written.
    """
    workspace = _at(folder)
    try:
        _refuse_strangers(workspace)
        workspace.folder.mkdir(parents=True, exist_ok=True)
        workspace.data.mkdir(mode=0o700, exist_ok=True)
        workspace.drafts.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The workspace {workspace.folder} could not be made ({error.strerror}). "
            "Choose a folder that you may write to."
        ) from error
    return workspace


def find(place: Workspace | Path | str) -> Workspace:
    """The workspace at that place; raises StoreError, saying how to make one, where there is none."""
    if isinstance(place, Workspace):
        return place
    workspace = _at(place)
    try:
        there, has_folder = workspace.data.is_dir(), workspace.folder.exists()
    except OSError as error:
        raise StoreError(
            f"The workspace {workspace.folder} cannot be read ({error.strerror}). Check the path and its permissions."
        ) from error
    if not there:
        what = "is no workspace (it has no 'data' folder)" if has_folder else "does not exist"
        raise StoreError(
            f"The workspace {workspace.folder} {what}. Check the path, or make a workspace there: "
            f"leadscore init {workspace.folder}"
        )
    return workspace


def _at(place: Path | str) -> Workspace:
    try:
        return Workspace(Path(place).expanduser().absolute())
    except RuntimeError as error:
        raise StoreError(
            f"The workspace {place} is in the home of a user who does not exist. Check the path."
        ) from error


def _same(one: Path, other: Path) -> bool:
    """Whether two real paths are one place, also where the file system tells no capitals from small letters."""
    try:
        return one == other.resolve() or one.samefile(other)
    except OSError:
        return False


def _refuse_strangers(workspace: Workspace) -> None:
    folder = workspace.folder
    if folder.is_file():
        raise StoreError(f"{folder} is a file. Name a folder for the workspace.")
    if folder.is_dir() and not workspace.data.is_dir() and any(folder.iterdir()):
        raise StoreError(f"{folder} already holds other files. Name a new or empty folder for the workspace.")
