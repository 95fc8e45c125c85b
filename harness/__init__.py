"""ckptgate: decides whether a fine-tuned language model may ship.

Importing this package costs nothing: what a team's conftest needs (`harness.check`) comes in when it is first named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harness.checks import Verdict, check

__all__ = ["Verdict", "__version__", "check"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name in ("check", "Verdict"):
        from harness import checks

        return getattr(checks, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
