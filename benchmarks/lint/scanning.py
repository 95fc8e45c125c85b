"""One large file held to many cases: seconds, peak memory of all processes, planted copies found."""

from __future__ import annotations

import itertools
import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.runs import machine, table
from harness.case_files import load_cases
from harness.lint.lints import About
from harness.lint.scan import scan

ROWS, CASES, PLANTED = 100_000, 1_000, 400
_WORDS = 15_000
_SYLLABLES = {
    "en": "ka lo mi ter san or in ver pa st el un ri do be cha qu fo gre lin",
    "ru": "ка лё ми тер сан ор ин вер па ст ел ун ри до бе ча ку фо гре ль",
}


class _Texts:
    """Made-up words, common ones as much commoner as in a language (Zipf's law)."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - no secret
        self._chances = list(itertools.accumulate(1 / (rank + 2) for rank in range(_WORDS)))
        self._words: dict[str, list[str]] = {}
        for lang, parts in _SYLLABLES.items():
            words = [
                "".join(of)
                for n in (2, 3, 4)
                for of in itertools.islice(itertools.product(parts.split(), repeat=n), 9_000)
            ]
            random.Random(0).shuffle(words)  # noqa: S311
            self._words[lang] = words[:_WORDS]

    def text(self, words: int) -> str:
        """A sentence of one language."""
        lang = self.draw.choice(["en", "ru"])
        return " ".join(self.draw.choices(self._words[lang], cum_weights=self._chances, k=words)).capitalize() + "."


def measure(rows: int = ROWS) -> dict[str, Any]:
    """Scan `rows` made-up rows, a few of which ask what a case asks, for `CASES` cases."""
    texts = _Texts(1)
    prompts = [texts.text(texts.draw.randint(16, 30)) for _ in range(CASES)]
    with tempfile.TemporaryDirectory() as folder:
        file, where = Path(folder, "data.jsonl"), texts.draw.sample(range(rows), min(PLANTED, rows))
        planted = {at: prompts[n % CASES] for n, at in enumerate(where)}
        with file.open("w", encoding="utf-8") as lines:
            for at in range(rows):
                asked = planted.get(at)
                if asked is None:
                    asked = texts.text(14)
                elif at % 2:
                    asked = f"{texts.text(5)} {_edited(asked, texts.draw)} {texts.text(5)}"
                turns = [{"role": "user", "content": asked}, {"role": "assistant", "content": texts.text(16)}]
                lines.write(json.dumps({"messages": turns}, ensure_ascii=False) + "\n")
        listed = "".join(
            f"- id: c{n}\n  prompt: {json.dumps(p, ensure_ascii=False)}\n  expect: [{{max_words: 60}}]\n"
            for n, p in enumerate(prompts)
        )
        Path(folder, "cases.yaml").write_text(f"suite: own\nsplit: gate\ncases:\n{listed}", encoding="utf-8")
        cases = tuple(load_cases([Path(folder, "cases.yaml")]))
        size = file.stat().st_size
        began, cpu = time.perf_counter(), _cpu()
        with _memory() as peak:
            found = scan([file], About(cases=cases))
        seconds, cpu = time.perf_counter() - began, _cpu() - cpu
    lines_found = {place.line - 1 for f in found.findings if f.rule.severity == "error" for place in f.places}
    return {
        "rows": rows,
        "cases": CASES,
        "MB": size / 1e6,
        "seconds": seconds,
        "cpu seconds": cpu,
        "peak MB": max(peak),
        "compared in full": found.compared / rows,
        "planted": len(planted),
        "told of as errors": len(lines_found & planted.keys()) / len(planted),
        "others told of as errors": len(lines_found - planted.keys()),
    }


def _edited(text: str, draw: random.Random) -> str:
    words = text.split()
    for at in draw.sample(range(len(words)), max(1, len(words) // 10)):
        words[at] = ""
    return " ".join(word for word in words if word)


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@contextmanager
def _memory() -> Iterator[list[float]]:
    """The resident size of this process and its children, in MB, every 20 ms; pages that they share count twice."""
    seen, done = [_resident()], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            seen.append(_resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def _resident() -> float:
    pids = [os.getpid()]
    for task in Path("/proc/self/task").iterdir():
        pids += map(int, _read(task / "children").split())
    pages = [int(told.split()[1]) for pid in pids if (told := _read(Path(f"/proc/{pid}/statm")))]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:  # the process or thread has ended
        return ""


def text(found: dict[str, Any]) -> str:
    """One row."""
    heads = ["rows × cases", "file", "seconds", "CPU seconds", "peak memory", "compared in full", "planted, told of"]
    row = [
        f"{found['rows']:,} × {found['cases']:,}",
        f"{found['MB']:.0f} MB",
        f"{found['seconds']:.1f}",
        f"{found['cpu seconds']:.1f}",
        f"{found['peak MB']:,.0f} MB",
        f"{found['compared in full']:.2%}",
        f"{found['told of as errors']:.3f} of {found['planted']}",
    ]
    return "\n\n".join(
        [
            "### scan of a large file",
            f"{machine()}: made-up bilingual rows, every second planted case edited and inside a longer text; "
            f"{found['others told of as errors']} other rows told of.",
            table(heads, [row]),
        ]
    )
