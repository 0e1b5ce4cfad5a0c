"""A data set of one's own, from nothing: drawn on a pad, learned, and answered."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="own-data",
    title="make your own data set: happy or grumpy",
    minutes=15,
    ends_with="a folder of examples that you made, and a page that learned from them",
    steps=(
        (
            "A page opens: draw a happy face, press 1; a grumpy one, press 2. Some 30 of each, each a little different: "
            "that is all it will ever know. Ctrl-C closes the page; everything is kept. Later the same with --from camera, "
            "--from microphone, or --sort FOLDER of photos that you have.",
            "hero collect faces --labels happy,grumpy --from pad",
        ),
        (
            "What is there now? Files in two folders, nothing else. The sheet faces.png shows some of each.",
            "hero look faces --picture faces.png --yes",
        ),
        (
            "Learn the difference. Each score is on drawings that the model had not seen.",
            "hero train faces --effort quick",
        ),
        (
            "Now you, and a friend: does it know a friend's faces as well as yours? Where it is wrong, say so on the page: "
            "it is kept, and it says how to learn from it. Ctrl-C closes the page.",
            "hero try best",
        ),
    ),
    order=10,
)
