"""Load the models, open the address, and answer until somebody ends it."""

import contextlib
import gc
import secrets
import socket
from pathlib import Path

from zerotohero.core.errors import ParameterError, UsageError
from zerotohero.leaderboard.open import open_run
from zerotohero.serve.local import LOOPBACK


def load_models(refs, out):
    """Return [(ref, Served), ...], each with a name of its own.

    Parameters
    ----------
    refs : sequence of str
        RUNs: ``best``, an id, a .hero file, ...
    out : path
        The folder of leaderboards.
    """
    from zerotohero.serve.served import Served

    found, taken = [], set()
    for ref in refs:
        run = open_run(ref, out)
        name = base = _name(run)
        count = 2
        while name in taken:
            name, count = f"{base}-{count}", count + 1
        taken.add(name)
        found.append((ref, Served(name, run)))
    return found


def reloader(loaded, out):
    """Return ``reload(served)`` for a Service: the model file of each is looked at, and a new one is proved and loaded."""
    refs = {served.name: ref for ref, served in loaded}
    seen = {served.name: _stamp(served.run.path) for _, served in loaded}

    def reload(served):
        from zerotohero.serve.served import Served

        stamp = _stamp(served.run.path)
        if stamp is None or stamp == seen[served.name]:
            return None
        new = Served(served.name, open_run(refs[served.name], out))
        seen[served.name] = stamp
        return new

    return reload


def token_for(host, token):
    """Return the token that requests have to show: none on the loopback address unless one was given."""
    return token or (None if host in LOOPBACK else secrets.token_urlsafe(24))


def listen(host, port):
    """Return a socket that listens at the address.

    Raises
    ------
    ParameterError
        Somebody else has it, or it is not this computer's.
    """
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    with contextlib.suppress(OSError, AttributeError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(2048)  # who calls from now on is answered, if a moment later
    except (OSError, OverflowError) as error:
        sock.close()
        raise ParameterError(
            "open the port", "a free port of this computer", f"{host}:{port} ({error})", "--port 0 takes a free one"
        ) from None
    return sock


def hosts_of(host, port, names=()):
    """Return the names, with port, under which the service may be called."""
    own = {*LOOPBACK} if host in LOOPBACK else {host, *LOOPBACK, *names}
    if host in ("0.0.0.0", "::"):
        own |= {socket.gethostname(), *_addresses()}
    return {f"{name}:{port}" for name in own} | (own if port == 80 else set()) | {*names}


def serve(app, sock):
    """Answer until Ctrl-C or SIGTERM; requests at work are finished first."""
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn passes Ctrl-C on once all is finished
        server_of(app).run(sockets=[sock])


def server_of(app):
    """Return a uvicorn.Server for the application, whose models are loaded."""
    try:
        import uvicorn

        from zerotohero.serve.one_write import OneWrite
    except ImportError:
        raise UsageError("serve", "the extra serve", "it is not installed", "hero add serve") from None

    gc.freeze()  # what is loaded stays: to look for garbage in it again and again would hold up requests
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=OneWrite,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=20,
            server_header=False,
            ws="none",
        )
    )


def _name(run):
    """Return what a model is called in addresses: its file's name, or that of its data."""
    name = run.file.stem if run.file else str(run.model.manifest["dataset"])
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in name).strip("-.") or "model"


def _stamp(path):
    """Return what changes when a file is replaced; None while there is none."""
    try:
        about = Path(path).stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino


def _addresses():
    """Return the addresses of this computer."""
    import psutil

    return {a.address for own in psutil.net_if_addrs().values() for a in own if a.family == socket.AF_INET}
