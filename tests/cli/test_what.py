"""`hero what` through the command line."""

import json

from click.testing import CliRunner

from zerotohero.cli.commands.what import command as what_command


def test_what_lists_and_explains():
    runner = CliRunner()
    assert len(runner.invoke(what_command, []).output.splitlines()) >= 60
    assert "rows kept aside" in runner.invoke(what_command, ["test", "set"]).output
    assert json.loads(runner.invoke(what_command, ["sgd", "--json"]).output)["id"] == "stochastic-gradient-descent"
