"""What a service answers: rows, pictures, tensors, verse, pages, what is counted and watched; asked over HTTP."""

import json
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from zerotohero.serve.run_service import load_models, reloader
from zerotohero.serve.served import Served
from zerotohero.serve.service import Service
from zerotohero.serve.watched import drifted, look_at

from .asking import records, serving


def test_json_rows_get_the_same_bits_as_in_python(ask, cats):
    rows, expected = records(cats)
    status, said, _ = ask.post("/predict/cats", {"rows": rows})
    assert (status, said["model"], said["run"]) == (200, "cats", cats.id)
    assert [p["prediction"] for p in said["predictions"]] == expected.tolist()
    assert all(p["low"] <= p["prediction"] <= p["high"] for p in said["predictions"])
    assert ask.post("/predict", rows[0])[1]["predictions"] == said["predictions"][:1]


def test_csv_is_read_as_json_is(ask, cats):
    rows, expected = records(cats)
    names = list(rows[0])
    lines = [",".join(names), *(",".join("" if r[n] is None else str(r[n]) for n in names) for r in rows)]
    status, said, _ = ask.post("/predict/cats", "\n".join(lines).encode(), {"Content-Type": "text/csv"})
    assert status == 200, said
    assert [p["prediction"] for p in said["predictions"]] == expected.tolist()


def test_classes_come_with_their_probabilities(ask, moons_board):
    rows, expected = records(moons_board.run("knn"))
    said = ask.post("/predict/moons", rows)[1]["predictions"]
    assert [list(p["probabilities"].values()) for p in said] == expected.tolist()
    assert all(p["probabilities"][p["prediction"]] == max(p["probabilities"].values()) for p in said)


def test_a_picture_is_answered_as_an_upload_and_as_a_body(ask, letters_board):
    import io

    from PIL import Image

    run = letters_board.run("logistic-regression")
    pixels = run.board.dataset().cells["image"][:3]
    for i, picture in enumerate(pixels):
        file = io.BytesIO()
        Image.fromarray(picture).save(file, "PNG")
        expected = run.model.predict({"image": pixels[i : i + 1]})[0].tolist()
        plain = ask.post("/predict/letters", file.getvalue(), {"Content-Type": "image/png"})[1]
        form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../etc/passwd"\r\n'
        form += b"Content-Type: image/png\r\n\r\n" + file.getvalue() + b"\r\n--x--\r\n"
        upload = ask.post("/predict/letters", form, {"Content-Type": "multipart/form-data; boundary=x"})[1]
        assert list(plain["predictions"][0]["probabilities"].values()) == expected
        assert upload["predictions"] == plain["predictions"]


@pytest.mark.parametrize("form", ["columns", "nested columns", "matrix", "flat matrix"])
def test_the_inference_protocol_takes_columns_and_matrices(ask, moons_board, form):
    rows, expected = records(moons_board.run("knn"))
    table = [[r["x"], r["y"]] for r in rows]
    n = len(rows)
    inputs = {
        "columns": [{"name": c, "datatype": "FP64", "shape": [n], "data": [r[c] for r in rows]} for c in ("y", "x")],
        "nested columns": [
            {"name": c, "datatype": "FP64", "shape": [n, 1], "data": [[r[c]] for r in rows]} for c in "xy"
        ],
        "matrix": [{"name": "X", "datatype": "FP64", "shape": [n, 2], "data": table}],
        "flat matrix": [{"name": "X", "datatype": "FP64", "shape": [n, 2], "data": np.ravel(table).tolist()}],
    }[form]
    status, said, _ = ask.post("/v2/models/moons/infer", {"id": "7", "inputs": inputs})
    assert (status, said["id"], said["model_name"]) == (200, "7", "moons")
    outputs = {output["name"]: output for output in said["outputs"]}
    assert outputs["probabilities"]["shape"] == [n, 2]
    assert np.array_equal(np.reshape(outputs["probabilities"]["data"], (n, 2)), expected)
    assert len(outputs["predict"]["data"]) == n


def test_the_protocols_other_addresses(ask, cats):
    assert ask("GET", "/v2/health/live")[:2] == (200, {"live": True})
    assert ask("GET", "/v2/health/ready")[:2] == (200, {"ready": True})
    about = ask("GET", "/v2/models/cats")[1]
    assert about["versions"] == [cats.id] and about["outputs"][0]["datatype"] == "FP64"
    assert ask("GET", f"/v2/models/cats/versions/{cats.id}/ready")[0] == 200
    assert ask("GET", "/v2/models/cats/versions/other")[0] == 404
    assert ask("GET", "/v2/models/dogs")[0] == 404
    assert ask("GET", "/v2")[1]["name"] == "zerotohero"


