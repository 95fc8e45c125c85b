"""Lines for files that may be somebody's already: pyproject.toml, .gitignore, GitLab's list of jobs."""

from __future__ import annotations

import re
import tomllib

from harness.source import SourceError

__all__ = ["ignored", "included", "settings"]

_MARK = "# ckptgate"


def settings(old: str | None, table: str) -> str | None:
    """pyproject.toml with the table `[tool.ckptgate]` behind all else; as it was where it has one.

    Raises:
        SourceError: it is not TOML.
    """
    if old is None:
        return table
    try:
        known = tomllib.loads(old.removeprefix("\ufeff")).get("tool", {})
    except tomllib.TOMLDecodeError as e:
        raise SourceError(f"not readable as TOML: {e}", file="pyproject.toml") from e
    if isinstance(known, dict) and "ckptgate" in known:
        return old
    made = _behind(old, table)
    try:
        tomllib.loads(made.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError:  # `tool = {…}` in one line takes no further table
        return None
    return made


def ignored(old: str | None, lines: list[str]) -> str:
    """.gitignore with the lines that it lacks, under a heading of ours; who took one out is not given it again."""
    if old is not None and _MARK in old.splitlines():
        return old
    known = {line.strip().strip("/") for line in (old or "").splitlines()}
    lacking = [line for line in lines if line.strip("/") not in known]
    if not lacking:
        return old or ""
    return _behind(old or "", "\n".join([_MARK, *lacking]) + "\n")


def included(old: str | None, file: str) -> str | None:
    """.gitlab-ci.yml that includes a file of jobs; one that is there and does not is left alone."""
    if old is None:
        return f"include:\n- local: {file}\n"
    return old if re.search(rf"^[^#\n]*{re.escape(file)}", old, re.MULTILINE) else None


def _behind(old: str, more: str) -> str:
    """`more` behind a text, an empty line between them, with the text's own line ends."""
    end = "\r\n" if "\r\n" in old else "\n"
    if old and not old.endswith("\n"):
        old += end
    gap = end if old.strip("\ufeff") else ""
    return old + gap + more.replace("\n", end)
