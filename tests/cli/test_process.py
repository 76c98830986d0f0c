"""The installed command as other programs meet it: streams, exit codes, no terminal, and the dashboard's start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import leadscore as package
from leadscore import serving

from .conftest import Leadscore

COMMAND = Path(sys.executable).with_name("leadscore")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND)] if COMMAND.exists() else [sys.executable, "-c", "from leadscore.cli import main; main()"]
    return subprocess.run(
        [*command, *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_json_stands_alone_on_stdout(six: Path) -> None:
    done = run("explain", six, "ada", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["score"] == 41


def test_messages_go_to_stderr(six: Path) -> None:
    done = run("score", six, "--out", six / "s.csv")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("5 leads scored")


@pytest.mark.parametrize(("arguments", "code"), [(["check", "nowhere"], 1), (["skore"], 2)])
def test_failure_is_1_and_usage_is_2(arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr


def test_the_version(leadscore: Leadscore) -> None:
    assert leadscore("--version").out == f"leadscore {package.__version__}\n"


def test_help_names_every_command(leadscore: Leadscore) -> None:
    out = leadscore("--help").out
    for command in (
        "init",
        "inspect",
        "import",
        "score",
        "explain",
        "metrics",
        "lint",
        "sql",
        "check",
        "backup",
        "restore",
        "forget",
        "serve",
    ):
        assert f"│ {command} " in out


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Dashboards that would have been started."""
    calls: list[dict[str, Any]] = []

    def start(command: list[str], folder: Path, environment: dict[str, str]) -> int:
        calls.append({"command": command, "folder": folder, "env": environment})
        return 0

    monkeypatch.setattr(serving, "_run", start)
    return calls


def test_serve_starts_the_dashboard_on_that_workspace(
    leadscore: Leadscore, six: Path, started: list[dict[str, Any]]
) -> None:
    assert leadscore("serve", six, "--port", 8765).code == 0
    (call,) = started
    assert call["env"]["LEADSCORE_WORKSPACE"] == str(six)
    assert call["command"][1:4] == ["-m", "streamlit", "run"]
    assert call["command"][-2:] == ["--server.port", "8765"]


def test_serve_without_a_workspace_makes_one_with_sample_data(
    leadscore: Leadscore, tmp_path: Path, started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("LEADSCORE_WORKSPACE", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    for _ in range(2):
        assert leadscore("serve").code == 0
    made = {call["env"]["LEADSCORE_WORKSPACE"] for call in started}
    assert made == {str(tmp_path / "leadscore" / "sample-workspace")}


def test_serve_takes_the_workspace_of_the_environment(
    leadscore: Leadscore, six: Path, started: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADSCORE_WORKSPACE", str(six))
    assert leadscore("serve").code == 0
    assert started[0]["env"]["LEADSCORE_WORKSPACE"] == str(six)


def test_serve_refuses_what_is_no_workspace(
    leadscore: Leadscore, tmp_path: Path, started: list[dict[str, Any]]
) -> None:
    called = leadscore("serve", tmp_path / "no")
    assert (called.code, started) == (1, [])
    assert "does not exist" in called.err
