"""Lines of verse become words by number, whatever they come in."""

import gzip
import zipfile

import numpy as np
import pandas as pd
import pytest

from zerotohero.core.dataset import missing
from zerotohero.core.errors import DataError, TargetError
from zerotohero.data._tabular import is_tabular
from zerotohero.data.bring import bring
from zerotohero.data.lyrics import _Reader, from_lines, lyrics_dataset, read_lyrics
from zerotohero.data.store import read_cells, write_cells
from zerotohero.data.tokenize import cut, tokenize
from zerotohero.tasks._roles import encode_target

SONG = "[Chorus]\nThe cat sat down,\nthe cat sat up!\n\nDown, cat, down.\n...\n"


@pytest.fixture
def file(tmp_path):
    """Write bytes to a file and return its path."""

    def write(data, name="song.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return path

    return write


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Don't STOP, I’m runnin' home", "don't stop i'm runnin' home"),
        ("'cause I love 'em, rock 'n' roll", "'cause i love 'em rock 'n' roll"),
        ("'Come again,' he said 'in vain'", "come again he said in vain"),
        ("old-school beats -- well--known", "old-school beats well known"),
        ("10,000 cats, 3.5 dogs, 24/7, $5", "10,000 cats 3.5 dogs 24 7 5"),
        ("rain 🌧 drops ❤️ 1️⃣ fall 👨‍👩‍👧", "rain drops 1 fall"),
        ("Привет, мир! Ёлка", "привет мир ёлка"),
        ("مَرْحَبًا بالعالم", "مَرْحَبًا بالعالم"),
        ("नमस्ते दुनिया", "नमस्ते दुनिया"),
        ("床前明月光，", "床 前 明 月 光"),
        ("ラーメンの歌", "ラー メ ン の 歌"),
        ("cafe\u0301 café co\u00adop ﬁre", "café café coop fire"),
        ("x" * 41 + " y", "y"),
        ("_ * ~ …", ""),
    ],
)
def test_words_of_a_line(line, words):
    assert tokenize(line) == words.split()


def test_a_song_is_tokens_lines_verses_and_what_was_set_aside(file):
    lyrics = read_lyrics(file(SONG))
    assert [lyrics.line(i) for i in range(3)] == [["the", "cat", "sat", "down"], ["the", "cat", "sat", "up"], ["down", "cat", "down"]]  # fmt: skip
    assert (lyrics.tokens.dtype, lyrics.starts.tolist()) == (np.int32, [0, 4, 8, 11])
    assert lyrics.verses.tolist() == [[0, 2], [2, 3]]
    assert lyrics.tolist() == ["The cat sat down,", "the cat sat up!", "Down, cat, down."]
    assert lyrics.set_aside == {"titles": 1, "lines without a word": 1}
    assert lyrics.notes == ("Set aside: 1 title, 1 line without a word.",)


@pytest.mark.parametrize("title", ["[Anything at all]", "Chorus", "CHORUS x2", "(Hook)", "Verse 12:", "Pre-Chorus", "{Bridge}", "Bridge:"])  # fmt: skip
def test_titles_are_set_aside_and_part_verses(title):
    lyrics = from_lines(["one cat", title, "two cats"])
    assert (lyrics.tolist(), lyrics.verse.tolist()) == (["one cat", "two cats"], [0, 1])


@pytest.mark.parametrize("line", ["Bridge", "Chorus of birds", "Solo!", "I cross the bridge 2 times", "[sic] he said"])
def test_lines_that_look_like_titles_are_kept(line):
    assert from_lines([line]).tolist() == [line]


def test_blank_lines_after_every_line_part_no_verses_but_two_do():
    lines = ["a", "", "b", "", "c", "", "", "d", "", "e", "", "f"]
    assert from_lines(lines).verses.tolist() == [[0, 3], [3, 6]]


