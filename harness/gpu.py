"""Whether this machine has a GPU, and why the torch that is installed can't use it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

__all__ = ["gpu_here", "why_unused"]


def gpu_here() -> bool:
    """Whether there is an NVIDIA GPU that is not hidden; known without importing torch."""
    return Path("/dev/nvidiactl").exists() and os.environ.get("CUDA_VISIBLE_DEVICES") != ""


def why_unused(torch: Any, *, seen: bool = True) -> str | None:
    """What keeps this torch from the GPU, and what to do; None where it sees one. `seen`: one was found without it."""
    if torch.cuda.is_available():
        return None
    if torch.version.cuda is None and getattr(torch.version, "hip", None) is None:
        where = "there is a GPU here" if seen else "no GPU is seen here"
        return (
            f"{where}, and the torch that is installed ({torch.__version__}) is built for CPUs alone: "
            "install a build for CUDA (pytorch.org/get-started says which)"
        )
    return (
        f"torch {torch.__version__} sees no GPU: see whether `nvidia-smi` does, and that its driver is new enough for "
        f"CUDA {torch.version.cuda}"
    )
