"""Checks: pure functions from a reply's text to a verdict, English and Russian. Importing this registers them all."""

from __future__ import annotations

import harness.checks.answers
import harness.checks.asking
import harness.checks.edges
import harness.checks.format
import harness.checks.grounding
import harness.checks.ifeval
import harness.checks.injection
import harness.checks.insults
import harness.checks.keywords
import harness.checks.length
import harness.checks.likeness
import harness.checks.markdown
import harness.checks.meaning
import harness.checks.number
import harness.checks.orthography
import harness.checks.pii
import harness.checks.placeholders
import harness.checks.policy
import harness.checks.refusals
import harness.checks.register
import harness.checks.repetition
import harness.checks.roles
import harness.checks.secrets
import harness.checks.terms
import harness.checks.unknowing
import harness.checks.wording  # noqa: F401
from harness.checks._binding import Bound, bind
from harness.checks._examples import Example, examples
from harness.checks.registry import Check, CheckError, Given, Vectors, Verdict, check, registered

__all__ = [
    "Bound",
    "Check",
    "CheckError",
    "Example",
    "Given",
    "Vectors",
    "Verdict",
    "bind",
    "check",
    "examples",
    "registered",
]
