"""One table, two questions: which class, and how much."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="cats",
    title="cats: what kind, and how many seconds may you pet it",
    minutes=4,
    ends_with="a form that knows when to stop petting",
    steps=(
        ("2,400 cats in a table: ears, fur, purring, mood before breakfast.", "hero look cats"),
        (
            "First question: which breed? One of a few kinds, so this is classification.",
            "hero train cats --target breed --effort quick",
        ),
        (
            "Second question, same table: how many seconds of petting? An amount, so this is regression.",
            "hero train cats --target seconds_of_petting --effort quick",
        ),
        ("Describe a cat and see how long you have. Ctrl-C closes the page.", "hero try best"),
    ),
    order=3,
)
