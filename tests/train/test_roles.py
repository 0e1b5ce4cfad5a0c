"""What the checks found and the split does not go by is said to be so: nobody is told of a split that was not made."""

from zerotohero.core.specs import Finding
from zerotohero.train.roles import as_obeyed

GROUP = Finding("group", "warning", ("air craft",), {}, "Rows agree (9 groups): each stays on one side.", "--group none",
                {"groups": "air craft"})  # fmt: skip
TIME = Finding("time", "warning", ("day",), {}, "day orders the rows (9 moments): the latest are tested.", "--time none",
               {"time": "day"})  # fmt: skip
COPIES = Finding("copies", "note", (), {}, "Copies: together.", "--split random", {"copies": True})
ALL = [GROUP, TIME, COPIES]


def test_what_the_split_goes_by_stays_as_it_was_said():
    assert as_obeyed([TIME, COPIES], None, ("day",)) == [TIME, COPIES]
    assert as_obeyed([GROUP], "air craft", ()) == [GROUP]


def test_groups_give_way_to_time_and_time_to_groups_that_were_asked_for():
    group, time, copies = as_obeyed(ALL, None, ("day",))
    assert (time, copies) == (TIME, COPIES)
    assert (group.severity, group.act) == ("note", {})
    assert group.why == (
        "Rows agree (9 groups). Not obeyed, because the split goes by time; a new air craft may be harder than the test says."
    )
    assert group.fix == "--group 'air craft' obeys it instead"
    group, time, _ = as_obeyed(ALL, "air craft", ())
    assert group == GROUP and "Not obeyed, because the split goes by air craft." in time.why


def test_what_was_waved_away_is_said_to_be():
    group, time, _ = as_obeyed(ALL, None, ())
    assert "because you asked for another split" in group.why and "because you asked for another split" in time.why
