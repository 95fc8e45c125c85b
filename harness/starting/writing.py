"""Files are written where there are none and added to where lines are missing; nothing that people wrote is changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from harness.source import SourceError

__all__ = ["Done", "Planned", "put", "whole"]

Outcome = Literal["new", "added to", "as it was", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A file of the project."""

    path: Path
    """Relative to the project's folder."""
    make: Callable[[str | None], str | None]
    """From the text that is there (None: no such file) to the text that is to be there; None leaves it alone."""
    hint: str = ""
    """What a person can do where it was left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a file."""

    path: Path
    outcome: Outcome
    hint: str = ""


def whole(text: str) -> Callable[[str | None], str | None]:
    """`make` of a file that is ours as a whole: written where there is none."""
    return lambda old: text if old in (None, text) else None


def put(root: Path, planned: Sequence[Planned]) -> list[Done]:
    """Write what is planned under `root`, which is made if it is not there.

    Everything is read before anything is written, so that a folder that can't be used is left as it was.

    Raises:
        SourceError: something stands in the way (a file where a folder has to be), or can't be read or written.
    """
    texts = [(file, old := _read(root / file.path), file.make(old)) for file in planned]
    done = []
    for file, old, new in texts:
        if new is None:
            done.append(Done(path=file.path, outcome="left", hint=file.hint))
        elif new == old:
            done.append(Done(path=file.path, outcome="as it was"))
        else:
            _write(root / file.path, new)
            done.append(Done(path=file.path, outcome="new" if old is None else "added to"))
    return done


def _read(file: Path) -> str | None:
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            return opened.read()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as e:
        raise SourceError(f"not UTF-8 text (byte {e.start}): save it as UTF-8", file=file) from e
    except OSError as e:
        raise SourceError(f"can't be read: {e.strerror or e}", file=file) from e


def _write(file: Path, text: str) -> None:
    """In one step: a disk that takes no more leaves what was there."""
    file = file.resolve()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        mode = file.stat().st_mode & 0o777 if file.exists() else None
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with open(handle, "w", encoding="utf-8", newline="") as opened:
                opened.write(text)
            Path(name).chmod(mode if mode is not None else 0o666 & ~_umask())
            os.replace(name, file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as e:
        raise SourceError(f"can't be written: {e.strerror or e}", file=file) from e


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
