"""The front door: what `hero` alone says."""

WELCOME = "Welcome to zerotohero. It's okay if you don't understand everything yet."


def door(projects):
    """Return the welcome and the list of projects as text.

    Parameters
    ----------
    projects : list of ProjectSpec
        In the order of their numbers.
    """
    lines = [WELCOME, ""]
    for number, project in enumerate(projects, 1):
        lines.append(f"  {number}  {project.title}  ({project.minutes} min)")
        lines.append(f"     at the end: {project.ends_with}")
    first = projects[0].id if projects else "NAME"
    lines += ["", f"Start one with its number or name: `hero 1` or `hero {first}`. Every command: `hero --help`."]
    return "\n".join(lines)
