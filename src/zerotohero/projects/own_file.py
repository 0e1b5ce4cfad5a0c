"""The project for which people come: a file of their own."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="own-file",
    title="your own file",
    minutes=10,
    ends_with="a leaderboard on your data, a report to send, and what to do next",
    steps=(
        ("First only look: what is in the file, and what could fool you.", "hero look {data}"),
        (
            "Now learn. Some rows are kept aside, so that the score is honest. "
            "You name the column that you would like to know.",
            "hero train {data} --target {target} --effort quick",
        ),
        ("One page about the best model: how good it is, and where it is wrong.", "hero report best --yes"),
        ("And now what? Up to three next steps, each with a reason.", "hero next"),
    ),
    asks="Which file? A table, or a folder or zip of images with one folder per label",
    order=2,
)
