"""For those who do not know yet which algorithm they want: the map."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="which",
    title="what would fit my problem?",
    minutes=2,
    ends_with="a map with your way on it, and the command that goes it",
    steps=(
        ("The whole map, and a few questions if you like. There are no wrong answers.", "hero map"),
        (
            "With data it needs no questions: the facts answer them. Here a table, an amount.",
            "hero map cats --target seconds_of_petting",
        ),
        ("The same for images. See how the way turns off.", "hero map letters"),
        ("And for your wall: the map with that way drawn in.", "hero map letters --svg -o map.svg --yes"),
    ),
    order=4,
)
