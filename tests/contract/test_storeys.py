"""A room imports only from storeys below its own; rooms on one storey do not know each other."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src" / "zerotohero"
STOREYS = (
    ("core",),
    ("data", "representations", "model_file", "web", "verse"),
    ("algorithms", "tasks", "datasets"),
    ("leaderboard", "choose", "checks"),
    ("report", "export"),
    ("train", "serve"),
    ("projects", "lessons", "contest"),
    ("cli", "studio"),
)
LEVEL = {room: i for i, storey in enumerate(STOREYS) for room in storey}
FILES = sorted(p for p in SRC.rglob("*.py") if len(p.relative_to(SRC).parts) > 1)


def imported_rooms(path):
    """Return the rooms a file imports, functions' inner imports included."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module]
        rooms |= {n.split(".")[1] for n in names if n.startswith("zerotohero.")}
    return rooms


def test_every_room_has_a_storey():
    rooms = {p.name for p in SRC.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert rooms <= set(LEVEL), rooms - set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SRC)))
def test_imports_point_downwards(path):
    room = path.relative_to(SRC).parts[0]
    for other in imported_rooms(path) - {room}:
        assert LEVEL[other] < LEVEL[room], f"{path.relative_to(SRC)} imports {other}, which is not below {room}"
