"""Imports that pages start: they run beside the page, can be watched and stopped, and outlive a closed tab."""

from __future__ import annotations

import os
import shutil
import threading
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st

from leadscore import importing, serving
from leadscore.errors import ImportStopped, LeadscoreError, StoreError
from leadscore.importing import ImportReport, Progress
from leadscore.store.workspace import Workspace
from pages._session import uploads, workspace
from pages._session.uploads import Brought

MAPPING = "mapping.yaml"
_REPORT = "_report"
_PROBLEM = "_import_problem"
_CHECKED = "_checked_import"
_SESSION = "_session_of_imports"
_BUSY = "An import is running. Wait until it ends, or stop it; then try again."


@dataclass
class Job:
    """One import while it runs and after: what it was asked, how far it is, how it ended, and which sessions know."""

    place: Workspace
    asked: tuple[Path, str, bool]
    dry_run: bool
    folder: Path
    progress: Progress = Progress()
    report: ImportReport | None = None
    problem: str | None = None
    accident: Exception | None = None
    stopped: bool = False
    owner: str = ""
    watchers: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    stopping: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> bool:
        """Whether it ended, waiting so long at most."""
        return self.ended.wait(seconds)


def begin(held: Brought, mapping: str, dry_run: bool = False, add: bool = False) -> None:
    """Start to import what was brought, or only to check it; StoreError where one is running.

    Its files are its own from now on: what happens to those that were brought plays no part.
    """
    jobs, place = _jobs(), workspace.workspace()
    with _LOCK:
        if (running := jobs.get(str(place.folder))) is not None and not running.ended.is_set():
            raise StoreError(_BUSY)
        folder = place.uploads / f"import-{uuid.uuid4().hex}"
        with uploads.on_the_disk(folder):
            file = _laid_out(held, mapping, folder)
        job = jobs[str(place.folder)] = Job(place, (held.folder, mapping, add), dry_run, folder, owner=_session())
    threading.Thread(target=_work, args=(job, file, _now()), daemon=True).start()


def running() -> Job | None:
    """The import that runs now, whoever started it."""
    job = _jobs().get(str(workspace.workspace().folder))
    return job if job is not None and not job.ended.is_set() else None


def today() -> date:
    """The day by this machine's clock, in UTC."""
    return _now().date()


def stop() -> None:
    """Ask the running import to stop."""
    if (job := running()) is not None:
        job.stopping.set()


def watch(job: Job) -> None:
    """This session sees it run, so it is told how it ends."""
    job.watchers.add(_session())


def settle() -> None:
    """Take over what an import that ended has to say: its report or why there is none, for the next run to show.

    Every session that saw it is told once; what was checked, and the files that were used up, are its owner's alone.
    Where everybody who saw it has gone, whoever comes next is told.
    """
    job, session = _jobs().get(str(workspace.workspace().folder)), _session()
    if job is None or not job.ended.is_set() or session in job.told:
        return
    if session not in (job.owner, *job.watchers) and job.told:
        return
    job.told.add(session)
    if job.accident is not None:
        raise job.accident
    if job.problem is not None:
        st.session_state[_PROBLEM] = job.problem
    elif not job.dry_run:
        st.session_state[_REPORT] = job.report
    if session == job.owner and job.problem is None:
        _owned(job)


def _owned(job: Job) -> None:
    """What only the session that asked for it takes over."""
    if job.dry_run:
        st.session_state[_CHECKED] = (job.asked, job.report)
        return
    st.session_state.pop(_CHECKED, None)
    uploads.fresh_box()


def checked(held: Brought, mapping: str, add: bool = False) -> ImportReport | None:
    """What the last check of these very files under this very mapping found; None where they were not checked."""
    asked, report = st.session_state.get(_CHECKED, (None, None))
    return report if asked == (held.folder, mapping, add) else None


def take_sample(sample: str) -> None:
    """Make a sample company the data in use; the report is kept for the next run."""
    st.session_state[_REPORT] = serving.load_sample(workspace.workspace(), sample, _now())


def take_report() -> ImportReport | None:
    """What the last import did, once."""
    report: ImportReport | None = st.session_state.pop(_REPORT, None)
    return report


def take_problem() -> str | None:
    """Why the last import came to nothing, once."""
    problem: str | None = st.session_state.pop(_PROBLEM, None)
    return problem


def _work(job: Job, file: Path, now: datetime) -> None:
    """In a thread of its own: nothing of a session is touched here."""

    def told(progress: Progress) -> None:
        job.progress = progress

    try:
        job.report = importing.run(
            job.place, file, job.dry_run, now, add=job.asked[2], on_progress=told, stop=job.stopping.is_set
        )
    except ImportStopped as stopped:
        job.stopped, job.problem = True, str(stopped)
    except LeadscoreError as error:
        job.problem = str(error)
    except Exception as error:  # noqa: BLE001 - raised again in the next run of the page
        job.accident = error
    finally:
        shutil.rmtree(job.folder, ignore_errors=True)
        job.ended.set()


def _laid_out(held: Brought, mapping: str, folder: Path) -> Path:
    """The files under the names that the mapping gives them, not copied again, and the mapping beside the first."""
    files = [Path(each.file) for each in held.inspection.files]
    root = Path(os.path.commonpath([file.parent for file in files]))
    for file in files:
        place = folder / file.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, place)
        except OSError:
            place.symlink_to(file)
    written = (folder / files[0].relative_to(root)).parent / MAPPING
    written.write_text(mapping, encoding="utf-8")
    return written


@st.cache_resource(show_spinner=False)
def _jobs() -> dict[str, Job]:
    """The imports of this server by workspace: one each at most."""
    return {}


_LOCK = threading.Lock()


def _session() -> str:
    """Tells this session from others."""
    name: str = st.session_state.setdefault(_SESSION, uuid.uuid4().hex)
    return name


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
