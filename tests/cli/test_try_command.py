"""`hero try` does not hang where nobody can see the page."""

import io


def test_without_a_display_and_a_terminal_it_says_how_to_keep_the_page_open(hero, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert hero("train", "moons", "--only", "knn", "--effort", "quick")[0] == 0
    code, out, _ = hero("try", "best")
    assert code == 0
    assert "--serve" in out
