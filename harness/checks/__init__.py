"""Checks: pure functions from a reply's text to a verdict, English and Russian. Importing this registers them all."""

from __future__ import annotations

import harness.checks.answers
import harness.checks.format
import harness.checks.grounding
import harness.checks.pii
import harness.checks.policy
import harness.checks.refusals
import harness.checks.terms
import harness.checks.unknowing  # noqa: F401
from harness.checks.registry import Bound, Check, CheckError, Example, Given, Verdict, bind, check, examples, registered

__all__ = ["Bound", "Check", "CheckError", "Example", "Given", "Verdict", "bind", "check", "examples", "registered"]
