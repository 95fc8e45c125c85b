"""What a test asks: the arguments of its mark, `pytest.mark.cases("policy/*.yaml", beside=["pressed"])`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.cases import Beside
from harness.source import SourceError, read_text
from harness.variants import KINDS

__all__ = ["Asking"]

NO_SYSTEM, PRESSED = "no system prompt", "pressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Which cases a test is called for, and in which ways besides each is asked."""

    patterns: tuple[str, ...]
    """Of case files, under the cases' folder."""
    training: int = 0
    """So many rows of the data that the candidate was trained on."""
    variants: tuple[str, ...] = KINDS
    """The automatic variants in which these rows are asked besides."""
    beside: tuple[Beside, ...] = ()

    @classmethod
    def of_mark(cls, args: tuple[Any, ...], kwargs: Mapping[str, Any], where: Path, root: Path) -> Asking:
        """Read the mark of a test in the file `where`.

        Raises:
            SourceError: nothing is asked, an unknown argument, a value out of range, a file that is not there.
        """

        def refuse(what: str) -> SourceError:
            return SourceError(f'the mark cases(...) {what}; write pytest.mark.cases("answers/*.yaml")', file=where)

        if unknown := sorted(set(kwargs) - {"training", "variants", "beside"}):
            raise refuse(f"has no {unknown[0]!r} (known: patterns of case files, training=, variants=, beside=)")
        if not all(isinstance(pattern, str) for pattern in args):
            raise refuse("takes patterns of case files")
        rows = kwargs.get("training", 0)
        if isinstance(rows, bool) or not isinstance(rows, int) or rows < bool("training" in kwargs):
            raise refuse(f"wants training= as a number of rows, not {rows!r}")
        if not args and not rows:
            raise refuse("asks nothing: it takes patterns of case files, training=, or both")
        kinds = kwargs.get("variants", KINDS)
        if not rows and "variants" in kwargs:
            raise refuse("takes variants= for rows of training=; a case has `variants:` of its own")
        if not isinstance(kinds, list | tuple) or not all(kind in KINDS for kind in kinds):
            raise refuse(f"wants variants= as a list out of {', '.join(KINDS)}")
        ways = kwargs.get("beside", ())
        if not isinstance(ways, list | tuple) or not all(isinstance(way, str) for way in ways):
            raise refuse(f"wants beside= as a list of {NO_SYSTEM!r}, {PRESSED!r} and files of other system prompts")
        if len(set(ways)) < len(ways):
            raise refuse("names one way beside twice")
        return cls(
            patterns=args,
            training=rows,
            variants=tuple(kinds),
            beside=tuple(_beside(way, root, refuse) for way in ways),
        )


def _beside(way: str, root: Path, refuse: Any) -> Beside:
    if way == NO_SYSTEM:
        return Beside(way, system="")
    if way == PRESSED:
        return Beside(way, pressed=True)
    file = root / way
    if not file.is_file():
        raise refuse(f"names {way!r} beside: it is neither {NO_SYSTEM!r} nor {PRESSED!r} nor a file of a system prompt")
    return Beside(way, system=read_text(file).strip())
