"""The first project: a letter that you drew is answered."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="letters",
    title="teach it letters, then draw one",
    minutes=3,
    ends_with="a page that reads what you draw, while you draw it",
    steps=(
        (
            "4,000 little images of the letters A to J. Some typefaces are kept aside whole; "
            "it learns from the others and shows you each stage.",
            "hero train letters --effort quick",
        ),
        ("Who reads best, and how far above plain guessing? This is the leaderboard.", "hero board"),
        ("Where is it wrong? The worst mistakes, as images, on one page.", "hero report best -o letters.html --yes"),
        ("Now you: a page opens, you draw, it answers. Ctrl-C closes it.", "hero try best"),
    ),
    order=1,
)
