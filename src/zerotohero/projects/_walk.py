"""Walk through a project: every step is an ordinary command, printed in full before it runs."""

import re
import shlex

from zerotohero.core.errors import UsageError

# What is asked when a step needs more than {data}; an empty answer drops it, or takes what USUAL names.
QUESTIONS = {
    "target": "Which column would you like to predict? (Enter: the usual one)",
    "lyrics": "Which file? (Enter: the built-in verses once more)",
    "sounds": "Which folder or zip, with one folder of recordings per label? (Enter: the built-in notes once more)",
    "table": "Which table of yours? (Enter: the built-in cats)",
    "photo": "Which photo, best one that it has not seen? (Enter: the first one of the folder)",
}
USUAL = {"sounds": "notes", "table": "cats", "photo": "{data}"}
STOP = 130  # the exit code of a command that was ended with Ctrl-C: how the last step usually ends


def walk(project, ask, say, run, yes=False, data=None):
    """Walk through a project and return an exit code.

    Parameters
    ----------
    project : ProjectSpec
    ask : callable
        ``ask(question)`` -> what the person typed; "" for Enter.
    say : callable
        ``say(text)`` prints.
    run : callable
        ``run(words)`` runs a command line, ``["hero", "look", ...]``, and returns its exit code.
    yes : bool
        Ask nothing, run through.
    data : str, optional
        The file that the project asks for.

    Raises
    ------
    UsageError
        The project needs a file, and nobody can be asked.
    """
    say(f"{project.title}: about {project.minutes} minutes. At the end: {project.ends_with}.")
    if project.asks and not data:
        if yes:
            raise UsageError(
                f"run {project.id} through", "a file to work on", "none", f"hero start {project.id} FILE --yes"
            )
        data = ask(project.asks).strip().strip("\"'")
        if not data:
            say(f"No file, no hurry. `hero start {project.id} FILE` starts it any time.")
            return 0
    answers = {"data": data or ""}
    for number, (why, template) in enumerate(project.steps, 1):
        say(f"\n{number} of {len(project.steps)}  {why}")
        for name in re.findall(r"{(\w+)}", template):
            if name not in answers:
                answer = "" if yes else ask(QUESTIONS[name]).strip().strip("\"'")
                answers[name] = answer or USUAL.get(name, "").format(data=data)
        command = fill(template, answers)
        say(f"\n  {command}\n")
        if not yes and ask("Enter goes on, q leaves").strip().lower() in ("q", "quit"):
            say(f"Gladly another time. You can go on from here with:  {command}")
            return 0
        code = run(shlex.split(command))
        if code and command.startswith("hero add "):  # no network here, or not wanted
            say("\nIt goes on without: the next steps do what they can.")
        elif code and not (code == STOP and number == len(project.steps)):
            say("\nThat step did not work, and the message above says why. Nothing is lost.")
            say(f"When it is mended, go on with:  {command}")
            return code
    say(f"\nDone. Now you have {project.ends_with}. `hero` shows more projects; `hero --help` every command.")
    return 0


def fill(template, answers):
    """Return the command with the answers in it; an option or argument whose answer is empty is left out.

    >>> fill("hero train {data} --target {target}", {"data": "my sales.csv", "target": ""})
    "hero train 'my sales.csv'"
    """
    for name, value in answers.items():
        if not value:
            template = re.sub(rf"( --[\w-]+)? {{{name}}}", "", template)
    return re.sub(r"{(\w+)}", lambda gap: shlex.quote(answers[gap[1]]), template)
