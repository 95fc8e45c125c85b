"""The front matter of a model card, as Hugging Face's hub reads it."""

from __future__ import annotations

from typing import Any

import yaml

from harness.manifest import Manifest
from harness.record import Rate, Record, SuiteResult
from harness.report.text import one_line

__all__ = ["front_matter"]

_LEVEL = 0.9
"""Of the two-sided intervals of a record."""


def front_matter(manifest: Manifest, kind: str, record: Record | None) -> str:
    """YAML between two lines of dashes: base, library, task, tags, data, and each suite's rate with its interval.

    `kind` is the adapter's, empty for full weights. Every text stands on one line, its invisible characters as signs.
    """
    ranks = manifest.objective == "reward"
    told: dict[str, Any] = {}
    if manifest.base is not None:
        told["base_model"] = _text(manifest.base.name)
        told["base_model_relation"] = "adapter" if kind else "finetune"
    told["library_name"] = "peft" if kind else "transformers"
    told["pipeline_tag"] = "text-classification" if ranks else "text-generation"
    told["tags"] = [*dict.fromkeys(["ckptgate", _text(manifest.method), _text(manifest.objective)])]
    if manifest.data:
        told["datasets"] = [_text(ref.file) for ref in manifest.data if ref.used]
    results = [_result(suite, record) for suite in record.suites if suite.candidate] if record is not None else []
    if results:
        told["model-index"] = [{"name": _text(manifest.name), "results": results}]
    return f"---\n{yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1_000_000)}---\n"


def _text(text: str) -> str:
    return one_line(text, 200)


def _result(suite: SuiteResult, record: Record) -> dict[str, Any]:
    assert suite.candidate is not None
    return {
        "task": {"type": "text-generation"},
        "dataset": {
            "type": "ckptgate-suite",
            "name": _text(suite.name),
            "split": record.split,
            "revision": _text(suite.digest),
        },
        "metrics": [_metric(suite.candidate)],
        "source": {"name": _text(f"ckptgate record {record.id}"), "url": _text(f"records/{record.id}/report.html")},
    }


def _metric(rate: Rate) -> dict[str, Any]:
    interval = {"lower": round(rate.lower, 6), "upper": round(rate.upper, 6), "level": _LEVEL}
    return {
        "type": "pass_rate",
        "name": "pass rate",
        "value": round(rate.rate, 6),
        "args": {"n": rate.n, "passed": rate.passed, **interval},
    }
