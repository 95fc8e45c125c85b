"""What is set before the libraries are imported."""

from __future__ import annotations

import logging
import os

__all__ = ["prepare"]


def prepare() -> None:
    """No network, no threads that spin, no compiler, no warning that a person can't act on."""
    # Nothing here is fetched; without this, libraries ask a hub about names that look like its own.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Threads that spin while they wait make training five times slower beside any other load.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    # Nothing is compiled here, and the compiler is slow to import.
    os.environ.setdefault("TORCHDYNAMO_DISABLE", "1")
    # It warns of kernels that are only faster, at import, where nobody asked for few bits.
    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)
