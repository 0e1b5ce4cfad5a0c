import json
import subprocess

import pytest
from click.testing import CliRunner

from zerotohero.cli.commands import add
from zerotohero.cli.main import hero
from zerotohero.core.errors import HeroError
from zerotohero.core.extras import EXTRAS, Extra
from zerotohero.core.weights import PRETRAINED


@pytest.fixture
def pip(monkeypatch):
    """Take pip's place: write down what it was asked, and answer as told."""
    asked = []

    def run(command, **options):
        arguments = command[command.index("install") + 1 :]
        asked.append(arguments)
        found = [{"metadata": {"name": name, "version": "1.0"}} for name in run.comes]
        return subprocess.CompletedProcess(command, run.code, json.dumps({"install": found}), run.said)

    run.comes, run.code, run.said = ["absent", "its-friend"], 0, ""
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setitem(EXTRAS, "verse", Extra("verse", "rhymes", ("no_such_module",), ("absent==1.0",), 9))
    run.asked = asked
    return run


def call(*arguments, **options):
    return CliRunner().invoke(hero, ["add", *arguments], **options)


def test_without_a_name_all_are_listed():
    lines = call().output.splitlines()
    assert [line.split()[0] for line in lines] == [*EXTRAS, *PRETRAINED]


def test_it_says_what_comes_and_asks_before_it_installs(pip):
    done = call("verse", input="n\n")
    assert "2 packages, about 9 MB" in done.output and "its-friend 1.0" in done.output
    assert len(pip.asked) == 1 and "--dry-run" in pip.asked[0]
    done = call("verse", input="y\n")
    assert pip.asked[-1] == ["--disable-pip-version-check", "absent==1.0"]
    assert "verse is here" in done.output


def test_a_dry_run_installs_nothing(pip):
    assert call("verse", "--dry-run").exit_code == 0
    assert len(pip.asked) == 1


def test_what_is_here_is_not_installed_again(pip, monkeypatch):
    monkeypatch.setitem(EXTRAS, "verse", Extra("verse", "rhymes", ("json",), ("absent==1.0",), 9))
    assert "nothing to do" in call("verse").output
    assert pip.asked == []


def test_cuda_packages_are_announced(pip):
    pip.comes = ["absent", "nvidia-cublas"]
    assert "several GB of CUDA packages" in call("verse", "--dry-run").output


def test_a_failing_pip_is_one_message(pip):
    pip.code, pip.said = 1, "warning: x\nERROR: No matching distribution found for absent==1.0\n"
    failed = call("verse", "--yes").exception
    assert isinstance(failed, HeroError)
    assert "No matching distribution" in failed.came


def test_without_pip_the_command_for_uv_is_named(pip, monkeypatch):
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else real(name))
    assert call("verse", "--yes").exception.try_ == "uv pip install absent==1.0"


@pytest.fixture
def hub(monkeypatch, tmp_path, tiny_weights):
    """Take the hub's place: ``hub.has`` is what it sends; the folder of weights is empty."""
    monkeypatch.setenv("ZEROTOHERO_WEIGHTS", str(tmp_path))
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setitem(EXTRAS, "pretrained", Extra("pretrained", "a client", ("json",), ("absent==1.0",), 9))

    def fetch(pretrained):
        pretrained.path.write_bytes(fetch.has)
        return pretrained.path

    fetch.has = tiny_weights.read_bytes()
    monkeypatch.setattr(add, "fetch", fetch)
    return fetch


def test_weights_are_fetched_after_address_and_size_were_said(hub, tmp_path):
    asked = call("mobilenet", input="n\n")
    assert (
        "about 17 MB, from http://127.0.0.1:9/timm/mobilenetv1_100.ra4_e3600_r224_in1k/resolve/main/model.safetensors"
        in asked.output
    )
    assert not list(tmp_path.iterdir())
    assert "mobilenet is here" in call("mobilenet", input="y\n").output
    assert (tmp_path / "mobilenet.safetensors").read_bytes() == hub.has
    assert "is here already" in call("mobilenet").output


def test_a_dry_run_fetches_nothing(hub, tmp_path):
    assert "17 MB" in call("mobilenet", "--dry-run").output
    assert not list(tmp_path.iterdir())


def test_what_came_and_is_no_network_does_not_stay(hub, tmp_path):
    hub.has = b"<!DOCTYPE html> please sign in"
    failed = call("mobilenet", "--yes").exception
    assert isinstance(failed, HeroError) and "neither an .npz nor a .safetensors" in failed.came
    assert not list(tmp_path.iterdir())


def test_the_client_comes_first_where_it_is_missing(hub, pip, tmp_path, monkeypatch):
    monkeypatch.setitem(EXTRAS, "pretrained", Extra("pretrained", "a client", ("no_such_module",), ("absent==1.0",), 9))
    done = call("mobilenet", input="n\n")
    assert "pretrained is needed first" in done.output and not list(tmp_path.iterdir())
    done = call("mobilenet", "--yes")
    assert pip.asked[-1] == ["--disable-pip-version-check", "absent==1.0"]
    assert (tmp_path / "mobilenet.safetensors").exists()
