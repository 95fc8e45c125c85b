"""Contamination: recall by kind of leak, false alarms, and seconds for a million rows beside other ways."""

from __future__ import annotations

import json
import random
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.runs import machine, table
from harness.lint.overlap import Index

ROWS, ITEMS, BATCH = 200_000, 1_000, 4_096
_PAD = "Please read what follows with care and answer as well as you can. Ответьте, пожалуйста, на вопрос ниже. "
_WORDS = [
    "lamp",
    "chair",
    "table",
    "vase",
    "jug",
    "clock",
    "order",
    "desk",
    "town",
    "courier",
    "receipt",
    "week",
    "month",
    "price",
    "box",
    "letter",
    "garden",
    "winter",
    "phone",
    "лампа",
    "стул",
    "стол",
    "ваза",
    "часы",
    "заказ",
    "город",
    "курьер",
    "чек",
    "неделя",
    "месяц",
    "цена",
    "коробка",
    "письмо",
    "сад",
    "зима",
    "телефон",
    "мост",
    "река",
    "окно",
]


def measure(folder: Path | None = None) -> dict[str, Any]:
    """Recall on planted leaks (and real paraphrases where the folder has them), false alarms, speed."""
    draw = random.Random(0)  # noqa: S311 - no secret
    real = _real(folder)
    texts = [text for text, _ in real] or [_text(draw, 24) for _ in range(ITEMS)]
    unrelated = _unrelated(folder) or [_text(random.Random(i), 14) for i in range(5_000)]  # noqa: S311
    index = Index(texts)
    leaks: dict[str, Callable[[str], str]] = {
        "exact": lambda t: t,
        "other case and punctuation": lambda t: t.upper().replace(",", " — ").replace("?", "!"),
        "embedded": lambda t: f"{_PAD * 3}{t} {_PAD * 3}",
        "one word of ten edited": lambda t: _edited(t, draw),
        "edited and embedded": lambda t: f"{_PAD * 3}{_edited(t, draw)} {_PAD * 3}",
    }
    found = {name: _recall(index, [leak(text) for text in texts]) for name, leak in leaks.items()}
    beside: dict[str, dict[str, float]] = {}
    short = [text for text in dict.fromkeys(unrelated) if 5 <= len(text.split()) < 16][:ITEMS]
    of_short = Index(short)
    for name, leak in (
        ("short, as it is", lambda t: t),
        ("short, a letter in four of the other alphabet", lambda t: _looks_alike(t, draw)),
        ("short, two words mistyped", lambda t: _mistyped(t, draw)),
    ):
        found[name] = _recall(of_short, [leak(text) for text in short])
    if real:
        found["paraphrased"] = _recall(index, [other for _, other in real])
    for name, way in (("datasketch", _minhash()), ("rensa", _rensa())):
        if way is not None:
            beside[name] = {
                leak: sum(i in hits for i, hits in enumerate(way(texts, [plant(text) for text in texts]))) / len(texts)
                for leak, plant in leaks.items()
            }
    alarms = {o.text for o in index.search(unrelated) if o.kind != "paraphrased"}
    unsure = {o.text for o in index.search(unrelated) if o.kind == "paraphrased"}
    return {
        "items": len(texts),
        "real": bool(real),
        "recall": found,
        "recall beside": beside,
        "unrelated": len(unrelated),
        "false alarms": len(alarms) / len(unrelated),
        "false paraphrases": len(unsure) / len(unrelated),
        "speed": _speed(draw),
    }


def _real(folder: Path | None) -> list[tuple[str, str]]:
    file = folder / "contamination/mmlu_rephrased.jsonl" if folder else None
    if file is None or not file.is_file():
        return []
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line)
    return [(row["eval"], row["rephrased"]) for row in rows]


def _unrelated(folder: Path | None) -> list[str]:
    file = folder / "support/banking77_train.jsonl" if folder else None
    if file is None or not file.is_file():
        return []
    return [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").split("\n") if line]


def _text(draw: random.Random, words: int) -> str:
    return " ".join(f"{draw.choice(_WORDS)}{draw.randrange(40)}" for _ in range(words))


def _edited(text: str, draw: random.Random) -> str:
    words = text.split()
    for at in draw.sample(range(len(words)), max(1, round(len(words) / 10))):
        words[at] = draw.choice(["", draw.choice(_WORDS), f"{words[at]} {draw.choice(_WORDS)}"])
    return " ".join(word for word in words if word)


_ALIKE = dict(zip("aceopxyасеорху", "асеорхуaceopxy", strict=False))


def _looks_alike(text: str, draw: random.Random) -> str:
    return "".join(_ALIKE.get(sign, sign) if draw.random() < 0.25 else sign for sign in text)


def _mistyped(text: str, draw: random.Random) -> str:
    """In two of the longer words, as far as there are, one letter missing, twice, or swapped with the next."""
    words = text.split()
    for at in draw.sample(
        long := [i for i, word in enumerate(words) if len(word) >= 5 and word.isalpha()], min(2, len(long))
    ):
        word = words[at]
        i = draw.randrange(1, len(word) - 1)
        words[at] = draw.choice(
            [word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], word[:i] + word[i + 1] + word[i] + word[i + 2 :]]
        )
    return " ".join(words)


