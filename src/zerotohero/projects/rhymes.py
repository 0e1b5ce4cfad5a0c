"""Verse: a model that only counts, and rhymes all the same."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="rhymes",
    title="a rap that rhymes",
    minutes=4,
    ends_with="a rap of your own to send, and the counts behind it",
    steps=(
        (
            "800 lines about buses, cats and grandma's soup: what is in them, and how much they rhyme.",
            "hero look verses",
        ),
        ("Enough reading. It learns from them, and performs.", "hero rap"),
        (
            "How well does it know what comes next? Lines that it has not seen say so, beside two rivals.",
            "hero train verses --effort quick",
        ),
        (
            "Now look inside: which lines rhyme, and the longest run of words that is not new.",
            "hero generate best --scheme ABAB --show",
        ),
        ("What does it know about “my”? Only how often what came after it.", "hero generate best --counts my"),
        ("Now lyrics of yours: any text file, one line of verse on each line.", "hero rap {lyrics} --show"),
    ),
    order=5,
)
