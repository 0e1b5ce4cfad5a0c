"""A run as a container: what `docker build` needs to make an image that answers over HTTP."""

import importlib.util
import platform
import shlex
from importlib.metadata import version
from pathlib import Path

from zerotohero.core.extras import EXTRAS
from zerotohero.export._installed import NAME, from_an_index, made_up_row, megabytes, pinned, write_wheel
from zerotohero.export._whole import whole

PORT = 8000
DOCKERFILE = """\
# {title}, served over HTTP. Build: docker build -t {image} .
FROM python:{python}-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1
WORKDIR /service
RUN useradd --create-home --uid 10001 hero
COPY {files} ./
RUN pip install -r requirements.txt
COPY model.hero ./
USER hero
EXPOSE {port}
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \\
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/v2/health/live', timeout=4)"]
CMD ["hero", "serve", "model.hero", "--host", "0.0.0.0", "--port", "{port}"]
"""
README = """\
# {title} as a container

It answers for {target} over HTTP, with the page to try it on, as `hero serve` does. {size}

```sh
docker build -t {image} .
docker run --rm -p {port}:{port} -e HERO_TOKEN=choose-a-long-one {image}
```

Then http://localhost:{port}/?token=choose-a-long-one is the page, and a program asks:

```sh
{call}
```

- **Token.** Every request shows it; without `HERO_TOKEN` one is made up at each start and stands in `docker logs`.
- **Name and port.** It answers to localhost:{port}. Under any other name or port say which, several with blanks between:
  `-e HERO_NAMES="models.example.org localhost:9000"`.
- **Health.** `GET /v2/health/live` needs no token; the image asks itself every 30 seconds. `GET /metrics` is for Prometheus.
- **A new model.** Build again; or keep the model in a folder outside, `-v "$PWD/models:/service/models"`, and say so:
  `docker run ... {image} hero serve models/model.hero --host 0.0.0.0`. A file that is replaced there is taken up without a lost request.
- **What is in it.** Python {python}, the packages of requirements.txt in the versions that the model was exported with,
  {program}, and the model, which holds {holds}.
  It runs as the user hero (10001), who may write nowhere but at home.
- **Passing it on.** Whoever has the image has the model.
"""
REQUIREMENTS = """\
# What `hero serve` needs, in the versions that this model was exported with.
{lines}
"""


def export_container(run, folder):
    """Write Dockerfile, .dockerignore, requirements.txt, README.md, the model, and this program into ``folder``.

    Parameters
    ----------
    run : Run
        With a model; a bare .hero file does as well.
    folder : path_like
        Appears whole: see ``export._whole``.

    Returns
    -------
    dict
        ``container`` (the folder), ``files`` (their names), ``image`` and ``megabytes``, of the packages.

    Raises
    ------
    BoardError
        The run has no model, or the folder cannot be written.
    """
    manifest, folder = run.model.manifest, Path(folder)
    lines = pinned(_extras(manifest))
    size = megabytes(lines)
    indexed = from_an_index()
    with whole(folder) as aside:
        wheel = None if indexed else write_wheel(aside).name
        program = f"{NAME}=={version(NAME)}" if indexed else f"./{wheel}"
        image = "".join(c if c.isalnum() else "-" for c in str(manifest["dataset"]).lower()).strip("-") or "model"
        words = {
            "title": " ".join(run.title.split()),
            "target": f"`{manifest['target']}`" if manifest["task"] != "generation" else "verse",
            "image": image,
            "python": ".".join(platform.python_version_tuple()[:2]),
            "port": PORT,
            "files": "requirements.txt" if indexed else f"requirements.txt {wheel}",
            "call": _call(manifest),
            "size": f"The packages take about {size:.0f} MB.",
            "program": "zerotohero from the package index"
            if indexed
            else f"zerotohero as it was installed here ({wheel})",
            "holds": manifest.get("holds_rows") or "no training rows",
        }
        (aside / "Dockerfile").write_text(DOCKERFILE.format(**words), "utf-8")
        (aside / "README.md").write_text(README.format(**words), "utf-8")
        (aside / "requirements.txt").write_text(REQUIREMENTS.format(lines="\n".join([program, *lines])), "utf-8")
        (aside / ".dockerignore").write_text("*\n!requirements.txt\n!*.whl\n!model.hero\n", "utf-8")
        (aside / "model.hero").write_bytes(run.path.read_bytes())
        names = sorted(path.name for path in aside.iterdir())
    return {"container": folder, "files": names, "image": image, "megabytes": round(size)}


def _extras(manifest):
    """Return the extras that this model's service needs, or is better with, beside the core."""
    wanted = ["serve"]
    if manifest["recipe"]["kind"] == "sounds" and EXTRAS["sounds"].installed:
        wanted.append("sounds")
    if manifest.get("onnx") and importlib.util.find_spec("onnxruntime"):
        wanted.append("onnx")
    return wanted


def _call(manifest):
    """Return a line of curl that asks the model."""
    curl = 'curl -H "Authorization: Bearer $HERO_TOKEN"'
    if manifest["task"] == "generation":
        about = shlex.quote('{"about": "light"}')
        return f'{curl} -H "Content-Type: application/json" \\\n  -d {about} http://localhost:{PORT}/generate'
    if manifest["recipe"]["kind"] in ("images", "sounds"):
        name = "photo.jpg" if manifest["recipe"]["kind"] == "images" else "sound.wav"
        return f"{curl} -F file=@{name} http://localhost:{PORT}/predict"
    row = shlex.quote(made_up_row(manifest))
    return f'{curl} -H "Content-Type: application/json" \\\n  -d {row} http://localhost:{PORT}/predict'
