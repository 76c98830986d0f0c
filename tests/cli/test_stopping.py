"""Commands that are stopped from outside: what they started ends with them, and nothing half done stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from leadscore import serving

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")

START = [sys.executable, "-c", "from leadscore.cli import main; main()"]


def until(happened: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@pytest.mark.parametrize("stop", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_the_dashboard_ends_with_the_command(six: Path, stop: str) -> None:
    port = free_port()
    environment = {**os.environ, "STREAMLIT_SERVER_HEADLESS": "true", "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
    command = [*START, "serve", str(six), "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as served:
        try:
            until(lambda: answers(port))
            served.send_signal(getattr(signal, stop))
            served.wait(timeout=30)
        finally:
            served.kill()
    until(lambda: not answers(port), seconds=10)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_import_says_so_and_leaves_nothing(empty: Path, stop: signal.Signals) -> None:
    mapping = serving.served_folder() / "sample_data" / "saas" / "mapping.yaml"
    command = [*START, "import", str(empty), "--mapping", str(mapping)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as importing:
        until(lambda: list(empty.glob("data/.staging-*/work.duckdb")))
        importing.send_signal(stop)
        _, said = importing.communicate(timeout=60)
    assert (importing.returncode, said) == (128 + stop, "Interrupted; nothing was imported.\n")
    assert [each.name for each in (empty / "data").iterdir()] == ["import.lock"]
