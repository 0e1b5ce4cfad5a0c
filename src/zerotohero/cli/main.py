"""The program: finds commands by file name, turns every HeroError into one message, never into a traceback."""

import errno
import importlib
import json
import os
import pkgutil
import re
import shlex
import sys

import click

from zerotohero.core.errors import HeroError, nearest

GROUPS = (
    ("start", ("start", "collect", "look", "train", "try")),
    ("understand", ("map", "board", "report", "explain", "story", "what")),
    ("judge", ("test", "refit", "next")),
    ("use", ("predict", "photos", "generate", "export", "serve", "watch")),
)


class Commands(click.Group):
    """A click group whose commands are the files in ``cli/commands``; each is imported on use."""

    def list_commands(self, ctx):
        """Return the verbs, by file name."""
        import zerotohero.cli.commands as package

        return sorted(m.name.rstrip("_") for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))

    def get_command(self, ctx, name):
        """Import one command; ``try`` lives in ``try_.py``."""
        if name not in self.list_commands(ctx):
            return None
        file = f"{name}_" if name in ("try",) else name
        return importlib.import_module(f"zerotohero.cli.commands.{file}").command

    def resolve_command(self, ctx, args):
        """Offer the nearest verb for an unknown one."""
        if args and args[0] not in self.list_commands(ctx):
            from zerotohero.core.specs import discover

            if args[0].isdigit() or args[0] in discover("projects"):
                return "start", self.get_command(ctx, "start"), args  # `hero 1`, `hero cats`
            near = nearest(args[0], self.list_commands(ctx))
            hint = f"Did you mean 'hero {near}'?" if near else "`hero --help` lists the commands."
            raise click.UsageError(f"There is no command {args[0]!r}. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx, formatter):
        """Write the commands in the order of a life cycle."""
        names = self.list_commands(ctx)
        grouped = {name for _, group in GROUPS for name in group}
        rest = tuple(n for n in names if n not in grouped)
        for title, group in (*GROUPS, ("more", rest)):
            rows = [(n, self.get_command(ctx, n).get_short_help_str(80)) for n in group if n in names]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


@click.command(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="zerotohero", prog_name="hero")
@click.pass_context
def hero(ctx):
    """From reading about machine learning to applying it, on your own data.

    `hero` alone opens the front door: short projects, each with something to show at the end.
    """
    if ctx.invoked_subcommand is None:
        from zerotohero.cli.door import open_door

        ctx.exit(open_door(run))


def main(args=None):
    """Run the program; the exit code is 0 fine, 1 a problem explained, 2 usage, 130 interrupted."""
    args = sys.argv[1:] if args is None else list(args)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(args))


def run(args):
    """Run one command line in this process and return its exit code."""
    as_json = "--json" in args
    try:
        done = hero.main(args=list(args), prog_name="hero", standalone_mode=False)
        return done if isinstance(done, int) else 0  # click hands back the code of ctx.exit
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        said = "Stopped. What was finished is kept: the same command goes on from there."
        click.echo("\n" + (said if args and args[0] in ("train", "start", "next") else "Stopped."), err=True)
        return 130
    except click.ClickException as error:
        if as_json:
            asked = "hero " + " ".join(args)
            _print_error(
                {"asked": asked, "expected": "a complete command", "came": error.format_message(), "try": "hero --help"}
            )
        error.show()
        example = _example(error)
        if example:
            click.echo(f"For example: {example}", err=True)
        return 2
    except HeroError as error:
        return _tell(error, as_json)
    except SystemExit:  # click met a closed pipe: the reader, `head` perhaps, has seen enough
        return 0
    except RuntimeError as error:
        if "interrupted" not in str(error).lower():
            raise
        return 130  # Ctrl-C while DuckDB was reading
    except BrokenPipeError:  # the reader, `head` perhaps, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EROFS, errno.EACCES):
            raise
        from zerotohero.leaderboard.journal import cannot_write

        return _tell(cannot_write(error.filename or "this folder", error), as_json)


def _example(error):
    """Return what was probably meant: a target without its option; or the first example of a command that misses an argument."""
    extra = re.fullmatch(r"Got unexpected extra argument \((.+)\)", error.format_message())
    if extra and error.ctx and any(p.name == "target" for p in error.ctx.command.params):
        return f"{error.ctx.command_path} ... --target {shlex.quote(extra[1])}"
    text = (error.ctx.command.help or "") if isinstance(error, click.MissingParameter) and error.ctx else ""
    return next((line.strip() for line in text.splitlines() if line.strip().startswith("hero ")), None)


def _tell(error, as_json):
    """Print a HeroError the way that was asked for; return its exit code."""
    if as_json:
        _print_error(error.as_dict())
    else:
        show_error(error)
    return error.exit_code


def show_error(error):
    """Print the four parts of an error for people."""
    style = (lambda text: click.style(text, bold=True)) if sys.stderr.isatty() else str
    click.echo(f"{style('This did not work:')} {error.asked}", err=True)
    for label, text in (("expected", error.expected), ("came", error.came), ("try", error.try_)):
        click.echo(f"  {label:<9}{text}", err=True)


def _print_error(plain):
    """Print an error as the one JSON object on stdout."""
    click.echo(json.dumps({"error": plain}, ensure_ascii=False))


if __name__ == "__main__":
    main()