def test_pictures_are_tensors_too(ask, letters_board):
    run = letters_board.run("logistic-regression")
    pixels = run.board.dataset().cells["image"][:2]
    tensor = {"name": "image", "datatype": "UINT8", "shape": list(pixels.shape), "data": pixels.ravel().tolist()}
    outputs = ask.post("/v2/models/letters/infer", {"inputs": [tensor]})[1]["outputs"]
    expected = run.model.predict({"image": pixels})
    assert np.array_equal(np.reshape(outputs[1]["data"], expected.shape), expected)
    assert ask.post("/v2/models/letters/infer", {"inputs": [{**tensor, "data": [300] * pixels.size}]})[0] == 400


def test_it_explains_one_row_and_writes_verse(ask, cats):
    rows, _ = records(cats, 1)
    why = ask.post("/explain/cats", rows[0])[1]
    assert why["run"] == cats.id and len(why["pushes"]) > 1
    verse = ask.post("/generate/verses", {"seed": 3, "scheme": "AABB"})[1]
    assert len(verse["lines"]) == 8
    assert ask.post("/generate/cats", {})[0] == 400 and ask.post("/predict/verses", {})[0] == 400
    line = {"inputs": [{"name": "line", "shape": [1], "datatype": "BYTES", "data": ["la la la"]}]}
    assert ask.post("/v2/models/verses/infer", line)[0] == 400
    assert ask.post("/explain/verses", {"line": "la"})[0] == 400
    assert ask("GET", "/v2/models/verses")[0] == ask("GET", "/docs")[0] == ask("GET", "/monitor")[0] == 200


def test_the_description_holds_a_row_that_is_answered(ask):
    about = ask("GET", "/openapi.json")[1]
    for name in ("cats", "moons"):
        example = about["paths"][f"/predict/{name}"]["post"]["requestBody"]["content"]["application/json"]["example"]
        assert None not in list(example["rows"][0].values())[:1]
        assert ask.post(f"/predict/{name}", example)[0] == 200


def test_pages_come_without_outside_addresses(ask):
    status, _, headers = ask("GET", "/")
    assert status == 307 and headers["location"] == "try/cats/"
    for path in ("/try/cats/", "/docs", "/docs.css", "/try/cats/try.js"):
        status, content, headers = ask("GET", path)
        assert status == 200 and b"https://" not in content and b"//cdn" not in content
        assert "default-src 'none'" in headers["content-security-policy"]
    assert ask.post("/try/moons/predict", {"row": {"x": 0.5, "y": -0.2}})[1]["prediction"]


def test_what_is_counted(ask):
    before = ask("GET", "/metrics")[1].decode()
    ask.post("/predict/moons", [{"x": 1, "y": 2}] * 3)
    after = ask("GET", "/metrics")[1].decode()

    def value(text, name):
        return sum(float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(name))

    assert value(after, 'hero_rows_total{model="moons"}') - value(before, 'hero_rows_total{model="moons"}') == 3
    assert 'hero_requests_total{path="predict",status="200"}' in after


def test_true_answers_give_a_live_score_and_other_rows_are_noticed(moons_board):
    run = moons_board.run("knn")
    rows, _ = records(run, 200)
    with serving(Service([Served("moons", run)])) as ask:
        said = ask.post("/predict", rows)[1]
        answers = [p["prediction"] for p in said["predictions"]]
        truth = answers[:150] + [next(c for c in run.classes if c != a) for a in answers[150:]]
        for wrong in ({"id": "0"}, {"id": [1]}, [3]):
            assert ask.post("/feedback", wrong)[0] == 404
        for wrong in (None, truth[:-1], [*truth[:-1], "neither"]):
            assert ask.post("/feedback", {"id": said["id"], "truth": wrong})[0] == 422
        assert ask.post("/feedback", {"id": said["id"], "truth": truth})[1]["rows"] == 200
        assert ask.post("/feedback", {"id": said["id"], "truth": truth})[0] == 404  # counted once
        (about,) = ask("GET", "/monitor")[1]["models"]
        assert about["live"]["rows"] == 200 and about["live"]["score"] == pytest.approx(0.75)
        assert about["live"]["tested"] == run.score
        assert not any(c["drifted"] for c in about["drift"]["columns"].values())
        ask.post("/predict", [{"x": r["x"] + 2, "y": r["y"]} for r in rows * 10])
        (about,) = ask("GET", "/monitor")[1]["models"]
        assert about["drift"]["columns"]["x"]["drifted"] and not about["drift"]["columns"]["y"]["drifted"]
        assert ("moons", "x") in drifted(look_at(f"http://127.0.0.1:{ask.port}/"))
        assert 'hero_drift{column="x",model="moons"}' in ask("GET", "/metrics")[1].decode()


