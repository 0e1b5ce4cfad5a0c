"""The program itself: help, unknown words, exit codes, the front door in a pipe."""

import subprocess
import sys

import pytest

from zerotohero.cli.main import hero as program


def test_help_shows_the_groups_and_nothing_unbuilt(hero):
    code, out, _ = hero("--help")
    assert code == 0
    assert [line for line in out.splitlines() if line.endswith(":") and not line.startswith(("Options", " "))] == [
        "start:", "understand:", "judge:", "use:", "more:"]  # fmt: skip
    for unbuilt in ("learn", "contest", "studio"):
        assert f"\n  {unbuilt} " not in out


@pytest.mark.parametrize("name", program.list_commands(None))
def test_every_command_has_help_with_an_example(hero, name):
    code, out, _ = hero(name, "--help")
    assert code == 0
    assert "Example" in out
    assert f"hero {name}" in out


def test_an_unknown_command_is_guessed(hero):
    code, _, err = hero("trian", "cats")
    assert code == 2
    assert "hero train" in err


def test_help_loads_nothing_heavy():
    heavy = ("numpy", "pandas", "sklearn", "matplotlib", "duckdb", "rich", "PIL")
    text = f"import sys; from zerotohero.cli.main import run; run(['--help']); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


def test_the_package_itself_loads_nothing_heavy():
    text = "import sys, zerotohero; print([m for m in ('numpy', 'click', 'sklearn') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_hero_alone_in_a_pipe_prints_the_projects_and_exits_0():
    done = subprocess.run(
        [sys.executable, "-m", "zerotohero.cli.main"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0
    assert "it's okay if you don't understand everything yet" in done.stdout.lower()
    assert "teach it letters" in done.stdout


@pytest.mark.parametrize("page", ["cli.md", "algorithms.md", "findings.md"])
def test_the_docs_say_what_the_code_says(page):
    """Run `make docs` when this fails."""
    import importlib.util
    from pathlib import Path

    path = Path(__file__).resolve().parents[2] / "docs" / "write_docs.py"
    spec = importlib.util.spec_from_file_location("write_docs", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (path.parent / page).read_text("utf-8") == module.PAGES[page]()


def test_a_missing_argument_is_answered_with_an_example(hero):
    code, _, err = hero("predict", "new.csv")
    assert code == 2
    assert "For example: hero predict best new_houses.csv --proba" in err


@pytest.mark.parametrize(
    ("verb", "expected"), [("train", "For example: hero train ... --target 'my answer'"), ("board", None)]
)
def test_a_target_without_its_option_is_offered(verb, expected, hero):
    code, _, err = hero(verb, "table.csv", "my answer")
    assert code == 2
    assert (expected in err) if expected else ("For example" not in err)
