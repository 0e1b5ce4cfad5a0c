"""Photos of one's own: two kinds of them or more, and a page that knows them apart."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="own-photos",
    title="your own photos: cats or dogs, liked or not",
    minutes=20,
    ends_with="a page that says what is on a photo, and where it looked",
    steps=(
        (
            "First only look: how many of each, how large, which are broken or there twice. "
            "The sheet photos.png shows some of each: is every one in the right folder?",
            "hero look {data} --picture photos.png --yes",
        ),
        (
            "Now learn, from nothing but these. With some hundreds of photos it may hardly beat guessing: "
            "nobody learns to see from so few.",
            "hero train {data} --effort quick",
        ),
        (
            "So borrow eyes: a network that has seen a million other photos. It runs on PyTorch; "
            "this says how large that is, and asks.",
            "hero add deep",
        ),
        ("And the network itself.", "hero add mobilenet"),
        (
            "The same command once more: what stands is kept, and the borrowed network learns what its features mean here.",
            "hero train {data} --effort quick",
        ),
        (
            "Which ones fool it? The worst mistakes and the pairs it mixes up, as photos, on one page. "
            "Labels that are wrong show themselves here.",
            "hero report best -o photos.html --yes",
        ),
        (
            "Why does it say so? What spoke for its answer on one photo, and what against it: "
            "does it go by the thing itself, or by the lawn behind it?",
            "hero explain best {photo} --picture why.html --yes",
        ),
        ("Now drop any photo onto a page, and it answers. Ctrl-C closes the page.", "hero try best"),
    ),
    asks="Which folder or zip? One folder of photos per label in it: cats/ and dogs/, or liked/ and not/; 50 of each will do",
    order=6,
)
