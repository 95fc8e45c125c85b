"""Which noise a sampled reply is drawn with."""

from __future__ import annotations

import hashlib

from harness.replies import Request

__all__ = ["seed_of"]


def seed_of(request: Request) -> int:
    """A stream of its own for every prompt and sample, the same one in every arm; 64 bits, signed; 0 where greedy.

    With common random numbers two models that agree draw alike, so that only what differs between them shows.
    """
    if request.draw is None:
        return 0
    text = f"{request.draw.seed} {request.draw.sample} {request.prompt}"
    return int.from_bytes(hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:8], "big", signed=True)
