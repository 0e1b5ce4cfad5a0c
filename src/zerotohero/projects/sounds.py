"""Sounds: heard as pictures, and answered through the microphone."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="sounds",
    title="sounds: which instrument, which word, which bird",
    minutes=8,
    ends_with="a page that listens and says what it hears",
    steps=(
        (
            "720 notes on six instruments, played by twelve players. A sound becomes a picture: time to the right, "
            "high pitches on top. The sheet notes.png shows some: could you tell the instruments apart?",
            "hero look notes --picture notes.png --yes",
        ),
        (
            "Learn which instrument. Some players are kept aside whole: it will be asked about players it has never heard.",
            "hero train notes --effort quick",
        ),
        (
            "What does it mix up, and would you? The page plays every mistake.",
            "hero report best -o notes.html --yes",
        ),
        (
            "Now sounds of yours: one folder of recordings per label. Record yes/ and no/ with a phone, ten of each, "
            "or clap/, snap/ and whistle/.",
            "hero look {sounds}",
        ),
        ("And learn from them.", "hero train {sounds} --effort quick"),
        ("Now make a sound: a page listens and answers. Ctrl-C closes it.", "hero try best"),
    ),
    order=8,
)
