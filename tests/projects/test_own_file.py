"""Your own file."""

from zerotohero.projects.own_file import SPEC


def test_it_asks_for_a_file_and_uses_it():
    assert SPEC.asks
    assert [step for _, step in SPEC.steps if "{data}" in step] == [
        "hero look {data}",
        "hero train {data} --target {target} --effort quick",
    ]
