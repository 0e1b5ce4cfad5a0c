"""Weights: found where they lie, known by their content, fetched from a hub that runs in the test itself."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from zerotohero.core import weights
from zerotohero.core.errors import DataError, HeroError

MOBILENET = weights.PRETRAINED["mobilenet"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of weights."""
    monkeypatch.setenv("ZEROTOHERO_WEIGHTS", str(tmp_path / "weights"))
    return tmp_path / "weights"


@pytest.fixture
def hub(monkeypatch):
    """A hub of our own: it has the one file, and writes down what it was asked for."""
    pytest.importorskip("huggingface_hub")

    class Hub(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.answer(b"")

        def do_GET(self):
            self.answer(server.content)

        def answer(self, body):
            server.asked.append(self.path)
            known = self.path == f"/{MOBILENET.repository}/resolve/main/{MOBILENET.file}"
            self.send_response(200 if known else 404)
            self.send_header("ETag", '"1"')
            self.send_header("X-Repo-Commit", "0" * 40)
            self.send_header("Content-Length", str(len(server.content)) if known else "0")
            self.end_headers()
            self.wfile.write(body if known else b"")

        def log_message(self, *_):
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Hub)
    server.content, server.asked = b"what the hub has", []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "HF_HUB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    yield server
    server.shutdown()
    server.server_close()


def test_it_is_fetched_whole_from_the_address_that_was_shown(hub, folder):
    assert (
        MOBILENET.address == f"http://127.0.0.1:{hub.server_port}/{MOBILENET.repository}/resolve/main/model.safetensors"
    )
    path = weights.fetch(MOBILENET)
    assert path == folder / "mobilenet.safetensors" and path.read_bytes() == b"what the hub has"
    assert list(folder.iterdir()) == [path]
    assert f"/{MOBILENET.repository}/resolve/main/model.safetensors" in hub.asked
    assert MOBILENET.installed and weights.find_weights() == path


def test_a_hub_that_does_not_answer_is_one_message(hub, folder):
    gone = weights.Pretrained("gone", "", "nobody/nothing", "model.safetensors", 1)
    with pytest.raises(HeroError, match=r"fetch gone: expected an answer from http://127.0.0.1"):
        weights.fetch(gone)
    assert not list(folder.glob("*"))


def test_the_first_by_name_is_found_and_other_files_are_not(folder):
    assert weights.find_weights() is None
    folder.mkdir()
    for name in ("b.npz", "a.safetensors", "a.pkl", ".hidden.npz"):
        (folder / name).write_bytes(b"x")
    assert weights.find_weights() == folder / "a.safetensors"
    assert weights.find_weights(folder / "b.npz") == folder / "b.npz"


def test_a_file_that_is_not_there_is_told(folder):
    with pytest.raises(DataError, match=r"no file .*missing\.npz"):
        weights.find_weights(folder / "missing.npz")


def test_the_folder_is_the_persons_own_cache(monkeypatch, tmp_path):
    monkeypatch.delenv("ZEROTOHERO_WEIGHTS", raising=False)
    monkeypatch.setattr(weights.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert weights.folder() == tmp_path / "zerotohero" / "weights"
    monkeypatch.setattr(weights.sys, "platform", "darwin")
    assert weights.folder() == Path.home() / "Library" / "Caches" / "zerotohero" / "weights"


def test_a_copy_is_kept_under_what_the_content_is_known_by(tmp_path):
    (tmp_path / "w.npz").write_bytes(b"abc")
    kept = weights.keep(tmp_path / "w.npz", tmp_path / "kept")
    assert kept.name == hashlib.sha256(b"abc").hexdigest()[:16] == weights.digest(kept)
    assert weights.keep(tmp_path / "w.npz", tmp_path / "kept") == kept
    assert len(list((tmp_path / "kept").iterdir())) == 1
