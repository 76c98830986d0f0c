"""The README runs: its commands print what it shows, its lists and numbers are those of the product.

`python -m pytest tests/test_readme.py --rewrite-readme` writes the outputs and the lists of figures and pages anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from leadscore.access import ACTION_WORDS, ACTIONS, ROLES, Action, authorize
from leadscore.cli.main import application
from leadscore.exporting.sql import DIALECTS
from leadscore.importing.mappings.mapping_file import read_mapping
from leadscore.model import load, presets
from leadscore.model.conditions import KIND_OF_KEY
from leadscore.outcomes.names import NAMES
from leadscore.vocabulary import STAGES
from leadscore.workshop.export_ways import SOURCE_WORDS, Crm
from leadscore.workshop.exports import CRMS, GOLDEN_RULES
from pages._session.frame import PLACES

PROJECT = Path(__file__).resolve().parent.parent
README = PROJECT / "README.md"
TEXT = README.read_text(encoding="utf-8")

BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FIGURES = re.compile(r"(<!-- figures: .*? -->\n)(.*?)(<!-- end of figures -->)", re.DOTALL)
PAGES = re.compile(r"(<!-- pages: .*? -->\n)(.*?)(<!-- end of pages -->)", re.DOTALL)
EXPORTS = re.compile(r"(<!-- exports: .*? -->\n)(.*?)(<!-- end of exports -->)", re.DOTALL)
ACCESS = re.compile(r"(<!-- access: .*? -->\n)(.*?)(<!-- end of access -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of a console block and the output under it."""

    command: str
    output: str


def blocks(language: str) -> list[re.Match[str]]:
    return [block for block in BLOCK.finditer(TEXT) if block["language"] == language]


def shown_in(body: str) -> list[Shown]:
    commands = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [Shown(command, output) for command, _, output in (each.partition("\n") for each in commands)]


