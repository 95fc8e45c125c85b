"""Answers of a server are read up to a length: what comes is the server's to choose, the memory is ours."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

__all__ = ["MOST_BYTES", "TooLong", "bound"]

MOST_BYTES = 16 << 20
"""Of one answer. A reply of 1 MB, each letter escaped, takes six."""


class TooLong(ValueError):
    """An answer went on beyond what is read of one, or came in a form that could hide its length."""


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for part in self._stream:
            read += len(part)
            if read > MOST_BYTES:
                raise TooLong(f"an answer of more than {MOST_BYTES >> 20} MB")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


async def bound(response: httpx2.Response) -> None:
    """A client's event hook: have the answer's body read up to `MOST_BYTES`.

    The client asks for no compression, since a few packed bytes can be any number unpacked.

    Raises:
        TooLong: here, of a packed body; later, while it is read, of a long one.
    """
    if (packed := response.headers.get("content-encoding", "").strip().casefold()) not in ("", "identity"):
        raise TooLong(f"an answer packed as {packed[:20]!r}, which was not asked for")
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)
