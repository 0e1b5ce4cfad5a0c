"""Head and body of an answer leave together: uvicorn writes one after the other, and a write costs as much as a prediction."""

import asyncio

from uvicorn.protocols.http.auto import AutoHTTPProtocol


class OneWrite(AutoHTTPProtocol):
    """Uvicorn's protocol on a transport that holds the head of an answer back until its body comes."""

    def connection_made(self, transport):
        """Begin."""
        super().connection_made(Joining(transport))


class Joining:
    """A transport that makes one write of two; what comes alone leaves in the next turn of the event loop.

    Parameters
    ----------
    transport : asyncio.Transport
    """

    def __init__(self, transport):
        self._transport, self._held, self._loop = transport, b"", asyncio.get_running_loop()

    def __getattr__(self, name):
        return getattr(self._transport, name)

    def write(self, data):
        """Send bytes, at the latest in the next turn."""
        if self._held:
            self._held += data
            self._leave()
        elif data:
            self._held = data
            self._loop.call_soon(self._leave)

    def close(self):
        """Send what is held back, and close."""
        self._leave()
        self._transport.close()

    def _leave(self):
        """Send what is held back."""
        held, self._held = self._held, b""
        if held and not self._transport.is_closing():
            self._transport.write(held)