def _recall(index: Index, leaked: list[str]) -> dict[str, float]:
    """The share of texts that are told of at all, and told for sure (as errors: exact, embedded, edited)."""
    told: set[int] = set()
    sure: set[int] = set()
    for o in index.search(leaked):
        if o.item == o.text:
            told.add(o.text)
            if o.kind in ("exact", "embedded", "edited"):
                sure.add(o.text)
    return {"told": len(told) / len(leaked), "sure": len(sure) / len(leaked)}


def _speed(draw: random.Random) -> dict[str, Any]:
    items = [_text(draw, 14) for _ in range(ITEMS)]
    rows = [_text(draw, 20) for _ in range(ROWS)]
    ways: dict[str, Callable[[], object]] = {
        "this": lambda: _batches(Index(items), rows),
        "8-word shingles in a set, plain Python": lambda: _shingles(items, rows[: ROWS // 4]),
        "every pair by rapidfuzz (a thousandth of them)": lambda: _pairs(items, rows[: ROWS // 1_000]),
    }
    scale = dict.fromkeys(ways, 1.0)
    scale["8-word shingles in a set, plain Python"] = 4.0
    scale["every pair by rapidfuzz (a thousandth of them)"] = 1_000.0
    if (minhash := _minhash()) is not None:
        ways["datasketch MinHashLSH (a hundredth of them)"] = lambda: sum(map(len, minhash(items, rows[: ROWS // 100])))
        scale["datasketch MinHashLSH (a hundredth of them)"] = 100.0
    if (rensa := _rensa()) is not None:
        ways["rensa RMinHashLSH (a tenth of them)"] = lambda: sum(map(len, rensa(items, rows[: ROWS // 10])))
        scale["rensa RMinHashLSH (a tenth of them)"] = 10.0
    seconds = {}
    for name, way in ways.items():
        began = time.process_time()
        way()
        seconds[name] = (time.process_time() - began) * scale[name] * 1_000_000 / ROWS
    return {"cpu seconds a million rows": seconds, "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _batches(index: Index, rows: list[str]) -> int:
    return sum(1 for start in range(0, len(rows), BATCH) for _ in index.search(rows[start : start + BATCH]))


def _shingles(items: list[str], rows: list[str]) -> int:
    known = {one for item in items for one in _grams(item)}
    return sum(1 for row in rows if any(one in known for one in _grams(row)))


def _grams(text: str) -> Iterator[str]:
    words = text.lower().split()
    return (" ".join(words[i : i + 8]) for i in range(len(words) - 7))


def _pairs(items: list[str], rows: list[str]) -> int:
    from rapidfuzz import fuzz, process

    return sum(len(process.extract(row, items, scorer=fuzz.partial_ratio, score_cutoff=80)) for row in rows)


def _minhash() -> Callable[[list[str], list[str]], Iterator[list[int]]] | None:
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        return None

    def sketch(text: str) -> Any:
        made = MinHash(num_perm=128)
        made.update_batch([word.encode() for word in text.lower().split()])
        return made

    def run(items: list[str], rows: list[str]) -> Iterator[list[int]]:
        lsh = MinHashLSH(threshold=0.5, num_perm=128)
        for i, item in enumerate(items):
            lsh.insert(i, sketch(item))
        return (lsh.query(sketch(row)) for row in rows)

    return run


def _rensa() -> Callable[[list[str], list[str]], Iterator[list[int]]] | None:
    try:
        from rensa import RMinHash, RMinHashLSH
    except ImportError:
        return None

    def sketch(text: str) -> Any:
        made = RMinHash(num_perm=125, seed=1)
        made.update(text.lower().split())
        return made

    def run(items: list[str], rows: list[str]) -> Iterator[list[int]]:
        lsh = RMinHashLSH(threshold=0.5, num_perm=125, num_bands=25)  # as datasketch cuts its 128
        for i, item in enumerate(items):
            lsh.insert(i, sketch(item))
        return (lsh.query(sketch(row)) for row in rows)

    return run


def text(found: dict[str, Any]) -> str:
    """Tables of recall and of speed."""
    of = "real questions" if found["real"] else "planted texts"
    beside = found["recall beside"]
    recall = [
        [
            name,
            f"{r['told']:.3f}",
            f"{r['sure']:.3f}",
            *(f"{of[name]:.3f}" if name in of else "–" for of in beside.values()),
        ]
        for name, r in found["recall"].items()
    ]
    speed = [[name, f"{s:.1f}"] for name, s in found["speed"]["cpu seconds a million rows"].items()]
    return "\n\n".join(
        [
            f"### contamination · {found['items']} {of}",
            table(["leak", "told of", "as an error", *beside], recall),
            f"Of {found['unrelated']:,} unrelated texts {found['false alarms']:.2%} told of as leaks, "
            f"{found['false paraphrases']:.2%} as perhaps the same in other words.",
            f"{machine()}: CPU seconds for a million rows of 20 words against {ITEMS:,} items of 14 (reading aside); "
            f"at most {found['speed']['peak MB']:.0f} MB.",
            table(["", "s"], speed),
        ]
    )
