"""What ways of training teach and what they cost: `python -m benchmarks.methods [--ways lora sft …]`.

The demo's task by LoRA, QLoRA and full tuning as their recipes are shipped, and LoRA and full tuning without the replay
of the base's own skills: each trained once (one seed), then measured by `ckptgate select` on the dev split, which also
says which epoch it takes. Rates in percent, the difference to the base's score with its 90 % interval.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.runs import Took, machine, run, table, write_section
from benchmarks.training import CLI, ONE
from trainers.demo.shop import copy_shop

WAYS = {"lora": "lora", "qlora": "qlora", "sft": "sft", "lora-alone": "lora", "sft-alone": "sft"}
"""The recipe behind each way; "alone" is without replay."""
SELECT = [*CLI[:-1], "select"]


def main() -> None:
    """Train, measure, print, write the section to benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ways", nargs="*", choices=tuple(WAYS), default=list(WAYS), metavar="NAME")
    parser.add_argument("--json", action="store_true", help="print one JSON object; write nothing")
    asked = parser.parse_args()
    found: dict[str, tuple[Took, dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder)
        copy_shop(shop)
        for way in asked.ways:
            print(f"  {way}", file=sys.stderr, flush=True)
            took = run([*CLI, _recipe(shop, way)], shop, more=ONE)
            run([*SELECT, way], shop)
            found[way] = took, json.loads((shop / "runs" / way / "select.json").read_text(encoding="utf-8"))
    if asked.json:
        print(json.dumps({way: {"took": took._asdict(), **chosen} for way, (took, chosen) in found.items()}, indent=1))
        return
    text = (
        f"`python -m benchmarks.methods`, {machine()}, one thread, one seed: the epoch that `ckptgate select` takes, "
        f"on the dev split. “alone”: without the replay of the base's own skills.\n\n{_table(found)}"
    )
    print(text)
    write_section("Methods side by side, and replay against none", text)


def _recipe(shop: Path, way: str) -> str:
    text = (shop / f"trainers/recipes/{WAYS[way]}.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^name: .*$", f"name: {way}", text, flags=re.MULTILINE)
    if way.endswith("-alone"):
        text, left_out = re.subn(r"^  mix: .*\n", "", text, flags=re.MULTILINE)
        assert left_out == 1, f"the recipe {WAYS[way]} has no `mix:` in a line of its own"
    file = shop / f"{way}.yaml"
    file.write_text(text, encoding="utf-8")
    return file.name


def _table(found: dict[str, tuple[Took, dict[str, Any]]]) -> str:
    base = next(iter(found.values()))[1]["base"]
    rows = [["the base", *_rates(base), "", "", "", ""]]
    for way, (took, chosen) in found.items():
        taken = next(epoch for epoch in chosen["epochs"] if epoch["name"] == chosen["chosen"])
        epoch = f"{chosen['chosen'].rpartition('-')[2]} of {len(chosen['epochs'])}"
        spent = f"{took.cpu:.0f} s", f"{took.megabytes:.0f} MB"
        rows.append([f"`{way}`", *_rates(taken), _points(chosen["over_base"]), epoch, *spent])
    measured = "target", "base skills", "score", "over the base, points"
    return table(["way", *measured, "epoch taken", "processor", "peak memory"], rows)


def _rates(measured: dict[str, Any]) -> list[str]:
    return [f"{measured[of]:.1%}" for of in ("target", "skills", "score")]


def _points(difference: dict[str, float]) -> str:
    value, lower, upper = (f"{100 * difference[of]:+.1f}".replace("-", "−") for of in ("value", "lower", "upper"))
    return f"{value} ({lower} … {upper})"


if __name__ == "__main__":
    main()
