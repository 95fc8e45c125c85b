"""Contamination: copies of evaluation texts planted among rows that a script makes, paraphrases by a model, speed."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from harness.case_files import load_cases
from harness.cases import Case
from harness.fingerprint import fingerprint, words_of
from harness.lint.fingerprinted import check
from harness.lint.overlap import Index
from harness.lint.scan import scan

__all__ = ["measure", "text"]

REPHRASED, ASKED = "contamination/mmlu_rephrased.jsonl", "support/banking77_train.jsonl"
_ROWS, _CASES, _EACH = 20_000, 1_000, 100
_SOUNDS = {
    "en": ("b c d f g h l m n p r s t w th st", "a e i o u er in al"),
    "ru": ("б в г д к л м н п р с т ст пр", "а е и о у ов ен ый"),
}
_SYLLABLES = {lang: [a + b for a in first.split() for b in last.split()] for lang, (first, last) in _SOUNDS.items()}


class _Writer:
    """Texts whose words are as frequent as those of a language (Zipf); a quarter of them Russian."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - no secret
        self._words = {lang: self._vocabulary(parts) for lang, parts in _SYLLABLES.items()}
        self._sums = list(accumulate(1 / (i + 2.7) for i in range(20_000)))

    def _vocabulary(self, parts: Sequence[str]) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < 20_000:
            made["".join(self.random.choices(parts, k=self.random.choice((1, 2, 2, 3, 3, 4))))] = None
        return sorted(made, key=lambda word: (len(word), word))

    def text(self, words: int) -> str:
        chosen = self._words["ru" if self.random.random() < 0.25 else "en"]
        return " ".join(self.random.choices(chosen, cum_weights=self._sums, k=words))

    def row(self) -> tuple[str, str]:
        length = max(8, min(500, int(self.random.lognormvariate(3.7, 0.6))))
        return self.text(max(4, length // 4)).capitalize() + "?", self.text(length).capitalize() + "."

    def edited(self, text: str) -> str:
        """A tenth of the words exchanged, left out, or with one put beside."""
        said = text.split()
        for at in self.random.sample(range(len(said)), max(1, round(len(said) / 10))):
            said[at] = self.random.choice(("", self.text(1), f"{said[at]} {self.text(1)}"))
        return " ".join(said)


def _copies(writer: _Writer) -> dict[str, Callable[[str], tuple[str, str]]]:
    def within(text: str) -> str:
        return f"{writer.text(40)} {text} {writer.text(60)}"

    return {
        "exact": lambda text: (text, writer.text(20)),
        "normalized": lambda text: (text.upper().replace(" ", " — ", 2) + "!", writer.text(20)),
        "in an answer": lambda text: (writer.text(9), text),
        "embedded": lambda text: (within(text), writer.text(20)),
        "embedded in an answer": lambda text: (writer.text(9), within(text)),
        "edited": lambda text: (writer.edited(text), writer.text(20)),
        "edited and embedded": lambda text: (within(writer.edited(text)), writer.text(20)),
    }


def measure(folder: Path | None = None) -> dict[str, Any]:
    """Recall by kind of copy, false alarms, what a fingerprint tells, paraphrases, and the time a row takes."""
    writer = _Writer(seed=1)
    texts = [writer.text(writer.random.randint(12, 60)) for _ in range(_CASES)]
    kinds = _copies(writer)
    rows = [writer.row() for _ in range(_ROWS)]
    planted = {kind: texts[i * _EACH : (i + 1) * _EACH] for i, kind in enumerate(kinds)}
    for kind, of in planted.items():
        rows += [kinds[kind](text) for text in of]
    writer.random.shuffle(rows)
    with TemporaryDirectory() as made:
        cases = _cases(texts, Path(made) / "cases.yaml")
        file = _written(rows, Path(made) / "rows.jsonl")
        clean = _written([writer.row() for _ in range(_ROWS)], Path(made) / "clean.jsonl")
        start = os.times()
        scanned = scan([file], cases, processes=1)
        seconds = os.times().user - start.user
        hit = {f.data["case"] for f in scanned.findings if f.rule.name == "contaminated-case"}
        alike = {pair["case"] for f in scanned.findings if f.rule.name == "similar-case" for pair in f.data["pairs"]}
        held, _ = check(fingerprint(said for row in rows for said in row), cases)
        recognized = {f.data["case"] for f in held}
        of_clean = scan([clean], cases, processes=1).findings
    at = {text: f"c{i}" for i, text in enumerate(texts)}
    unplanted = {at[text] for text in texts[len(kinds) * _EACH :]}
    return {
        "recall": {kind: sum(at[t] in hit for t in of) / len(of) for kind, of in planted.items()},
        "similar": {kind: sum(at[t] in alike for t in of) / len(of) for kind, of in planted.items()},
        "fingerprint": {kind: sum(at[t] in recognized for t in of) / len(of) for kind, of in planted.items()},
        "false": len(hit & unplanted) + sum(f.rule.name == "contaminated-case" for f in of_clean),
        "false_by_fingerprint": len(recognized & unplanted),
        "compared": scanned.compared / scanned.lines,
        "microseconds": {
            "scan": seconds / len(rows) * 1e6,
            **{name: _timed(function, rows[:2000], texts) for name, function in _OTHERS.items()},
        },
        "paraphrases": _paraphrases(folder),
    }


def _cases(texts: Sequence[str], file: Path) -> list[Case]:
    cases = "".join(
        f"- id: c{i}\n  prompt: {json.dumps(said, ensure_ascii=False)}\n  expect: [{{max_words: 90}}]\n"
        for i, said in enumerate(texts)
    )
    file.write_text(f"suite: planted\nsplit: gate\ncases:\n{cases}", encoding="utf-8")
    return load_cases([file])


def _written(rows: Sequence[tuple[str, str]], file: Path) -> Path:
    with file.open("w", encoding="utf-8") as f:
        for prompt, completion in rows:
            f.write(json.dumps({"prompt": prompt, "completion": completion}, ensure_ascii=False) + "\n")
    return file


def _timed(
    search: Callable[[Sequence[str], Sequence[str]], object], rows: Sequence[tuple[str, str]], texts: Sequence[str]
) -> float | None:
    start = time.process_time()
    try:
        search([f"{prompt} {completion}" for prompt, completion in rows], texts)
    except ImportError:
        return None
    return (time.process_time() - start) / len(rows) * 1e6


def _runs(said: str) -> set[str]:
    words = words_of(said)
    return {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}


def _plain(rows: Sequence[str], texts: Sequence[str]) -> list[int]:
    known = set().union(*map(_runs, texts))
    return [i for i, row in enumerate(rows) if not known.isdisjoint(_runs(row))]


def _minhash(rows: Sequence[str], texts: Sequence[str]) -> list[list[Any]]:
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

    def hashed(said: str) -> Any:
        made = MinHash(num_perm=128)
        made.update_batch([word.encode() for word in words_of(said)])
        return made

    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    for i, said in enumerate(texts):
        lsh.insert(i, hashed(said))
    return [lsh.query(hashed(row)) for row in rows]


def _index(rows: Sequence[str], texts: Sequence[str]) -> Counter[str]:
    return Counter(found.kind for found in Index(texts).search(rows))


_OTHERS: dict[str, Callable[[Sequence[str], Sequence[str]], object]] = {
    "all compared": _index,
    "8-grams, plain Python": _plain,
    "datasketch MinHashLSH": _minhash,
}


def _paraphrases(folder: Path | None) -> dict[str, float] | None:
    if folder is None or not (folder / REPHRASED).is_file():
        return None
    rows = list(_read(folder / REPHRASED))
    index, n = Index([row["eval"] for row in rows]), len(rows)
    found = {(o.item, o.text) for o in index.search([row["rephrased"] for row in rows])}
    told = {
        "recall": sum((i, i) in found for i in range(n)) / n,
        "false_pairs": sum(i != j for i, j in found) / (n * (n - 1)),
    }
    if (folder / ASKED).is_file():
        asked = [row["text"] for row in _read(folder / ASKED)]
        told["false_texts"] = len({o.text for o in index.search(asked)}) / len(asked)
    return told


def _read(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as f:
        yield from map(json.loads, f)


def text(found: dict[str, Any]) -> str:
    """The figures as a table."""
    lines = [f"Contamination: {_CASES} cases, {_EACH} copied in each way among {_ROWS} rows, a quarter Russian"]
    lines += [
        f"  {kind:22} found {share:6.1%}, as similar {found['similar'][kind]:5.1%}"
        f"   by the fingerprint {found['fingerprint'][kind]:6.1%}"
        for kind, share in found["recall"].items()
    ]
    lines.append(
        f"  cases not planted: found {found['false']}, by the fingerprint {found['false_by_fingerprint']}; "
        f"rows compared in full {found['compared']:.1%}"
    )
    lines += [
        f"  {name:22} " + ("not installed" if spent is None else f"{spent:7.1f} µs of CPU a row")
        for name, spent in found["microseconds"].items()
    ]
    said = found["paraphrases"]
    if said is None:
        return "\n".join([*lines, f"  paraphrases left out, {REPHRASED} is not there"])
    unrelated = f", of unrelated questions {said['false_texts']:.2%}" if "false_texts" in said else ""
    lines.append(
        f"  paraphrases: recall {said['recall']:.1%}, of wrong pairs {said['false_pairs']:.2%} told{unrelated}"
    )
    return "\n".join(lines)
