"""Where the dashboard and the sample companies lie, in a checkout and in an installed wheel, and how to start it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from leadscore import importing
from leadscore.access import is_this_machine
from leadscore.errors import StoreError, UsageError, did_you_mean
from leadscore.importing import ImportReport
from leadscore.store import workspace as workspaces
from leadscore.store.snapshots import current, has_data, sweep
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

    A sample that an interrupted start left half made is finished.
    Raises UsageError for an unknown sample, StoreError where the place cannot be used or already has data.
    """
    if sample is not None and sample not in SAMPLES:
        raise UsageError(f"There is no sample '{sample}'. {did_you_mean(sample, SAMPLES)}")
    workspace = workspaces.create(folder)
    if sample is None:
        return workspace, None
    if not _is_unfinished(workspace, sample):
        raise StoreError(f"{workspace.folder} already has data or a model. Name a new folder for the sample.")
    return workspace, load_sample(workspace, sample, now)


def load_sample(workspace: Workspace, sample: str, now: datetime) -> ImportReport:
    """Make a synthetic sample company the data in use; a model that was there is kept among the drafts."""
    source = served_folder() / "sample_data" / sample
    report = importing.run(workspace, source / "mapping.yaml", now=now)
    try:
        if workspace.model.exists() and not _has_model_of(workspace, sample):
            workspace.drafts.mkdir(exist_ok=True)
            workspace.model.replace(workspace.drafts / f"before-{sample}-{now:%Y%m%d-%H%M%S}.yaml")
        unfinished = workspace.folder / ".model.yaml.new"
        shutil.copyfile(source / "model.yaml", unfinished)
        unfinished.replace(workspace.model)
    except OSError as error:
        raise StoreError(
            f"The sample's model could not be written to {workspace.model} ({error.strerror}). "
            "Make room or mend the permissions, then try again."
        ) from error
    return report


def default_workspace(now: datetime) -> Workspace:
    """The workspace named by the environment, or one with sample data beside the user's data folders.

    What imports left that were killed in it is swept away.
    """
    named = os.environ.get(WORKSPACE_VARIABLE)
    if named:
        workspace = workspaces.find(named)
        sweep(workspace)
        return workspace
    workspace = _sample_workspace(_user_data_folder() / "leadscore" / "sample-workspace")
    finished = workspace.current.exists() and workspace.model.exists()
    if not workspace.current.exists() or (not finished and _is_unfinished(workspace, DEFAULT_SAMPLE)):
        load_sample(workspace, DEFAULT_SAMPLE, now)
    return workspace


def _sample_workspace(folder: Path) -> Workspace:
    """The product's own folder: whatever an interrupted start left of it is taken as it is."""
    try:
        (folder / "data").mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The sample workspace {folder} could not be made ({error.strerror}). "
            f"Name a workspace of your own: leadscore serve WORKSPACE"
        ) from error
    return workspaces.create(folder)


def _is_unfinished(workspace: Workspace, sample: str) -> bool:
    """Whether the workspace is empty or holds one half of this sample, data or model, and nothing else."""
    with_model = workspace.model.exists()
    if not has_data(workspace):
        return not with_model or _has_model_of(workspace, sample)
    if with_model:
        return False
    mapping = served_folder() / "sample_data" / sample / "mapping.yaml"
    return importing.run(workspace, mapping, dry_run=True).revision == current(workspace)[1].revision


def _has_model_of(workspace: Workspace, sample: str) -> bool:
    own = served_folder() / "sample_data" / sample / "model.yaml"
    return workspace.model.is_file() and workspace.model.read_bytes() == own.read_bytes()


def serve(workspace: Workspace, arguments: tuple[str, ...] = ()) -> int:
    """Run the dashboard on a workspace until it is stopped; returns its exit code.

    Where the system can, this process becomes the dashboard, so that whoever stops it stops the dashboard.
    """
    folder = served_folder()
    command = [sys.executable, "-m", "streamlit", "run", str(folder / "app.py"), *arguments]
    environment = {**os.environ, WORKSPACE_VARIABLE: str(workspace.folder)}
    environment.pop("FORWARDED_ALLOW_IPS", None)  # with it a header of a stranger would say who sits at the desk
    return _run(command, folder, environment)


def room_host(address: str | None = None) -> str:
    """The address at which other devices reach this machine: the given one or its own; UsageError without a network."""
    host = address or own_address()
    if host is None:
        raise UsageError(
            "This machine is in no network, so no other device could join. Connect it, or name its address in the "
            "network of the room: --room-address 192.168.1.20. Without a network, votes are entered at the desk."
        )
    return host


def room_arguments(host: str) -> tuple[str, ...]:
    """What the dashboard is started with so that other devices reach its room under that address."""
    name = socket.gethostname()
    known = ("127.0.0.1", "localhost", host, name, f"{name}.local")
    hosts = [part for each in dict.fromkeys(known) for part in ("--server.allowedHosts", each)]
    return ("--server.address", "0.0.0.0", "--browser.serverAddress", host, *hosts)


def own_address() -> str | None:
    """This machine's address in the network that it would send by; None without one.  Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # kept for documentation, so nobody has it; a datagram goes only when sent
            found = str(asking.getsockname()[0])
        except OSError:
            return None
    return None if is_this_machine(found) else found


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> int:
    if os.name == "posix":
        sys.stdout.flush()
        sys.stderr.flush()
        os.chdir(folder)
        os.execve(command[0], command, environment)
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
