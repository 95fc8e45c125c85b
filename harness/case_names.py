"""The cases of a project, and one of them by its name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from harness.case_files import every_case_file, load_cases
from harness.cases import Case
from harness.lint._said import said
from harness.settings import Settings
from harness.source import SourceError

__all__ = ["every_case", "find_case"]


def every_case(root: Path, settings: Settings) -> list[Case]:
    """The cases of both splits of every case file.

    Raises:
        SourceError: a case file is unusable.
    """
    return load_cases(every_case_file(root / settings.golden))


def find_case(cases: Sequence[Case], name: str) -> Case:
    """The case of that name, `golden/return-window`, or of that id where only one suite has it.

    Raises:
        SourceError: there is none, or there are several; says which are near.
    """
    found = [case for case in cases if name in (f"{case.suite}/{case.id}", case.id)]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"{c.suite}/{c.id}" for c in found)
        raise SourceError(said("{name} is a case of several suites: {cases}", name=name, cases=several))
    names = [f"{case.suite}/{case.id}" for case in cases]
    near = difflib.get_close_matches(name, names, n=1) or difflib.get_close_matches(name, [c.id for c in cases], n=1)
    if near:
        raise SourceError(said("no case is called “{name}”: did you mean “{near}”?", name=name[:100], near=near[0]))
    raise SourceError(said("no case is called “{name}”", name=name[:100]))
