"""Arguments of a check that stand in a file of their own, for many cases to share: `glossary: {from: _shop.yaml}`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harness.source import Located, SourceError, read_yaml

__all__ = ["FROM", "Parts", "is_part"]

FROM = "from"


def is_part(file: Path) -> bool:
    """A file under `golden/` whose name begins with `_` holds no cases but parts of some."""
    return file.name.startswith("_")


class Parts:
    """The parts that one case file takes from; each is read once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._read: dict[str, Located] = {}

    def taken(self, arguments: Any, line: int) -> tuple[Any, Located | None]:
        """The arguments with what their `from:` names put in its place, and the file that it came from.

        The file stands beside the case file; what a case gives beside `from:` goes before what the file says.

        Raises:
            SourceError: the file is missing, is no mapping, stands elsewhere, or its name does not begin with `_`.
        """
        name = arguments.get(FROM) if isinstance(arguments, Mapping) else None
        if not isinstance(name, str):
            return arguments, None
        file = self.file.parent / name
        if Path(name).name != name or not is_part(file):
            raise SourceError(
                f"from: {name}: a file that cases take from stands beside theirs and is named `_….yaml`",
                file=self.file,
                line=line,
            )
        if not file.is_file():
            raise SourceError(f"from: no such file: {name}", file=self.file, line=line)
        if name not in self._read:
            self._read[name] = read_yaml(file)
        part = self._read[name]
        if not isinstance(part.data, dict):
            raise SourceError("holds no arguments of a check: write them as `name: value`", file=file)
        own = {key: value for key, value in arguments.items() if key != FROM}
        return {**part.data, **own}, part