def test_pictures_that_are_other_are_noticed(letters_board):
    run = letters_board.run("knn")
    pictures = run.board.dataset().cells["image"][:150]
    other = 255 - pictures  # as rich in contrast
    with serving(Service([Served("letters", run)])) as ask:
        for pixels, drifts in ((pictures, set()), (other, {"image brightness", "image distance"})):
            tensor = {
                "name": "image",
                "datatype": "UINT8",
                "shape": list(pixels.shape),
                "data": pixels.ravel().tolist(),
            }
            assert ask.post("/v2/models/letters/infer", {"inputs": [tensor]})[0] == 200
            columns = ask("GET", "/monitor")[1]["models"][0]["drift"]["columns"]
            assert {name for name in columns if columns[name]["drifted"]} - {"answer"} == drifts
        assert 'hero_drift{column="image distance",model="letters"}' in ask("GET", "/metrics")[1].decode()


def test_the_page_of_a_service_shows_what_came_in(browser, moons_board):
    run = moons_board.run("knn")
    rows, _ = records(run, 200)
    with serving(Service([Served("moons", run)])) as ask:
        browser.open(f"http://127.0.0.1:{ask.port}/try/moons/")
        browser.until("document.getElementById('watched-short').textContent.startsWith('0 rows so far')")
        said = ask.post("/predict", [{"x": r["x"] + 3, "y": r["y"]} for r in rows])[1]
        ask.post("/feedback", {"id": said["id"], "truth": [p["prediction"] for p in said["predictions"]]})
        browser.open(f"http://127.0.0.1:{ask.port}/try/moons/")
        text = browser.until(
            "document.getElementById('watched-rows').rows.length && document.getElementById('watched').innerText"
        )
        assert "200 latest rows: x" in text and "may be wrong more often" in text
        assert "on 200 rows with true answers: 1.000; when it was tested: " in text
        assert all(url.startswith(("http://127.0.0.1:", "data:")) for url in browser.requests)


def test_what_arrives_together_is_answered_together_to_the_same_bits(petting_board):
    import asyncio

    served = Served("cats", petting_board.run("random-forest"))
    assert served.rowwise  # trees; the product of a matrix is summed in another order
    rows, _ = records(served.run, 40)
    alone = [served.predict(served.cells([row]))[0] for row in rows]
    sizes, predict = [], served.predict

    def counted(cells):
        found = predict(cells)
        sizes.append(len(found))
        return found

    served.predict, served.seconds = counted, 0.0001
    service = Service([served])

    async def together():
        return await asyncio.gather(*(service.predicted(served, served.cells([row])) for row in rows))

    said = [json.loads(content)["predictions"][0]["prediction"] for content in asyncio.run(together())]
    assert said == alone and sizes == [40]


def test_a_slow_model_answers_several_requests_in_one_pass(moons_board):
    served = Served("moons", moons_board.run("knn"))
    served.seconds, sizes, predict = 0.05, [], served.predict

    def slow(cells):
        sizes.append(len(cells["x"]))
        time.sleep(0.05)
        return predict(cells)

    served.predict = slow
    with serving(Service([served])) as ask:
        points = np.random.default_rng(0).normal(size=(12, 2)).tolist()
        said = [None] * len(points)

        def one(i):
            said[i] = ask.post("/predict", {"x": points[i][0], "y": points[i][1]})[1]["predictions"][0]

        threads = [threading.Thread(target=one, args=(i,)) for i in range(len(points))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        expected = predict({"x": np.array(points)[:, 0], "y": np.array(points)[:, 1]})
        assert [list(s["probabilities"].values()) for s in said] == expected.tolist()
        assert sum(sizes) == len(points) and len(sizes) < len(points) / 2


def test_a_new_model_file_is_taken_up(moons_board, tmp_path, monkeypatch):
    from zerotohero.serve import service as room

    monkeypatch.setattr(room, "CHECKED", 0.05)
    file = tmp_path / "moons.hero"
    file.write_bytes(moons_board.run("knn").path.read_bytes())
    loaded = load_models([str(file)], tmp_path)
    with serving(Service([s for _, s in loaded], reloader(loaded, tmp_path))) as ask:
        first = ask.post("/predict", {"x": 1, "y": 2})[1]["run"]
        file.write_bytes(b"half")  # what cannot be read changes nothing
        time.sleep(0.2)
        assert ask.post("/predict", {"x": 1, "y": 2})[1]["run"] == first
        file.write_bytes(moons_board.run("logistic-regression").path.read_bytes())
        end = time.monotonic() + 10
        while ask.post("/predict", {"x": 1, "y": 2})[1]["run"] == first and time.monotonic() < end:
            time.sleep(0.05)
        assert ask.post("/predict", {"x": 1, "y": 2})[1]["run"] == moons_board.run("logistic-regression").id


def test_it_answers_without_scikit_learn_pandas_or_pytorch(cats):
    code = f"""
import sys
from zerotohero.serve.run_service import load_models
from zerotohero.serve.service import Service
((_, served),) = load_models([{str(cats.path)!r}], ".")
Service([served])
print(served.answers(served.predict(served.cells([served.example])))[0]["prediction"])
print([name for name in ("sklearn", "pandas", "scipy", "torch", "matplotlib", "duckdb") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    prediction, loaded = done.stdout.splitlines()
    assert np.isfinite(float(prediction)) and loaded == "[]"