SHOWN = [shown for block in blocks("console") for shown in shown_in(block["body"])]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the README shows."""
    folder = tmp_path_factory.mktemp("desk")
    for block in BLOCK.finditer(TEXT):
        if block["file"]:
            (folder / block["file"]).write_text(block["body"], encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def printed(desk: Path) -> dict[str, str]:
    """What each command of the README prints, run one after the other; a failing command is a failure here."""
    if shutil.which("bash") is None:
        pytest.skip("the README's commands need bash")
    return {shown.command: run(shown.command, desk) for shown in SHOWN}


def run(command: str, desk: Path) -> str:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
    }
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=desk,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}"
    return re.sub(r"(data/\d+)-[0-9a-f]{32}", r"\1-...", done.stdout.replace(str(desk), "~"))


def figures_table() -> str:
    rows = [f"| `{name}` | {meaning} |" for name, meaning in NAMES.items()]
    return "\n".join(["| name | meaning |", "|---|---|", *rows]) + "\n"


def pages_table() -> str:
    rows = [f"| {place.title} | {place.question} |" for place in PLACES]
    return "\n".join(["| page | its question |", "|---|---|", *rows]) + "\n"


def exports_tables() -> str:
    return "\n".join(_exports_of(each) for each in CRMS)


def _exports_of(crm: Crm) -> str:
    rows = [f"| {way.brings} | {way.where} | {way.mind} | {SOURCE_WORDS[way.source]} |" for way in crm.ways]
    heads = ("| brings | where | mind | rests on |", "|---|---|---|---|")
    return "\n".join([f"**{crm.name}**", "", *heads, *rows, "", f"What it cannot bring: {crm.cannot}", ""])


def access_table() -> str:
    def row(action: Action) -> str:
        cells = ("yes" if authorize(role, action) else "no" for role in ROLES)
        return f"| {ACTION_WORDS[action]} | {' | '.join(cells)} |"

    heads = ("| may | desk (the serving machine) | member (joined) | guest (any other device) |", "|---|---|---|---|")
    return "\n".join([*heads, *(row(action) for action in ACTIONS)]) + "\n"


def test_every_command_prints_what_is_shown(printed: dict[str, str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-readme"):
        README.write_text(rewritten(printed), encoding="utf-8")
        pytest.skip("README.md was written anew: look at it with git diff")
    assert {shown.command: shown.output for shown in SHOWN} == printed


def rewritten(printed: dict[str, str]) -> str:
    """The README with the outputs and the lists of figures and pages as they are now."""

    def console(block: re.Match[str]) -> str:
        if block["language"] != "console":
            return block[0]
        body = "".join(f"$ {shown.command}\n{printed[shown.command]}" for shown in shown_in(block["body"]))
        return f"```console\n{body}```"

    with_outputs = BLOCK.sub(console, TEXT)
    counted = re.sub(r"\b\d+ figures\b", f"{len(NAMES)} figures", with_outputs)
    with_figures = FIGURES.sub(lambda found: found[1] + figures_table() + found[3], counted)
    with_pages = PAGES.sub(lambda found: found[1] + pages_table() + found[3], with_figures)
    with_exports = EXPORTS.sub(lambda found: found[1] + exports_tables() + found[3], with_pages)
    return ACCESS.sub(lambda found: found[1] + access_table() + found[3], with_exports)


def test_the_list_of_figures_is_the_products() -> None:
    listed = FIGURES.search(TEXT)
    assert listed is not None
    assert listed[2] == figures_table()
    assert f" {len(NAMES)} figures " in TEXT


def test_how_to_export_is_what_the_pages_say() -> None:
    listed = EXPORTS.search(TEXT)
    assert listed is not None
    assert listed[2] == exports_tables()
    assert all(line in TEXT for line in GOLDEN_RULES)


def test_who_may_do_what_is_the_products_own_table() -> None:
    listed = ACCESS.search(TEXT)
    assert listed is not None
    assert listed[2] == access_table()


def test_every_command_is_named_and_nothing_else() -> None:
    command = typer.main.get_command(application)
    names = set(command.commands)  # type: ignore[attr-defined]
    prose = re.findall(r"`[^`]+`", BLOCK.sub("", TEXT))
    run = [shown.command for shown in SHOWN] + setup_commands()
    shown = set(re.findall(r"leadscore ([a-z-]+)", "\n".join([*prose, *run])))
    assert shown == names
    absent = " ".join(re.findall(r"Not there yet: (.*)", TEXT))
    assert not names & set(re.findall(r"`(\w+)`", absent))


def test_the_words_of_the_product_are_all_there() -> None:
    for word in (*STAGES, *(key for key in KIND_OF_KEY if key != "open_deal"), *DIALECTS):
        assert re.search(rf"\b{word}\b", TEXT), word


def test_the_example_files_are_sound(desk: Path) -> None:
    assert load(desk / "model.yaml").name == "Four leads"
    assert {source.table for source in read_mapping(desk / "map.yaml").sources} == {"leads", "activities", "stages"}


def test_what_it_says_of_the_presets() -> None:
    template = presets.preset("criteria_template")
    assert f"({sum(rule.worth for rule in template.rules)} points, 72:28 behaviour to demography)" in TEXT
    assert all(presets.preset(name).cut_offs is None for name in presets.names())


def test_every_room_that_is_there_is_explained() -> None:
    table = TEXT.split("| floor | rooms |")[1].split("\n\n")[0]
    package = PROJECT / "leadscore"
    modules = {file.stem for file in package.glob("*.py") if file.stem != "__init__"}
    folders = {each.parent.name for each in package.glob("*/__init__.py")}
    assert modules | folders <= set(re.findall(r"(?:\| |; )`(\w+)`", table))


def test_every_page_is_named_with_its_question() -> None:
    listed = PAGES.search(TEXT)
    assert listed is not None
    assert listed[2] == pages_table()
    assert {place.name for place in PLACES} == {page.stem for page in (PROJECT / "pages").glob("*.py")}


def test_every_variable_that_tests_or_product_read_is_explained() -> None:
    files = [*(PROJECT / "tests").rglob("*.py"), *(PROJECT / "leadscore").rglob("*.py")]
    read = {name for file in files for name in re.findall(r"\bLEADSCORE_[A-Z_]+\b", file.read_text(encoding="utf-8"))}
    assert {name for name in read if name not in TEXT} == set()


def test_links_and_paths_lead_somewhere() -> None:
    headings = {re.sub(r"[^a-z0-9 -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in TEXT.splitlines()}
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert target.removeprefix("#") in headings if target.startswith("#") else (PROJECT / target).exists(), target
    for path in re.findall(r"`((?:leadscore|tests|pages|sample_data)/[\w./]*)`", TEXT):
        assert (PROJECT / path).exists(), path


def setup_commands() -> list[str]:
    (block,) = blocks("sh")
    return [line for line in block["body"].splitlines() if line and not line.startswith("#")]


def test_there_are_exactly_two_set_up_commands() -> None:
    dashboard, tests = setup_commands()
    extras = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert dashboard.endswith(".venv/bin/leadscore serve")
    assert "-e '.[test]'" in tests
    assert "test" in extras


def test_the_push_checks_run_the_same_test_command() -> None:
    command = setup_commands()[1].split(" && ")[-1]
    assert (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == command


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """A fresh clone of what is committed."""
    if not (PROJECT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("no git here to make a fresh clone with")
    subprocess.run(["git", "clone", "--quiet", str(PROJECT), str(tmp_path / "clone")], check=True)
    yield tmp_path / "clone"


@pytest.mark.slow
def test_the_first_command_starts_the_dashboard_in_a_fresh_clone(clone: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    started = subprocess.Popen(
        ["bash", "-c", setup_commands()[0]],
        cwd=clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert started.stdout is not None
        address = next(found[0] for line in started.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", line)))
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=60) as answer:
            assert answer.read() == b"ok"
        assert (tmp_path / "data" / "leadscore" / "sample-workspace" / "model.yaml").is_file()
    finally:
        os.killpg(started.pid, 15)
        started.wait(timeout=30)
