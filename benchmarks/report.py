"""How fast a report is written and opened: `python -m benchmarks.report`.

Real sample cases, grown to 1,000, 10,000 and 100,000 with words of their own, 600 of them flipped; written by
`write_report`, opened from disk in headless Chromium until the first case is shown. Medians of --rounds.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.runs import ROOT, machine, table, write_section
from harness.record import Record
from harness.report import write_report

sys.path.append(str(ROOT / "tests"))


def main() -> None:
    """Measure, print the table, write it to benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print one JSON object; write nothing")
    asked = parser.parse_args()
    program = shutil.which("chromium")
    if program is None:
        sys.exit("no Chromium here (Debian's package `chromium`)")
    found = {n: _measure(n, asked.rounds, program) for n in asked.cases}
    if asked.json:
        print(json.dumps({"machine": machine(), "cases": found}, indent=1))
        return
    rows = [
        [
            f"{n:,} cases",
            f"{f['written']:.1f} s",
            f"{f['bytes'] / 1e6:.1f} MB in {f['files']:.0f} file{'s' if f['files'] > 1 else ''}",
            f"{f['opened']:.2f} s",
            f"{f['keyed']:.2f} s",
            f"{f['words']:.2f} s",
        ]
        for n, f in found.items()
    ]
    text = "\n\n".join(
        [
            f"`python -m benchmarks.report`, {machine()}, headless Chromium; medians of {asked.rounds}. Opened: from "
            "the address to the first case shown whole. A search waits 0.12 s for the next letter first; words are "
            "sought in all files.",
            table(["", "written (processor)", "size", "opened", "search by key", "first search for words"], rows),
        ]
    )
    print(text)
    write_section("Report", text)


def _measure(n: int, rounds: int, program: str) -> dict[str, float]:
    from playwright.sync_api import expect, sync_playwright

    record = grown(n)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        since = time.process_time()
        file = write_report(record, Path(folder))
        written = time.process_time() - since
        pages = list(Path(folder).iterdir())
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        opened, keyed, words = [], [], []
        for _ in range(rounds):
            page = browser.new_page()
            since = time.monotonic()
            page.goto(file.as_uri(), wait_until="commit")
            page.wait_for_selector("#detail h3", timeout=60_000)
            opened.append(time.monotonic() - since)
            for query, took in (("flip:fixed", keyed), ("shoes !receipt", words)):
                since = time.monotonic()
                page.locator("#q").fill(query)
                expect(page.locator("#found")).to_contain_text(" of ", timeout=60_000)
                took.append(time.monotonic() - since)
                page.locator("#q").fill("")
                expect(page.locator("#found")).not_to_contain_text(" of ", timeout=60_000)
            page.close()
        browser.close()
        return {
            "written": written,
            "bytes": sum(p.stat().st_size for p in pages),
            "files": len(pages),
            "opened": statistics.median(opened),
            "keyed": statistics.median(keyed),
            "words": words[0],
        }


def grown(n: int) -> Record:
    """A record of so many cases, 600 of them flipped at most, each with words of its own."""
    from report.records import large

    rng, base = random.Random(n), large()  # noqa: S311 - no secret
    words = [word for case in base.cases for word in case.messages[-1]["content"].split()]
    kept = [case for case in base.cases if case.flip.startswith("both")]
    flipped = [case for case in base.cases if not case.flip.startswith("both")]
    cases = []
    for i in range(n):
        case = flipped[i % len(flipped)] if i < min(600, n // 4) else kept[i % len(kept)]
        more = " " + " ".join(rng.choices(words, k=30))
        answers = {
            arm: answer.model_copy(update={"reply": answer.reply + more})
            for arm, answer in (("candidate", case.candidate), ("baseline", case.baseline))
            if answer
        }
        cases.append(case.model_copy(update={"id": f"{case.id}-{i}", **answers}))
    return base.model_copy(update={"cases": cases})


if __name__ == "__main__":
    main()
