"""How a verse is asked for: as the text reads first, with the wishes loosened one by one."""

import pytest

from zerotohero.core.errors import UsageError
from zerotohero.report.verse.performance import written


class Picky:
    """A poet who can write only where this is not asked for."""

    def __init__(self, cannot):
        self.cannot, self.asked = cannot, []

    def verses(self, count, seen_pairs=False, natural_ends=False, **wishes):
        self.asked.append((seen_pairs, natural_ends))
        if any([seen_pairs, natural_ends][i] for i in self.cannot):
            raise UsageError("write", "what can be had", f"try {len(self.asked)}", "less")
        return ["verse"] * count


@pytest.mark.parametrize(
    ("cannot", "asked", "usual"), [((), (True, True), True), ((1,), (True, False), True), ((0,), (False, True), False),
                                   ((0, 1), (False, False), False)],
)  # fmt: skip
def test_line_ends_of_the_text_are_kept_even_where_new_pairs_of_words_are_needed(cannot, asked, usual):
    poet = Picky(cannot)
    assert written(poet, 2) == (["verse"] * 2, usual)
    assert poet.asked[-1] == asked


def test_what_cannot_be_had_at_all_is_told_by_the_loosest_wish():
    poet = Picky(())
    poet.verses = lambda count, **wishes: Picky((0,)).verses(count, seen_pairs=True)
    with pytest.raises(UsageError):
        written(poet, 1)
