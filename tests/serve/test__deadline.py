"""A connection whose bytes drip ends when it was to end: no byte moves the deadline."""

import pytest

from zerotohero.serve import _deadline
from zerotohero.serve._deadline import Deadline


def test_each_read_gets_what_is_left_and_none_comes_after_the_deadline(monkeypatch):
    now, waits = [100.0], []

    class Dripping:
        settimeout = staticmethod(waits.append)

        @staticmethod
        def recv_into(buffer):
            buffer[:1] = b"x"
            return 1

    monkeypatch.setattr(_deadline, "monotonic", lambda: now[0])
    stream, buffer = Deadline(Dripping, 10), bytearray(8)
    for now[0] in (100.0, 104.0, 109.5):
        assert stream.readinto(buffer) == 1
    assert waits == [10.0, 6.0, 0.5]
    now[0] = 110.0
    with pytest.raises(TimeoutError):
        stream.readinto(buffer)
    assert len(waits) == 3
