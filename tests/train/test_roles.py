"""What the checks found and the split does not go by is said to be so: nobody is told of a split that was not made."""

import numpy as np
import pytest

from zerotohero.core.errors import DataError
from zerotohero.core.specs import Finding
from zerotohero.train.look import look
from zerotohero.train.roles import as_obeyed, moment

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


def test_a_row_without_a_date_has_that_of_the_row_before():
    days = np.array(["NaT", "2020-01-02", "NaT", "NaT", "2020-01-05"], "M8[s]")
    assert (np.diff(moment(days)) / 86400).tolist() == [0, 0, 0, 3]
    assert moment(np.array([1.0, np.nan, 4.0])).tolist() == [1, 1, 4]


def test_a_date_that_few_rows_lack_splits_by_time_but_who_names_it_is_told(tmp_path):
    path = tmp_path / "days.csv"
    days = [str(np.datetime64("2020-01-01") + i) for i in range(100)]
    days[7] = days[60] = ""
    path.write_text("day,x,y\n" + "".join(f"{day},{i * 7 % 11},{i % 2}\n" for i, day in enumerate(days)))
    assert [f.where for f in look(path, "y").findings if f.code == "time"] == [("day",)]
    with pytest.raises(DataError, match="every row"):
        look(path, "y", time="day")