def test_marks_of_song_files_are_taken_off():
    assert from_lines(["[00:12.50] one line (x2)", "[01:02]two lines [3x]"]).tolist() == ["one line", "two lines"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_and_line_end(file, encoding):
    lyrics = read_lyrics(file("Schöne Müh\r\nein Kuß\u2028kein Ende".encode(encoding, "replace")))
    assert lyrics.line(0) == ["schöne", "müh"]
    assert lyrics[1] == ("ein Kuß" if encoding != "cp1252" else "ein Kuß?kein Ende")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8"])
def test_cyrillic_in_its_own_encodings(file, encoding):
    text = "Мой дядя самых честных правил,\nКогда не в шутку занемог,\nОн уважать себя заставил"
    assert read_lyrics(file(text.encode(encoding))).line(0) == ["мой", "дядя", "самых", "честных", "правил"]


@pytest.mark.parametrize("text", ["only one line", "one\ntwo"])
def test_one_and_two_lines_are_enough_to_read(file, text):
    assert bring(file(text)).cells["line"].tolist() == text.split("\n")


@pytest.mark.parametrize(
    ("data", "came"),
    [
        (b"", "an empty file"),
        (b"\n \n", "an empty file"),
        (b"...\n!!!\n?!", "3 lines without a word"),
        ("😀\n🎤🎤".encode(), "2 lines without a word"),
        (b"[Chorus]\n[Verse]", "2 titles"),
        (b"\0" * 500, "500 control characters"),
        (b"x" * 1_000_000, "1 line without a word"),
        (bytes(np.random.default_rng(0).integers(0, 256, 20_000, np.uint8)), "bytes that are not text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a PNG picture"),
    ],
)
def test_what_holds_no_verse_is_one_clear_message(file, data, came):
    with pytest.raises(DataError, match=came):
        read_lyrics(file(data))


def test_nul_bytes_and_control_characters_are_taken_out_and_said(file):
    lyrics = read_lyrics(file(b"the c\0at s\x07at\0\non a mat"))
    assert lyrics.tolist() == ["the cat sat", "on a mat"]
    assert "3 control characters" in lyrics.notes[0]


def test_an_endless_line_is_cut_where_one_would_breathe(file):
    sentence = "The cat in the hat sat on a mat, and that was that."
    lyrics = read_lyrics(file(f"{sentence} " * 1_000))
    assert len(lyrics) == 1_000 and set(lyrics.tolist()) == {sentence}
    assert lyrics.set_aside == {"lines cut into shorter ones": 1}
    assert [len(tokenize(piece)) for piece in cut("la " * 45)] == [10, 10, 10, 10, 5]
    assert cut("la " * 40) == ["la " * 40]


@pytest.mark.slow
def test_a_million_equal_lines(file):
    data = bring(file(b"the same old line\n" * 1_000_000))
    lyrics = data.cells["line"]
    assert (len(lyrics), lyrics.words, len(np.unique(lyrics.hashes()))) == (
        1_000_000,
        ["the", "same", "old", "line"],
        1,
    )
    assert lyrics[999_999] == "the same old line"


def test_folders_zips_and_gzip_are_the_same_verse(file, tmp_path):
    file("one cat\ntwo cats", "songs/a.txt")
    file("three cats", "songs/b.txt")
    file(b"\x89PNG" + bytes(50), "songs/c.txt")
    file("left by a program", "songs/.d.txt")
    with zipfile.ZipFile(tmp_path / "songs.zip", "w") as archive:
        for name in ("a", "b", "c", ".d"):
            archive.write(tmp_path / "songs" / f"{name}.txt", f"{name}.txt")
    for path in (tmp_path / "songs", tmp_path / "songs.zip"):
        data = bring(path)
        assert data.kind == "text"
        assert data.cells["line"].tolist() == ["one cat", "two cats", "three cats"]
        assert data.cells["line"].verse.tolist() == [0, 0, 1]
        assert "c.txt was left out: a PNG picture" in data.notes[0]
    assert bring(file(gzip.compress(b"one cat\ntwo cats"), "a.txt.gz")).cells["line"].tolist() == [
        "one cat",
        "two cats",
    ]


def test_one_column_of_a_table(file):
    frame = pd.DataFrame(
        {"singer": ["Ann", "Bob"] * 3, "song": ["one cat sat\ntwo cats sat", "a dog ran in the rain"] * 3}
    )
    for source in (frame, file(frame.to_csv(index=False), "songs.csv")):
        lyrics = read_lyrics(source, "song")
        assert lyrics.tolist()[:3] == ["one cat sat", "two cats sat", "a dog ran in the rain"]
    with pytest.raises(DataError, match="'sing'"):
        read_lyrics(frame, "sing")


def test_the_lines_of_one_column_are_learned_and_later_read_from_the_same_one(file):
    songs = pd.DataFrame(
        {"title": ["a long way home", "the short one"] * 6, "song": ["one cat sat\ntwo cats", "a dog"] * 6}
    )
    path = file(songs.to_csv(index=False), "songs.csv")
    dataset = bring(path, types={"song": "lines"})
    assert (dataset.kind, dataset.names()) == ("text", ["song"])
    again = bring(path, recipe=dataset.recipe)
    assert again.cells["song"].tolist() == dataset.cells["song"].tolist() == ["one cat sat", "two cats", "a dog"] * 6
    plain = bring(file("my hat\na bat", "more.txt"), recipe=dataset.recipe)
    assert plain.cells["song"].tolist() == ["my hat", "a bat"]


def test_who_wants_to_predict_a_column_of_texts_is_told_how_to_go_on_with_its_lines():
    table = bring([{"n": i, "song": f"line {i} of a song that\nhas two lines"} for i in range(12)])
    with pytest.raises(TargetError, match="--type song=lines"):
        encode_target(table, "song", "classification")


def test_a_table_of_one_column_of_texts_is_lines():
    rows = [{"text": f"line {i} of a song that\nhas two lines"} for i in range(12)]
    assert bring(rows).names() == ["text"] and bring(rows).kind == "text" and len(bring(rows)) == 24
    assert bring([{**row, "n": i} for i, row in enumerate(rows)]).kind == "table"
    assert bring(rows, types={"text": "words"}).kind == "table"


def test_label_folders_stay_documents_and_tables_stay_tables(file, tmp_path):
    file("good", "reviews/good/1.txt")
    file("bad", "reviews/bad/1.txt")
    assert bring(tmp_path / "reviews").target == "label"
    assert bring(file("a\tb\n1\tx\n2\ty")).kind == "table"
    assert bring(file("text\na cat sat\na hat"), types={"text": "words"}).kind == "table"


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("name,age\nAnn,7\nBob,8", True),
        ("5.1 3.5 setosa\n4.9 3.0 setosa", True),
        ("a|b|c\n1|2|x", True),
        ('"x, y",b\n"z",d', True),
        ("Roses are red, violets are blue\nSugar is sweet, and so are you", False),
        ("One, two,\nbuckle my shoe,\nThree, four,\nshut the door,\nFive, six,\npick up sticks", False),
        ("", False),
    ],
)
def test_a_table_is_told_from_verse(text, table):
    assert is_tabular(text.encode()) is table
    assert is_tabular(text.encode("utf-16")) is table


