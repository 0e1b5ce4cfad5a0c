"""Several processes that answer at one address: started, started again when one dies, and ended together.

They share one listening socket: whoever is free takes the next call.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

from zerotohero.core.errors import HeroError

LOOK = 0.1  # seconds between two looks whether all live
LAST = 25  # seconds to finish what was begun
MOST_DEATHS, WITHIN = 10, 30  # so many within so many seconds: something is wrong that starting again does not mend


def serve_by_workers(count, sock, say, **job):
    """Answer by ``count`` processes until Ctrl-C or SIGTERM; requests at work are finished first.

    Parameters
    ----------
    count : int
    sock : socket
        That listens.
    say : callable
        ``say(text)`` tells what happens to a worker.
    **job
        What ``worker.py`` reads: ``runs``, ``out``, ``token``, ``hosts``, ``limits``, ``log``.

    Raises
    ------
    HeroError
        Workers die as soon as they are started.
    """
    with tempfile.TemporaryDirectory(prefix="hero-") as folder, contextlib.ExitStack() as undo:
        before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
        undo.callback(signal.signal, signal.SIGTERM, before)

        def start(index):
            worker = subprocess.Popen(
                [sys.executable, "-m", "zerotohero.serve.worker"],
                stdin=subprocess.PIPE,
                pass_fds=[sock.fileno()],
                start_new_session=True,  # Ctrl-C comes to this process only, which ends the others in order
                env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": folder},
            )
            line = {**job, "index": index, "count": count, "folder": folder, "socket": sock.fileno()}
            with contextlib.suppress(BrokenPipeError):  # died already
                worker.stdin.write(json.dumps(line).encode() + b"\n")
                worker.stdin.flush()
            return worker

        workers, deaths = [], []
        try:
            workers += (start(i) for i in range(count))
            while True:
                time.sleep(LOOK)
                for i, worker in enumerate(workers):
                    if worker.poll() is not None:
                        deaths = [t for t in deaths if t > time.monotonic() - WITHIN] + [time.monotonic()]
                        if len(deaths) > MOST_DEATHS:
                            raise HeroError(
                                "keep the workers alive", "workers that live", f"{len(deaths)} that died", "--workers 1"
                            )
                        say(
                            f"Worker {i} has died (status {worker.returncode}); it is started again. The rows that it "
                            "had watched, and the ids that wait for /feedback, are gone with it."
                        )
                        worker.stdin.close()
                        workers[i] = start(i)
        except KeyboardInterrupt:
            pass
        finally:
            _end(workers)


def _end(workers):
    """Let all finish what they began; end those that do not."""
    end = time.monotonic() + LAST
    for worker in workers:
        with contextlib.suppress(OSError):
            worker.stdin.close()
    for worker in workers:
        try:
            worker.wait(max(end - time.monotonic(), 0.1))
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            worker.kill()
            worker.wait()
