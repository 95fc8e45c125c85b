"""Mistakes in a suite's `reply.expect(…)` that can be told before any reply is there.

A test ends with its first miss: what stands behind it would be reached only by replies that pass, and a weak checkpoint
would hide a typo. So calls on the test's own `reply` are read from its source: names of checks, and arguments that are
written out.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from harness.checks import CheckError, bind
from harness.checks.registry import find
from harness.scoring import bound_checks
from harness.source import SourceError

__all__ = ["refuse_mistakes"]


def refuse_mistakes(test: Callable[..., Any], file: Path) -> None:
    """Bind every check that a test asks of its reply, as far as its source says what is asked.

    Raises:
        SourceError: an unknown check, or arguments that it does not take, at the line of the call.
    """
    try:
        lines, first = inspect.getsourcelines(test)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, SyntaxError):
        return
    for call in _calls(tree):
        try:
            _bind(call)
        except CheckError as e:
            raise SourceError(str(e), file=file, line=first + call.lineno - 1) from None


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """`reply.expect(…)`, each."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="reply"), attr="expect")):
                yield node


def _bind(call: ast.Call) -> None:
    starred = any(isinstance(one, ast.Starred) for one in call.args) or any(k.arg is None for k in call.keywords)
    if not starred and (call.args or not call.keywords):
        bound_checks([_value(one) for one in call.args], {})
    for keyword in call.keywords:
        if keyword.arg is None:
            continue
        try:
            arguments = ast.literal_eval(keyword.value)
        except ValueError:  # worked out when the test runs: only the name can be told
            find(keyword.arg)
        else:
            bind(keyword.arg, arguments)


def _value(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None
