import numpy as np

from zerotohero.checks.spellings import SPEC


def column(*texts):
    return np.array(texts, object)


def test_spellings_of_one_word_are_named_together(table):
    data = table(answer=column("ja", "Ja", "JA", "nein", None), size=column("S", "M", "L", "S", "M"), y=np.arange(5.0))
    (found,) = SPEC.run(data, "y", "regression")
    assert found.where == ("answer",)
    assert found.evidence == {"spellings": 3, "meant": 1}
    assert "'JA', 'Ja'" in found.why and "nein" not in found.why


def test_spaces_and_composed_letters_count_as_the_same(table):
    data = table(city=column("New York", "new  york", "Zu\u0308rich", "Z\u00fcrich"), y=np.arange(4.0))
    (found,) = SPEC.run(data, "y", "regression")
    assert found.evidence == {"spellings": 4, "meant": 2}


def test_the_example_differs_in_what_one_sees(table):
    data = table(job=column("a  clerk", "a clerk", "smith", "smitH"), y=np.arange(4.0))
    (found,) = SPEC.run(data, "y", "regression")
    assert "'smitH' and 'smith'" in found.why


def test_the_classes_are_looked_at_too(table):
    (found,) = SPEC.run(table(x=np.arange(4.0), y=column("yes", "Yes", "no", "no")), "y", "classification")
    assert found.where == ("y",) and "classes" in found.why


def test_the_line_in_the_fix_makes_them_one(table):
    import pandas as pd

    df = pd.DataFrame({"city": ["New York", " new  york", "NEW YORK", "Oslo"]})
    (found,) = SPEC.run(table(city=df["city"].to_numpy(object), y=np.arange(4.0)), "y", "regression")
    exec(found.fix.removeprefix("in pandas: "), {"df": df})
    assert df["city"].nunique() == 2


def test_different_words_give_no_finding(table):
    assert SPEC.run(table(c=column("a", "b", "ab", None), y=np.arange(4.0)), "y", "regression") == []
