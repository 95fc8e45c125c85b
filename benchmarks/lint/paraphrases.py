"""Questions in other words by an embedding model: threshold from one half of the texts, figures from the other."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.runs import machine, table
from harness.lint.embedding import embedding_of
from harness.lint.lints import Embedding
from harness.lint.paraphrases import Nearest
from harness.lint_settings import LintSettings

MOST = 0.005
"""Of texts about other things, the mean over their sets, that may be told of."""
_UNRELATED = {
    "BANKING77": ("support/banking77_train.jsonl", "text"),
    "IFEval's prompts": ("format/ifeval_prompts.jsonl", "prompt"),
    "XSTest's prompts": ("refusals/xstest.jsonl", "prompt"),
    "Natural Questions": ("answers/evouna_nq.jsonl", "question"),
}
_CASES = 200


def measure(folder: Path | None, model: Path | None = None) -> dict[str, Any]:
    """Recall on real paraphrases, unrelated texts told of, and what is told of where all texts are of one subject."""
    if folder is None or model is None:
        return {"why": "they need real texts and --embeddings DIR"}
    with embedding_of(str(model.resolve()), Path()) as embedding:
        assert embedding is not None
        began = time.perf_counter()
        pairs = _read(folder / "contamination/mmlu_rephrased.jsonl", "eval", "rephrased")
        nearest = _nearest(embedding, [question for question, _ in pairs])
        own = np.diag(nearest.alike(embedding.vectors([other for _, other in pairs])))
        unrelated, texts = {}, len(pairs)
        for name, (file, key) in _UNRELATED.items():
            asked = list(dict.fromkeys(text for (text,) in _read(folder / file, key)))
            unrelated[name] = nearest.alike(embedding.vectors(asked)).max(axis=1)
            texts += len(asked)
        seconds = time.perf_counter() - began
        one_subject = _one_subject(embedding, folder)
    grid = [round(0.5 + at / 100, 2) for at in range(41)]
    chosen = next(t for t in grid if np.mean([(of[::2] >= t).mean() for of in unrelated.values()]) <= MOST)
    default = LintSettings().contamination_alike
    return {
        "questions": len(pairs),
        "chosen": chosen,
        "held out": {t: _at(t, own[1::2], {n: of[1::2] for n, of in unrelated.items()}) for t in {chosen, default}},
        "ms a text": seconds * 1_000 / texts,
        "one subject": one_subject,
    }


def _at(threshold: float, own: NDArray[np.float32], unrelated: dict[str, NDArray[np.float32]]) -> dict[str, float]:
    told = {name: float((of >= threshold).mean()) for name, of in unrelated.items()}
    every = np.concatenate(list(unrelated.values()))
    return {"recall": float((own >= threshold).mean()), "all unrelated": float((every >= threshold).mean()), **told}


def _one_subject(embedding: Embedding, folder: Path) -> dict[str, float]:
    """Bank customers' questions: of each case's nearest row, how often people gave it the case's intent."""
    draw = random.Random(0)  # noqa: S311 - no secret
    cases = draw.sample(_read(folder / "support/banking77_test.jsonl", "text", "intent"), _CASES)
    rows = draw.sample(_read(folder / "support/banking77_train.jsonl", "text", "intent"), 2_000)
    alike = _nearest(embedding, [text for text, _ in cases]).alike(embedding.vectors([text for text, _ in rows]))
    same = np.array([[intent == of for _, of in cases] for _, intent in rows])
    told = alike >= LintSettings().contamination_alike
    best = alike.argmax(axis=0)
    sure = alike.max(axis=0) >= LintSettings().contamination_alike
    return {
        "cases told of": float(sure.mean()),
        "nearest rows of the same intent": float(same[best, np.arange(len(cases))][sure].mean()),
        "all rows of the same intent": float(same[told].mean()),
    }


def _nearest(embedding: Embedding, questions: list[str]) -> Nearest:
    parts = [Nearest.parts(question) for question in questions]
    starts = np.cumsum([0, *map(len, parts)])[:-1].tolist()
    return Nearest(questions, embedding.vectors([part for of in parts for part in of]), starts)


def _read(file: Path, *keys: str) -> list[tuple[str, ...]]:
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line)
    return [tuple(row[key] for key in keys) for row in rows]


def text(found: dict[str, Any]) -> str:
    """One table, and what is told of in texts of one subject."""
    title = "### paraphrases by an embedding model"
    if "why" in found:
        return f"{title}\n\nLeft out: {found['why']}."
    figures = found["held out"]
    names = list(next(iter(figures.values())))
    one = found["one subject"]
    return "\n\n".join(
        [
            f"{title} · {found['questions']} real questions",
            f"The threshold that half of the texts choose, {MOST:.1%} of unrelated ones by the mean of their sets: "
            f"{found['chosen']}. On the other half:",
            table(
                ["threshold", *names], [[f"{t}", *(f"{of[n]:.4f}" for n in names)] for t, of in sorted(figures.items())]
            ),
            f"Among 2,000 rows and {_CASES} cases of one subject (BANKING77) {one['cases told of']:.0%} of the cases "
            f"are told of; {one['nearest rows of the same intent']:.0%} of their nearest rows, and "
            f"{one['all rows of the same intent']:.0%} of all rows told, have the case's intent by people's labels.",
            f"{machine()}: {found['ms a text']:.1f} ms a text.",
        ]
    )
