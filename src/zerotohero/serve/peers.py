"""Workers of one service ask one another: over sockets in a private folder that nobody else can open.

One question a connection: JSON in, JSON out.
"""

import asyncio
import json
from pathlib import Path

SECONDS = 5  # for another worker to answer; one that is just being started again has nothing to say


class Peers:
    """The other workers of this service.

    Parameters
    ----------
    folder : path
        Private to the service.
    index, count : int
        This worker is number ``index`` of ``count``, from 0.
    """

    def __init__(self, folder, index, count):
        self.folder, self.index, self.count = Path(folder), index, count

    async def listen(self, answer):
        """Answer the others from now on with what ``await answer(question)`` returns; return the server."""

        async def one(reader, writer):
            try:
                said = await answer(json.loads(await reader.read()))
                writer.write(json.dumps(said).encode())
                await writer.drain()
            except (OSError, ValueError):
                pass  # the other side has gone
            finally:
                writer.close()

        path = self._path(self.index)
        path.unlink(missing_ok=True)  # of the worker that had this number before
        return await asyncio.start_unix_server(one, path)

    async def ask(self, index, question):
        """Return the answer of worker ``index``, or None where it has none to give."""
        try:
            async with asyncio.timeout(SECONDS):
                reader, writer = await asyncio.open_unix_connection(self._path(index))
                try:
                    writer.write(json.dumps(question).encode())
                    writer.write_eof()
                    return json.loads(await reader.read())
                finally:
                    writer.close()
        except (OSError, ValueError, TimeoutError):
            return None

    async def all(self, question):
        """Return what the others answer, those that do."""
        others = [i for i in range(self.count) if i != self.index]
        found = await asyncio.gather(*(self.ask(i, question) for i in others))
        return [said for said in found if said is not None]

    def _path(self, index):
        """Return where worker ``index`` listens."""
        return self.folder / str(index)
