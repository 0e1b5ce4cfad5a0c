"""A forest of 100 trees as a service: requests a second, beside FastAPI + scikit-learn and LitServe in the same run.

    python benchmarks/serve.py                          everything, the soak for 60 seconds
    python benchmarks/serve.py --soak 300               as long as the promise is about
    python benchmarks/serve.py --only peers             or: start, batching, soak
    python benchmarks/serve.py --python venv/bin/python where FastAPI and LitServe are, if not here

3,000 generated rows of 19 numbers; one row a request, 8 clients, one worker; contestants take turns, medians over rounds.
Batching: a convolutional network on 28 x 28 pixels and 32 clients, against the same service with one request a pass.
Soak: 70 % of the peak while the model file is replaced and other clients dawdle; every answer is compared.
"""

import argparse
import json
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from statistics import median

import numpy as np
import psutil

from zerotohero.export.onnx.write import export_onnx
from zerotohero.leaderboard.open import open_run
from zerotohero.train.train import train

HERE = Path(__file__).parent
COLUMNS, ROWS, BODIES = 19, 3000, 64
UNBATCHED = "from zerotohero.serve import batches; batches.MOST = 1; from zerotohero.cli.main import main; main()"


class Server:
    """A process that answers at a port of its own."""

    def __init__(self, *command, ready="/v2/health/ready"):
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            self.port = sock.getsockname()[1]
        started = time.perf_counter()
        command = [str(self.port) if word == "PORT" else str(word) for word in command]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{ready}", timeout=5) as reply:
                    reply.read()
                break
            except urllib.error.HTTPError:
                break  # it answers, if not to this
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"{command} has ended") from None
                time.sleep(0.01)
        self.seconds = time.perf_counter() - started

    def megabytes(self):
        """Return its resident memory, children included."""
        own = psutil.Process(self.process.pid)
        return sum(p.memory_info().rss for p in (own, *own.children(recursive=True))) / 2**20

    def __enter__(self):
        return self

    def __exit__(self, *error):
        own = psutil.Process(self.process.pid)
        every = [own, *own.children(recursive=True)]
        self.process.terminate()
        for process in psutil.wait_procs(every, timeout=15)[1]:
            process.kill()


def hero(*options):
    """Return a Server of `hero serve` with these options."""
    return Server(sys.executable, "-m", "zerotohero.cli.main", "serve", *options, "--port", "PORT")


