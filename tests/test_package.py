"""What the wheel carries, and that it works where nothing else of the project lies."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import leadscore
from leadscore import serving
from leadscore.model import presets

PROJECT = Path(__file__).resolve().parent.parent
CAN_BUILD_HERE = importlib.util.find_spec("hatchling") is not None
builds = pytest.mark.skipif(not CAN_BUILD_HERE, reason="needs hatchling to build a wheel: pip install hatchling")


def build(folder: Path, *options: str) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *options, "--wheel-dir", str(folder)]
    done = subprocess.run([*command, str(PROJECT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with what is installed here."""
    return build(tmp_path_factory.mktemp("wheel"), "--no-build-isolation")


@pytest.fixture(scope="module")
def carried(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


@builds
def test_the_wheel_has_the_version_and_the_licence(wheel: Path, carried: set[str]) -> None:
    assert wheel.name == f"leadscore-{leadscore.__version__}-py3-none-any.whl"
    assert any(name.endswith("licenses/LICENSE") for name in carried)


@builds
def test_the_wheel_carries_every_module_and_preset(carried: set[str]) -> None:
    modules = {str(file.relative_to(PROJECT)) for file in (PROJECT / "leadscore").rglob("*.py")}
    assert modules <= carried
    assert {f"leadscore/model/presets/{name}.yaml" for name in presets.names()} <= carried


@builds
def test_the_wheel_carries_the_dashboard(carried: set[str]) -> None:
    pages = {str(page.relative_to(PROJECT)) for page in (PROJECT / "pages").rglob("*.py")}
    assert {f"leadscore/served/{name}" for name in ("app.py", ".streamlit/config.toml", *pages)} <= carried


@builds
@pytest.mark.parametrize("sample", serving.SAMPLES)
def test_the_wheel_carries_the_samples(carried: set[str], sample: str) -> None:
    files = {file.name for file in (PROJECT / "sample_data" / sample).iterdir() if file.is_file()}
    assert {"mapping.yaml", "model.yaml", "leads.csv", "truth.json"} <= files
    assert {f"leadscore/served/sample_data/{sample}/{name}" for name in files} <= carried


@builds
def test_the_wheel_carries_nothing_else(carried: set[str]) -> None:
    strangers = {"tests", "workspace", ".venv", ".git", ".ci", "__pycache__"}
    assert [name for name in carried if strangers & set(Path(name).parts)] == []
    assert {Path(name).parts[0] for name in carried} == {"leadscore", f"leadscore-{leadscore.__version__}.dist-info"}


def served_in(python: Path, folder: Path) -> str:
    """What that Python says of where the dashboard lies, after making a sample workspace."""
    script = (
        "import sys; from leadscore.serving import served_folder; from leadscore.cli import main; "
        "print(served_folder()); sys.argv = ['leadscore', 'init', 'ws', '--sample', 'services']; main()"
    )
    done = subprocess.run([str(python), "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_installed_wheel_makes_a_sample_workspace_in_a_fresh_environment(tmp_path: Path) -> None:
    """The environment has this one's dependencies, by a .pth file, and leadscore from its wheel alone."""
    wheel = build(tmp_path / "wheel", *(["--no-build-isolation"] if CAN_BUILD_HERE else []))
    venv.create(tmp_path / "fresh", with_pip=True)
    python = next(found for found in (tmp_path / "fresh").glob("*/python*") if found.stem == "python")
    packages = next((tmp_path / "fresh").rglob("site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", wheel], check=True)
    out = served_in(python, tmp_path)
    assert out.splitlines()[0] == str(packages / "leadscore" / "served")
    assert "Revision " in out
    assert (tmp_path / "ws" / "model.yaml").is_file()
