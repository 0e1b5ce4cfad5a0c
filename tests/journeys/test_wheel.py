"""The wheel holds all that the program needs."""

import subprocess
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_that_is_not_python_is_declared_as_package_data():
    import tomllib

    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"][
        "zerotohero"
    ]
    home = ROOT / "src" / "zerotohero"
    others = [p for p in home.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")]
    assert others
    for path in others:
        assert any(fnmatch(path.relative_to(home).as_posix(), p) for p in patterns), path


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_wheel_runs_in_an_empty_environment(tmp_path):
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert "zerotohero/web/style.css" in zipfile.ZipFile(wheel).namelist()
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    home = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    constraints = str(ROOT / "constraints.txt")
    subprocess.run(
        [home / "python", "-m", "pip", "install", "--quiet", "--constraint", constraints, str(wheel)], check=True
    )
    for command in (
        ["train", "moons", "--only", "knn", "--effort", "quick"],
        ["report", "best"],
        ["predict", "best", "moons"],
        ["map", "moons"],
    ):
        subprocess.run([home / "hero", *command], check=True, cwd=tmp_path, capture_output=True)
    installed = subprocess.run(
        [home / "python", "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
    ).stdout
    core = [line for line in installed.splitlines() if not line.startswith(("pip==", "setuptools=="))]
    assert len(core) <= 32, core
