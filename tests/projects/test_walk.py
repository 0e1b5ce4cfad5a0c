"""Walking through a project: shown before it runs, left at any time, stopped kindly."""

import pytest

from zerotohero.core.errors import UsageError
from zerotohero.core.specs import ProjectSpec
from zerotohero.projects._walk import fill, walk

PAIR = ProjectSpec("pair", "a pair", 2, "two things", (("First.", "hero look moons"), ("Then.", "hero try best")))
FILE = ProjectSpec(
    "file", "a file", 2, "a score", (("Learn.", "hero train {data} --target {target}"),), asks="Which file?"
)


class Person:
    """Answers from a list, and remembers what was said and run."""

    def __init__(self, *answers, codes=()):
        self.answers, self.codes, self.asked, self.ran, self.said = list(answers), list(codes), [], [], []

    def ask(self, question):
        self.asked.append(question)
        return self.answers.pop(0)

    def run(self, words):
        shown = any(" ".join(words) in text for text in self.said)
        self.ran.append((words, shown))
        return self.codes.pop(0) if self.codes else 0

    def walk(self, project, **how):
        return walk(project, self.ask, self.said.append, self.run, **how)


def test_every_command_is_shown_in_full_before_it_runs():
    person = Person("", "")
    assert person.walk(PAIR) == 0
    assert person.ran == [(["hero", "look", "moons"], True), (["hero", "try", "best"], True)]
    assert "Done" in person.said[-1]


def test_q_leaves_before_the_step_and_says_how_to_go_on():
    person = Person("", "q")
    assert person.walk(PAIR) == 0
    assert [words for words, _ in person.ran] == [["hero", "look", "moons"]]
    assert "hero try best" in person.said[-1]


def test_yes_asks_nothing():
    person = Person()
    assert person.walk(PAIR, yes=True) == 0
    assert person.asked == []
    assert len(person.ran) == 2


def test_a_step_that_fails_stops_the_walk_and_tells_how_to_continue():
    person = Person("", "", codes=[1])
    assert person.walk(PAIR) == 1
    assert len(person.ran) == 1
    assert "hero look moons" in person.said[-1]
    assert "Nothing is lost" in " ".join(person.said)


def test_ending_the_last_page_with_ctrl_c_is_a_good_end_but_not_a_step_before():
    assert Person("", "", codes=[0, 130]).walk(PAIR) == 0
    assert Person("", "", codes=[130]).walk(PAIR) == 130


def test_an_extra_that_is_not_wanted_is_gone_without():
    extra = ProjectSpec("eyes", "eyes", 2, "more", (("Borrow.", "hero add deep"), ("Go.", "hero look moons")))
    person = Person("", "", codes=[1, 0])
    assert person.walk(extra) == 0
    assert len(person.ran) == 2
    assert any("goes on without" in text for text in person.said)


def test_an_empty_answer_takes_the_usual_thing_where_there_is_one():
    steps = (("Hear.", "hero look {sounds}"), ("Why?", "hero explain best {photo}"))
    asks = ProjectSpec("own", "own", 2, "it", steps, asks="Which folder?")
    person = Person("'my songs'", "", "/tmp/x y.jpg", "")
    person.walk(asks, data="pets")
    assert [words[2:] for words, _ in person.ran] == [["my songs"], ["best", "/tmp/x y.jpg"]]
    person = Person()
    person.walk(asks, yes=True, data="pets")
    assert [words[2:] for words, _ in person.ran] == [["notes"], ["best", "pets"]]


def test_the_file_and_the_column_are_asked_for_and_quoted():
    person = Person("my sales.csv", "the price", "")
    assert person.walk(FILE) == 0
    assert person.asked[0] == "Which file?"
    assert person.ran[0][0] == ["hero", "train", "my sales.csv", "--target", "the price"]
    assert any("hero train 'my sales.csv' --target 'the price'" in text for text in person.said)


def test_a_file_that_was_dropped_with_quotes_loses_them():
    person = Person("'my sales.csv'", "", "")
    person.walk(FILE)
    assert person.ran[0][0] == ["hero", "train", "my sales.csv"]


def test_a_file_given_beforehand_is_not_asked_for():
    person = Person()
    assert person.walk(FILE, yes=True, data="sales.csv") == 0
    assert person.ran[0][0] == ["hero", "train", "sales.csv"], "no column was named: the usual one"


def test_no_file_ends_kindly_and_with_yes_it_is_an_error():
    person = Person("")
    assert person.walk(FILE) == 0
    assert person.ran == []
    with pytest.raises(UsageError, match="hero start file FILE --yes"):
        Person().walk(FILE, yes=True)


def test_braces_in_a_file_name_are_only_a_name():
    assert fill("hero train {data} --target {target}", {"data": "a{target}.csv", "target": "y"}) == (
        "hero train 'a{target}.csv' --target y"
    )
