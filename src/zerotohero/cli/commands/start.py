"""`hero start`: one project from the front door."""

import click


@click.command(short_help="Start a project from the front door, by number or name.")
@click.argument("project", required=False)
@click.argument("data", required=False)
@click.option("--yes", is_flag=True, help="Run through without waiting.")
def command(project, data, yes):
    """Walk through PROJECT: every step is an ordinary command, shown before it runs.

    \b
    Examples:
      hero start letters
      hero start own-file sales.csv --yes
    """
    from zerotohero.cli.door import open_door
    from zerotohero.cli.main import run

    raise click.exceptions.Exit(open_door(run, project, yes=yes, data=data))
