"""A real browser in front of a real server: how pages are opened, settled and read."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Playwright

from leadscore.serving import WORKSPACE_VARIABLE, served_folder

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
LONGEST = 60_000
KNOWN_ERRORS = re.compile(r"404 \(Not Found\)")
"""Streamlit asks for its health and host settings beside a page's own address first, and finds them at the root."""


def chromium() -> str | None:
    """The browser of the machine, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def launched(playwright: Playwright, executable: str) -> Browser:
    """That browser, without a window and without talks of its own."""
    return playwright.chromium.launch(executable_path=executable, args=list(FLAGS))


HERE_ALONE = ("--server.address", "127.0.0.1")


@contextmanager
def serving(app: Path | None = None, workspace: Path | None = None) -> Iterator[str]:
    """A server of the dashboard on a workspace, or of another app; the address where it listens."""
    port = free_port()
    process = started(port, app, workspace)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def started(
    port: int, app: Path | None, workspace: Path | None, reach: tuple[str, ...] = HERE_ALONE
) -> subprocess.Popen[bytes]:
    """A server that answers; `reach` says to whom it listens.  Whoever starts it ends it."""
    file = app or served_folder() / "app.py"
    options = ("--server.port", str(port), "--server.headless", "true", "--server.fileWatcherType", "none", *reach)
    environment = {**os.environ, WORKSPACE_VARIABLE: str(workspace)}
    command = [sys.executable, "-m", "streamlit", "run", str(file), *options]
    process = subprocess.Popen(
        command, cwd=file.parent, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until_healthy(process, f"http://127.0.0.1:{port}")
    except RuntimeError:
        process.kill()
        raise
    return process


@dataclass
class Seen:
    """A tab of the browser with all that it asked for and complained of."""

    page: Page
    address: str
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def listen(self) -> Seen:
        """Note every request and every complaint from now on."""
        self.page.on("request", lambda asked: self._note(asked.url))
        self.page.on("websocket", lambda opened: self._note(opened.url))
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        return self

    def open(self, path: str) -> Seen:
        """Open an address of the dashboard and wait until it stands still."""
        self.page.goto(f"{self.address}/{path}")
        return self.settle()

    def settle(self) -> Seen:
        """Wait until the script has run and what it said is drawn."""
        self.page.wait_for_timeout(250)  # a message must have gone out before its answer can be waited for
        self.page.wait_for_selector(SETTLED, timeout=LONGEST)
        unready = "() => !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')"
        self.page.wait_for_function(unready, timeout=LONGEST)
        return self

    def metric(self, label: str) -> str:
        """The value of a number on the page."""
        box = self.page.get_by_test_id("stMetric").filter(has_text=label)
        return box.get_by_test_id("stMetricValue").inner_text()

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.hostname or url)

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not KNOWN_ERRORS.search(text):
            self.errors.append(text)


def _until_healthy(process: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server did not answer within half a minute")
