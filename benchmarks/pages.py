"""Pages that run a model in the browser: how large they are, and how long an answer takes in Chromium.

    python benchmarks/pages.py

A forest of 100 trees on 5,000 generated cats (promised: at most 1 MB), the letters' convolutional network (5 MB) and, as
the largest, k-nearest neighbours on the same letters; an answer in 20 ms. Medians of 200 answers; for drawings also from
the pad to the answer, the cropping, scaling and thinning of the strokes included.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from zerotohero.export.page.write import export_page
from zerotohero.serve.page import answers_for
from zerotohero.train.train import train

PAGES = [
    ("cats:5000", "random-forest", {}),
    (
        "letters:2000",
        "convnet",
        {"settings": ["convnet.views=2000"]},
    ),  # as large and as fast as one that learned longer
    ("letters:2000", "knn", {}),
]
INPUTS = {  # JavaScript that makes an input
    "a row": "model.about.usual_row",
    "a picture": "drawn(28)",
    "a drawing": "drawn(320)",
}
DRAWN = """function drawn(side) {
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.lineWidth = side / 14;
  for (const line of [[0.3, 0.9, 0.5, 0.1], [0.5, 0.1, 0.7, 0.9], [0.4, 0.6, 0.6, 0.6]]) {
    const [x, y, z, w] = line.map((share) => share * side);
    pen.moveTo(x, y); pen.lineTo(z, w);
  }
  pen.stroke();
  return canvas;
}"""
TIMED = """(() => {
  const input = %s, times = [];
  for (let i = 0; i < 200; i++) { const start = performance.now(); model.answer(input); times.push(performance.now() - start); }
  return times.sort((a, b) => a - b)[100];
})()"""


def chromium():
    """Return the browser that the tests use."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.conftest import Browser

    return Browser(shutil.which("chromium") or shutil.which("google-chrome"))


if __name__ == "__main__":
    browser = chromium()
    with tempfile.TemporaryDirectory() as folder:
        for data, algorithm, more in PAGES:
            out = f"{folder}/{algorithm}"
            run = train(data, only=[algorithm], effort="quick", out=out, **more).run(algorithm)
            page = export_page(run, Path(out), answers_for(run))["page"]
            browser.open(page.as_uri())
            browser.until("globalThis.model && !document.getElementById('main').hidden", 60)
            browser.js(DRAWN)
            kinds = ["a row"] if data.startswith("cats") else ["a picture", "a drawing"]
            times = [f"{kind} {browser.js(TIMED % INPUTS[kind]):.1f} ms" for kind in kinds]
            print(f"{algorithm:<15}{data:<14}{page.stat().st_size / 1e6:6.2f} MB   {', '.join(times)}", flush=True)
    browser.close()