def test_lines_with_the_same_words_hash_alike_and_order_matters():
    hashes = from_lines(["The cat sat.", "the CAT sat", "sat the cat", "the cat sat sat"]).hashes()
    assert hashes[0] == hashes[1]
    assert len(set(hashes.tolist())) == 3


def test_hashes_do_not_depend_on_the_rest_of_the_text(monkeypatch):
    monkeypatch.setattr("zerotohero.data.lyrics._HASHED", 7)
    many = from_lines(["other words first"] + [f"line {i}" for i in range(40)])
    few = from_lines(["line 39", "line 3"])
    assert many.hashes()[[40, 4]].tolist() == few.hashes().tolist()


def test_rows_can_be_taken_and_keep_their_words():
    lyrics = from_lines(["one cat", "zwei Kätzchen 🐈", "three cats", "", "four"])
    for rows in ([3, 1], np.array([False, True, False, True]), slice(1, 4, 2)):
        taken = lyrics[rows]
        expected = [lyrics[i] for i in np.arange(4)[rows]]
        assert taken.tolist() == expected
        assert [taken.line(i) for i in range(2)] == [tokenize(line) for line in expected]
    assert len(lyrics[[]]) == 0 and lyrics[-1] == "four"


def test_a_data_set_of_lines_acts_like_any_other(tmp_path):
    data = lyrics_dataset(["one cat", "two cats", "one  Cat!"])
    assert (len(data), data.kind, data.names(), data.recipe.kind) == (3, "text", ["line"], "text")
    assert not missing(data.cells["line"]).any()
    assert data.frame()["line"].tolist() == ["one cat", "two cats", "one  Cat!"]
    content = data.content()
    assert content[0] == content[2] != content[1]
    assert data.take([1]).cells["line"].tolist() == ["two cats"]
    write_cells(tmp_path, data)
    again = read_cells(tmp_path)
    assert again.fingerprint == data.fingerprint != data.take([1, 0, 2]).fingerprint
    assert again.cells["line"].tolist() == data.cells["line"].tolist()


def test_a_line_that_comes_again_is_read_once(monkeypatch):
    asked = []
    monkeypatch.setattr("zerotohero.data.lyrics.tokenize", lambda line: asked.append(line) or line.split())
    lyrics = from_lines(["one two", "three", "[Hook]", "", *["one two"] * 10_000, "[Hook]", "three"])
    assert sorted(asked) == ["one two", "three"]
    assert len(lyrics) == 10_003 and lyrics.tokens.tolist() == [0, 1, 2, *[0, 1] * 10_000, 2]
    assert lyrics.set_aside == {"titles": 2} and lyrics.verse[[0, 1, 2, 10_001, 10_002]].tolist() == [0, 0, 1, 1, 2]


def test_no_more_lines_than_a_few_thousand_are_known_again(monkeypatch):
    monkeypatch.setattr("zerotohero.data.lyrics._KEPT", 2)
    reader, lines = _Reader(), ["a", "b", "c", "a", "c", "b b"]
    reader.lines(lines)
    assert reader.result("them").tolist() == lines and len(reader.known) <= 2


def test_what_a_web_page_escapes_is_read_as_it_was_meant():
    lyrics = from_lines(["I &lt;3 rock &amp; roll", "&lt;#&gt;", "R&B", "a&#10;b"])
    assert lyrics.tolist() == ["I <3 rock & roll", "R&B", "a b"]
