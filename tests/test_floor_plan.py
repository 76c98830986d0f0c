"""The floor plan: which room may import which, and what no room below the top does at all."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import leadscore

PROJECT = Path(leadscore.__file__).resolve().parent.parent

FLOORS = (
    ("vocabulary", "errors", "estimate", "cells"),
    ("model", "store", "access"),
    ("importing", "evidence"),
    ("scoring",),
    ("outcomes",),
    ("simulation", "learning"),
    ("workshop", "desk"),
    ("figures", "reports", "exporting"),
    ("cli", "serving"),
)
"""The rooms of each floor, the lowest first; a room imports only from floors below its own."""

MAY_ALSO = {("cli", "serving"), ("reports", "figures"), ("exporting", "figures")}
"""The command line starts what is served; reports and files say what figures say, which know of neither."""

READS_THE_CLOCK = ("cli", "serving")
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
TOP = len(FLOORS) - 1

CLOCKS = {"now", "today", "utcnow", "time_ns", "localtime", "gmtime"}
SQL_CLOCKS = re.compile(r"\b(current_(date|time|timestamp)\b|localtimestamp\b|now\(\)|today\(\))", re.IGNORECASE)
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
UNSAFE_CALLS = {"eval", "exec", "compile", "__import__"}


def room_of(file: Path, package: Path) -> str:
    """The room a file belongs to; "" for the package's own door."""
    head = file.relative_to(package).parts[0].removesuffix(".py")
    return "" if head == "__init__" else head


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported module with its line; `from leadscore import x` counts as leadscore.x."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield node.lineno, "a relative import"
        elif isinstance(node, ast.ImportFrom) and node.module == "leadscore":
            yield from ((node.lineno, f"leadscore.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def wrong_imports(room: str, tree: ast.AST) -> Iterator[str]:
    for line, module in imported(tree):
        head, *rest = module.split(".")
        if head == "leadscore" and rest and not may_import(room, rest[0]):
            yield f"line {line}: {room or 'the package itself'} imports {rest[0]}"
        if head == "streamlit" and FLOOR_OF.get(room, -1) < TOP:
            yield f"line {line}: {room or 'the package itself'} imports Streamlit"
        if head in UNSAFE_MODULES:
            yield f"line {line}: imports {head}"
        if module == "a relative import":
            yield f"line {line}: a relative import hides which room it enters"


def may_import(room: str, other: str) -> bool:
    if other in (room, "__version__") or (room, other) in MAY_ALSO:
        return True
    return FLOOR_OF.get(other, TOP + 1) < FLOOR_OF.get(room, -1)


def wrong_words(room: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        called = node.func if isinstance(node, ast.Call) else None
        if name == "TYPE_CHECKING":
            yield f"line {line}: TYPE_CHECKING reaches upward"
        if isinstance(called, ast.Name) and called.id in UNSAFE_CALLS:
            yield f"line {line}: calls {called.id}"
        if room in READS_THE_CLOCK:
            continue
        if isinstance(called, ast.Attribute) and (called.attr in CLOCKS or ast.unparse(called) == "time.time"):
            yield f"line {line}: reads the clock with {ast.unparse(called)}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_CLOCKS.search(node.value):
            yield f"line {line}: SQL that reads the clock"


def findings(package: Path) -> list[str]:
    """Everything about a package that the floor plan forbids."""
    found = []
    for file in sorted(package.rglob("*.py")):
        room, tree = room_of(file, package), ast.parse(file.read_text(encoding="utf-8"))
        if room and room not in FLOOR_OF:
            found.append(f"{file.relative_to(package)}: '{room}' is no room of the floor plan")
        wrong = (*wrong_imports(room, tree), *wrong_words(room, tree))
        found += [f"{file.relative_to(package)}, {each}" for each in wrong]
    return found


def test_leadscore_keeps_to_the_floor_plan() -> None:
    assert findings(PROJECT / "leadscore") == []


FORBIDDEN = {
    "an import from above": ("model/a.py", "from leadscore.scoring import score", "model imports scoring"),
    "an import from the same floor": ("store/a.py", "import leadscore.model.rules", "store imports model"),
    "an import by the package's name": ("evidence/a.py", "from leadscore import outcomes", "evidence imports outcomes"),
    "an import inside a function": ("model/a.py", "def f():\n    import leadscore.cli", "model imports cli"),
    "the package's door entering a room": ("__init__.py", "from leadscore.model import Model", "imports model"),
    "a relative import": ("model/a.py", "from ..scoring import score", "a relative import hides"),
    "a lowest room that imports another": ("errors.py", "from leadscore.vocabulary import BANDS", "errors imports"),
    "Streamlit below the top": ("figures/a.py", "import streamlit as st", "figures imports Streamlit"),
    "a part of Streamlit": ("figures/a.py", "from streamlit.components import v1", "figures imports Streamlit"),
    "reaching upward for types": ("model/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING: pass", "upward"),
    "the clock": ("model/a.py", "from datetime import datetime\ndatetime.now()", "reads the clock with datetime.now"),
    "today": ("outcomes/a.py", "import datetime\ndatetime.date.today()", "reads the clock with datetime.date.today"),
    "the time": ("store/a.py", "import time\ntime.time()", "reads the clock with time.time"),
    "the clock in SQL": ("outcomes/a.py", "Q = 'SELECT current_date'", "SQL that reads the clock"),
    "eval": ("model/a.py", "eval('1')", "calls eval"),
    "exec": ("model/a.py", "exec('1')", "calls exec"),
    "pickle": ("store/a.py", "import pickle", "imports pickle"),
    "a room that nobody planned": ("utils.py", "", "'utils' is no room"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_guard_finds(tmp_path: Path, name: str) -> None:
    place, text, words = FORBIDDEN[name]
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    (finding,) = findings(tmp_path)
    assert finding.startswith(place)
    assert words in finding


ALLOWED = {
    "a floor below": ("scoring/a.py", "from leadscore.evidence import Lens\nfrom leadscore.errors import DataError"),
    "the same room": ("model/a.py", "from leadscore.model.rules import Rule"),
    "the top floor's two rooms": ("cli/a.py", "from leadscore import serving"),
    "the clock at the top": ("cli/a.py", "from datetime import UTC, datetime\ndatetime.now(UTC)"),
    "execute is not exec": ("store/a.py", "def f(connection):\n    connection.execute('SELECT 1')"),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_the_guard_lets_pass(tmp_path: Path, name: str) -> None:
    place, text = ALLOWED[name]
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert findings(tmp_path) == []


@pytest.mark.parametrize(
    ("module", "stays_out"),
    [
        ("leadscore", {"pandas", "numpy", "duckdb", "streamlit", "sqlglot", "scipy", "plotly", "pydantic"}),
        ("leadscore.model", {"pandas", "numpy", "duckdb", "streamlit", "sqlglot", "scipy", "plotly"}),
        ("leadscore.cli", {"streamlit", "scipy", "plotly", "sklearn"}),
    ],
)
def test_importing_stays_light(module: str, stays_out: set[str]) -> None:
    script = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert stays_out & set(loaded) == set()


def test_the_version_is_written_where_people_look() -> None:
    assert f"## [{leadscore.__version__}]" in (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert leadscore.__version__ in (PROJECT / "README.md").read_text(encoding="utf-8")


def wrong_in_pages(file: Path) -> Iterator[str]:
    """What a page leaves to the library: charts, queries, and (outside pages/_session) the session and its caches."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for line, module in imported(tree):
        if module.split(".")[0] in ("plotly", "duckdb", "sqlglot"):
            yield f"{file.name}, line {line}: imports {module}"
    for node in ast.walk(tree) if file.parent.name != "_session" else ():
        if isinstance(node, ast.Attribute) and node.attr in ("session_state", "cache_data", "cache_resource"):
            yield f"{file.name}, line {node.lineno}: reaches for st.{node.attr}"


def test_pages_only_read_call_and_draw() -> None:
    pages = [PROJECT / "app.py", *sorted((PROJECT / "pages").rglob("*.py"))]
    assert [finding for page in pages for finding in wrong_in_pages(page)] == []


@pytest.mark.parametrize("text", ["import plotly.express as px", "import streamlit as st\nst.session_state['x'] = 1"])
def test_the_guard_of_pages_finds(tmp_path: Path, text: str) -> None:
    (tmp_path / "tune.py").write_text(text)
    (finding,) = wrong_in_pages(tmp_path / "tune.py")
    assert finding.startswith("tune.py, line ")
