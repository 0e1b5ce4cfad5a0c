"""A connection whose bytes must have come by a certain moment, however slowly they drip."""

import io
from time import monotonic


class Deadline(io.RawIOBase):
    """The bytes of a connection, until a moment that does not move."""

    def __init__(self, connection, seconds):
        self.connection, self.end = connection, monotonic() + seconds

    def readable(self):
        """Say that it can be read."""
        return True

    def readinto(self, buffer):
        """Read what is there; raise TimeoutError after the deadline."""
        left = self.end - monotonic()
        if left <= 0:
            raise TimeoutError
        self.connection.settimeout(left)
        return self.connection.recv_into(buffer)