def load(server, path, bodies, clients, seconds, *more):
    """Return what the clients measured."""
    words = [str(word) for word in (server.port, path, bodies, clients, seconds, *more)]
    done = subprocess.run([sys.executable, HERE / "serve_load.py", *words], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def table(folder, seed=0):
    """Write ROWS rows of COLUMNS numbers and a class; return the path."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(ROWS, COLUMNS)).round(3)
    y = np.where(X[:, 0] + X[:, 1] * X[:, 2] + rng.normal(size=ROWS) > 0, "yes", "no")
    path, names = folder / f"rows{seed}.csv", [f"c{i}" for i in range(COLUMNS)]
    lines = [",".join(map(str, row)) + f",{label}" for row, label in zip(X.tolist(), y)]
    path.write_text("\n".join([",".join([*names, "label"]), *lines]) + "\n")
    return path, X[:BODIES], names


def forest(path, folder, name):
    """Return the model file of a forest of 100 on this table."""
    board = train(str(path), "label", out=folder / name, only=["random-forest"], effort="quick")
    return shutil.copy(board.run("random-forest").path, folder / f"{name}.hero")


def peers(folder, options):
    """Print requests a second and p99 of all contestants, in turns; return ours."""
    data, X, names = table(folder)
    model = forest(data, folder, "forest")
    rows, tensors = folder / "rows.json", folder / "tensors.json"
    rows.write_text(json.dumps([json.dumps({"rows": [dict(zip(names, row))]}) for row in X.tolist()]))
    tensor = {"name": "X", "datatype": "FP64", "shape": [1, COLUMNS]}
    tensors.write_text(json.dumps([json.dumps({"inputs": [{**tensor, "data": row}]}) for row in X.tolist()]))
    export_onnx(open_run(model, folder), folder / "onnx")
    with hero(model) as ours, hero(folder / "onnx" / "model.hero") as exported:
        contests = {
            "infer": (ours, "/v2/models/forest/infer", tensors),
            "infer, exported to ONNX": (exported, "/v2/models/model/infer", tensors),
            "predict": (ours, "/predict", rows),
        }
        others = []
        for name in ("fastapi", "litserve"):
            try:
                server = Server(options.python, HERE / "serve_peers.py", name, data, "PORT", ready="/")
            except RuntimeError:
                print(f"{name}: not there (pip install {name}, or --python)")
                continue
            others.append(server)
            contests[name] = server, "/predict", rows
        try:
            found = {name: [] for name in contests}
            for turn in range(options.rounds + 1):
                for name, (server, path, bodies) in contests.items():
                    measured = load(server, path, bodies, 8, options.seconds if turn else 1)
                    assert not measured["bad"] and not measured["lost"], (name, measured)
                    found[name] += [measured] * bool(turn)  # the first turn warms up
            print(
                f"{'8 clients, one row':24} {'requests/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'memory MB':>10} {'start s':>8}"
            )
            rate = {}
            for name, (server, *_) in contests.items():
                rate[name], p50, p99 = (median(m[key] for m in found[name]) for key in ("rate", "p50", "p99"))
                print(
                    f"{name:24} {rate[name]:10.0f} {p50:8.2f} {p99:8.2f} {server.megabytes():10.0f} {server.seconds:8.2f}"
                )
            for name in sorted(rate.keys() - {"infer"}):
                print(f"infer / {name}: {rate['infer'] / rate[name]:.2f}")
        finally:
            for server in others:
                server.__exit__()


def start(folder, options):
    """Print seconds from the start of the process to the first answer, and the memory then."""
    model = forest(table(folder)[0], folder, "forest")
    seconds, megabytes = [], []
    for _ in range(options.rounds):
        with hero(model) as server:
            seconds.append(server.seconds)
            megabytes.append(server.megabytes())
    print(f"start to first answer {median(seconds):.2f} s (≤ 1 s), resident then {median(megabytes):.0f} MB (≤ 120 MB)")


def batching(folder, options):
    """Print what answering several requests in one pass brings to a convolutional network."""
    board = train("letters:1000", out=folder / "letters", only=["convnet"], effort="quick")
    model = shutil.copy(board.run("convnet").path, folder / "letters.hero")
    pictures = board.dataset().cells["image"][:BODIES]
    tensor = {"name": "image", "datatype": "UINT8", "shape": [1, *pictures.shape[1:]]}
    bodies = folder / "pictures.json"
    bodies.write_text(json.dumps([json.dumps({"inputs": [{**tensor, "data": p.ravel().tolist()}]}) for p in pictures]))
    with hero(model) as with_, Server(sys.executable, "-c", UNBATCHED, "serve", model, "--port", "PORT") as without:
        rates = {"with": [], "without": []}
        for turn in range(options.rounds + 1):
            for name, server in (("with", with_), ("without", without)):
                measured = load(server, "/v2/models/letters/infer", bodies, 32, options.seconds if turn else 1)
                rates[name] += [measured["rate"]] * bool(turn)
    with_, without = median(rates["with"]), median(rates["without"])
    alone, together = (_cpu_ms(board.run("convnet").model, pictures[:n]) for n in (1, 32))
    print(
        f"convnet: {alone:.2f} ms of CPU a picture alone, {together:.2f} ms in a pass of 32 (from 5 ms on they are answered together)"
    )
    print(f"convnet, 32 clients: {with_:.0f}/s together, {without:.0f}/s one by one: {with_ / without:.1f} x (≥ 3)")


def _cpu_ms(model, pictures):
    """Return the milliseconds that a picture takes when these are answered in one pass."""
    times = []
    for _ in range(20):
        started = time.process_time()
        model.predict({"image": pictures})
        times.append(time.process_time() - started)
    return 1e3 * min(times) / len(pictures)


def soak(folder, options):
    """Print what is lost, wrong or grows at 70 % of the peak, with new model files and slow clients."""
    data, X, names = table(folder)
    first, second = forest(data, folder, "first"), forest(table(folder, 1)[0], folder, "second")
    rows = [[dict(zip(names, row))] for row in X.tolist()]
    check = {
        run.id: [run.predict(row).tolist() for row in rows] for run in (open_run(f, folder) for f in (first, second))
    }
    bodies, expected, model = folder / "rows.json", folder / "check.json", folder / "model.hero"
    bodies.write_text(json.dumps([json.dumps({"rows": row}) for row in rows]))
    expected.write_text(json.dumps(check))
    shutil.copy(first, model)
    with hero(model) as server:
        peak = load(server, "/predict", bodies, 8, 5)["rate"]
        ends, memory, done = threading.Event(), [], {}

        def replace():
            while not ends.wait(5):
                shutil.copy(random.choice((first, second)), folder / "next.hero")
                (folder / "next.hero").replace(model)

        def dawdle():
            while not ends.is_set():
                with socket.create_connection(("127.0.0.1", server.port)) as call:
                    call.sendall(
                        f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 900\r\n\r\n".encode()
                    )
                    for _ in range(20):
                        call.sendall(b" ")
                        if ends.wait(0.3):
                            break

        helpers = [threading.Thread(target=work, daemon=True) for work in (replace, dawdle, dawdle, dawdle)]
        clients = threading.Thread(
            target=lambda: done.update(load(server, "/predict", bodies, 8, options.soak, 0.7 * peak, expected))
        )
        for thread in (*helpers, clients):
            thread.start()
        while clients.is_alive():
            clients.join(1)
            memory.append(server.megabytes())
        ends.set()
    half = len(memory) // 2
    early, late = median(memory[half // 2 : half]), median(memory[-half // 2 :])
    print(
        f"soak {options.soak:.0f} s at {done['rate']:.0f}/s (peak {peak:.0f}/s): {done['sent']:,} sent, {done['lost'] + done['bad']} lost, {done['wrong']} wrong, p99 {done['p99']:.1f} ms, memory {early:.0f} → {late:.0f} MB ({late / early - 1:+.1%})"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=list(PARTS), action="append")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--soak", type=float, default=60.0)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    for name in options.only or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](Path(folder), options)


PARTS = {"peers": peers, "start": start, "batching": batching, "soak": soak}

if __name__ == "__main__":
    main()
