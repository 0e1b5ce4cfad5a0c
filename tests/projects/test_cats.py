"""One table, two questions."""

from zerotohero.projects.cats import SPEC


def test_both_questions_are_columns_of_the_cats():
    from zerotohero.datasets.cats import SPEC as CATS

    targets = [step.partition("--target ")[2].split()[0] for _, step in SPEC.steps if step.startswith("hero train")]
    assert targets == list(CATS.load().targets)
