"""Templates of a source, rendered in a process of their own: hostile ones end with it, by time or by memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from harness.lint._said import said
from harness.source import SourceError

__all__ = ["Rendered", "render"]

SECONDS = 30
MOST_CHARS = 20_000
"""Of one rendered text."""


class Rendered(NamedTuple):
    """A rendered text, or why there is none."""

    text: str
    fault: str = ""


def render(jobs: Sequence[tuple[str, int]], documents: Sequence[Mapping[str, Any]], file: Path) -> list[Rendered]:
    """Each template (with the number of its document, from 0) rendered; one without braces is its own text.

    Jinja2's immutable sandbox, an undefined name is a fault of that text; in a child with 1 GB and 10 seconds of
    processor time.

    Raises:
        SourceError: the templates took more than that, or the child failed.
    """
    made = [Rendered(template) for template, _ in jobs]
    live = [i for i, (template, _) in enumerate(jobs) if "{{" in template or "{%" in template or "{#" in template]
    if not live:
        return made
    asked = {"jobs": [jobs[i] for i in live], "documents": documents, "most": MOST_CHARS}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).with_name("_render_child.py"))],
            input=json.dumps(asked, default=str).encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as e:
        raise SourceError(said("its templates take too long to render"), file=file) from e
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        if done.returncode < 0 or last.startswith("MemoryError") or not last:
            raise SourceError(said("its templates take too much time or memory to render"), file=file)
        raise SourceError(said("its templates can't be rendered: {why}", why=last[:200]), file=file)
    texts = json.loads(done.stdout)
    for i, one in zip(live, texts, strict=True):
        text, fault, why = one
        made[i] = Rendered(text, said(fault, why=why) if fault else "")
    return made
