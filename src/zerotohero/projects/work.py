"""From a run to a service: asked by programs, watched, judged by what turned out to be true."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="work",
    title="a model that runs at work",
    minutes=5,
    ends_with="a service that programs and people ask, and that says when it goes stale",
    steps=(
        (
            "2,400 cats: how many seconds may you pet one? Others at work would like to ask, too.",
            "hero train cats --target seconds_of_petting --effort quick",
        ),
        ("The service is a small extra of 19 MB.", "hero add serve"),
        ("The same model as a plain script, for the day when nobody wants a service.", "hero export best --to script"),
        (
            "Now it runs, and the first week is played through: a call from a program, the truth that comes later, rows "
            "that are no longer like those of the training. The page to try it on is at the address. Ctrl-C ends it.",
            "hero serve best --rehearse",
        ),
    ),
    order=9,
)
