"""`hero add`: install an optional extra into the Python that runs `hero`, or fetch weights that others have trained."""

import click

from zerotohero.cli import options
from zerotohero.core.extras import EXTRAS
from zerotohero.core.weights import PRETRAINED, fetch


@click.command(short_help="Install an extra: neural networks, more boosting, sounds, verse; or fetch weights.")
@click.argument("extra", required=False, type=click.Choice([*EXTRAS, "all", *PRETRAINED]))
@click.option("--dry-run", is_flag=True, help="Say what would be installed, and stop.")
@options.yes
def command(extra, dry_run, yes):
    """Install EXTRA with the versions it was tested with, or fetch the weights called so; without EXTRA, list them all.

    What would come is asked for first and shown with its size; nothing is downloaded before you say yes.

    \b
    Examples:
      hero add
      hero add deep
      hero add mobilenet
    """
    if extra is None:
        for one in (*EXTRAS.values(), *PRETRAINED.values()):
            state = "here" if one.installed else f"about {one.megabytes} MB"
            click.echo(f"{one.id:<10} {state:<13} {one.brings}")
        return
    if extra in PRETRAINED:
        _fetch(PRETRAINED[extra], dry_run, yes)
        return
    wanted = [one for one in EXTRAS.values() if extra in (one.id, "all") and not one.installed]
    if not wanted:
        click.echo(f"{extra} is here already: nothing to do.")
        return
    _install(wanted, dry_run, yes)


def _fetch(weights, dry_run, yes):
    """Fetch weights, the hub's client first where it is missing; what came is looked into before it is called here."""
    from zerotohero.algorithms._mobilenet import read_backbone
    from zerotohero.core.errors import HeroError

    if weights.installed:
        click.echo(f"{weights.id} is here already: {weights.path}")
        return
    client = EXTRAS["pretrained"]
    if not client.installed:
        click.echo(f"To fetch it, {client.id} is needed first.")
        if not _install([client], dry_run, yes):
            return
    click.echo(f"{weights.id}, about {weights.megabytes} MB, from {weights.address} to {weights.path}")
    if dry_run or not (yes or click.confirm("Fetch?", default=True)):
        return
    path = fetch(weights)
    try:
        read_backbone(path)
    except HeroError:
        path.unlink()
        raise
    click.echo(f"{weights.id} is here: {weights.brings}.")


def _install(wanted, dry_run, yes):
    """Say what would come, ask, install; return whether it was installed."""
    packages = [package for one in wanted for package in one.packages]
    coming = _would_come(packages)
    cuda = [name for name in coming if name.startswith(("nvidia-", "triton"))]
    size = f"{sum(one.megabytes for one in wanted)} MB on disk" + (" and several GB of CUDA packages" if cuda else "")
    click.echo(f"{len(coming)} packages, about {size}, a minute or more: {', '.join(coming)}")
    if cuda:
        click.echo(
            "The CUDA packages serve NVIDIA cards only; PyTorch's own site tells how to get the build without them."
        )
    if dry_run or not (yes or click.confirm("Install?", default=True)):
        return False
    _pip(packages)
    for one in wanted:
        click.echo(f"{one.id} is here: {one.brings}.")
    return True


def _would_come(packages):
    """Return the names and versions that pip would install, in its order."""
    import json

    done = _run(["--dry-run", "--quiet", "--report", "-", *packages], capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise _failed(packages, done.stderr)
    found = json.loads(done.stdout)["install"]
    return [f"{item['metadata']['name']} {item['metadata']['version']}" for item in found]


def _pip(packages):
    """Install; pip shows its own progress."""
    done = _run(packages)
    if done.returncode:
        raise _failed(packages, "")


def _run(arguments, **options):
    """Run pip of this Python; where there is none, say what does the same."""
    import importlib.util
    import subprocess
    import sys

    from zerotohero.core.errors import HeroError

    if importlib.util.find_spec("pip") is None:
        raise HeroError(
            "install an extra",
            "pip in this Python",
            f"none in {sys.prefix} (made by uv?)",
            f"uv pip install {' '.join(a for a in arguments if '==' in a)}",
        )
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *arguments], **options
    )


def _failed(packages, said):
    """Return the error for a pip that did not succeed."""
    from zerotohero.core.errors import HeroError

    lines = [line.strip() for line in said.splitlines() if "error" in line.lower()] or ["pip said why, above"]
    return HeroError(
        f"install {' '.join(packages)}",
        "pip to find and install them",
        lines[-1],
        "the network, or a package index of your own, and once more; nothing else was changed",
    )
