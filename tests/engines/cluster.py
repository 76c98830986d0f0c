"""A PostgreSQL cluster of one's own in a temporary folder: a Unix socket, no network, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")
FAST = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off -c shared_buffers=32MB"
OWNER = "owner"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl of the newest PostgreSQL here; None where there is none."""
    found = [path.parent for path in INSTALLED.glob("*/bin/initdb") if (path.parent / "pg_ctl").exists()]
    newest = max(found, key=lambda path: [int(part) for part in path.parent.name.split(".")], default=None)
    on_path = shutil.which("initdb")
    return newest or (Path(on_path).resolve().parent if on_path else None)


@contextmanager
def temporary_cluster(binary: Path) -> Iterator[Path]:
    """The folder of the socket of a running cluster (UTF-8, C.UTF-8), whose superuser is `owner`.

    PostgreSQL refuses to run as root, so root hands it to another user of the machine.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = _unprivileged()
    if user is not None:
        os.chown(folder, user, -1)
    try:
        made = [binary / "initdb", "-D", folder / "data", "-U", OWNER, "--encoding=UTF8", "--locale=C.UTF-8"]
        _run([*made, "--auth=trust", "--no-sync"], user)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {FAST}"
        control = [binary / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
        _run([*control, "-o", options, "start"], user)
        try:
            yield folder
        finally:
            _run([*control, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> int | None:
    """The user to run as: nobody else unless this is root."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name: each.pw_uid for each in pwd.getpwall()}
    return known.get("postgres", known["nobody"])


def _run(command: Sequence[str | Path], user: int | None) -> None:
    as_user = {} if user is None else {"user": user, "group": pwd.getpwuid(user).pw_gid, "extra_groups": []}
    done = subprocess.run(command, cwd="/tmp", capture_output=True, text=True, check=False, **as_user)  # type: ignore[call-overload]
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr or done.stdout}")
