"""A network from nothing: watched while it learns, made to fail, and read as a page of code."""

from zerotohero.core.specs import ProjectSpec

SPEC = ProjectSpec(
    id="network",
    title="a network from nothing",
    minutes=8,
    ends_with="a neural network that you saw learn, saw fail, and can read line by line",
    steps=(
        (
            "One layer: each answer is a weighted sum of the two columns. Watch the border between two moons of dots; "
            "whatever it learns, it stays straight.",
            "hero train moons --only softmax-regression --watch --effort quick",
        ),
        (
            "A second layer: mix, bend, mix again. Watch the border bend, and the loss, which is how wrong it is, fall.",
            "hero train moons --only two-layer-net --watch --effort quick",
        ),
        (
            "How much bending does it need? The width is how many bends it may use: 2, 8, or 64.",
            "hero train moons --only two-layer-net --set two-layer-net.width=2,8,64 --effort quick",
        ),
        (
            "Now break it. Steps a thousand times as long: it blows up, and it says why.",
            "hero train moons --only two-layer-net --set two-layer-net.learning_rate=5 "
            "--set two-layer-net.optimizer=momentum --watch --effort quick",
        ),
        (
            "How does it know which way is down? All of it, as a script without this program: "
            "open network/estimator.py and read what each line does.",
            "hero export best -o network --yes",
        ),
        (
            "The same network on a table of yours, beside everything else that would fit.",
            "hero train {table} --target {target} --effort quick",
        ),
        ("Where does the network stand, and is it worth its trouble?", "hero board"),
    ),
    order=7,
)
