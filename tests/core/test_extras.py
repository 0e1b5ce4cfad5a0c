"""The extras that the program knows are those of the project file, with the versions of the constraints file."""

import tomllib
from pathlib import Path

import pytest

from zerotohero.core.extras import EXTRAS
from zerotohero.core.specs import discover

ROOT = Path(__file__).parents[2]
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


def test_every_extra_of_the_project_is_known():
    assert set(EXTRAS) == set(DECLARED) - {"dev", "bench"}


@pytest.mark.parametrize("id", EXTRAS)
def test_its_versions_are_the_tested_ones(id):
    pinned = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert set(EXTRAS[id].packages) <= set(pinned)
    declared = {requirement.partition(">=")[0] for requirement in DECLARED[id]}
    assert {package.partition("==")[0] for package in EXTRAS[id].packages} == declared


def test_what_algorithms_need_can_be_added():
    needed = {spec.extra: spec.module for spec in discover("algorithms").values() if spec.extra}
    assert needed and all(module in EXTRAS[extra].modules for extra, module in needed.items())
