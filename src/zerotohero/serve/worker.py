"""One of several processes that answer at one address: `python -m zerotohero.serve.worker`, started by ``workers.py``.

What it shall do comes as one line of JSON on standard input; when that closes, it finishes what it began and ends, also
when whoever started it was killed.
"""

import json
import os
import socket
import sys
import threading


def main():
    """Serve until standard input closes."""
    from zerotohero.serve.guard import Limits
    from zerotohero.serve.input_log import InputLog
    from zerotohero.serve.peers import Peers
    from zerotohero.serve.run_service import load_models, reloader, server_of
    from zerotohero.serve.service import Service

    job = json.loads(sys.stdin.readline())
    loaded = load_models(job["runs"], job["out"])
    peers = Peers(job["folder"], job["index"], job["count"])
    log = InputLog(job["log"]) if job["log"] else None
    service = Service([served for _, served in loaded], reloader(loaded, job["out"]), job["token"], peers, log)
    server = server_of(service.app(job["hosts"], Limits(**job["limits"])))

    def wait():
        while os.read(0, 1):  # not sys.stdin: a thread that waits in there would spoil the end of the program
            pass
        server.should_exit = True

    threading.Thread(target=wait, daemon=True).start()
    server.run(sockets=[socket.socket(fileno=job["socket"])])


if __name__ == "__main__":
    main()
