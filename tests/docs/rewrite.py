"""`python tests/docs/rewrite.py [PAGE…]`: writes what the commands of pages print now into the pages.

Blocks that leave something out (`[…]`) and that no longer hold are named and left to a person, as are exit statuses.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from docs.pages import PAGES, ROOT, Run, blocks, matches, runs, steps
from docs.test_page_blocks import MODEL, printed


def main(pages: list[Path]) -> None:
    for run in runs():
        if not pages or run.stages[0][1].page in pages:
            _rewrite(run)


def _rewrite(run: Run) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if run.model:
            shutil.copytree(MODEL, folder / "models/support")
        for files, block in run.stages:
            for file, text in files.items():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_text(text, encoding="utf-8")
            lines, status = [], 0
            for typed, told in steps(block):
                status, said = printed(typed, folder)
                kept = matches(told, said) or "[…]" in told
                if not matches(told, said):
                    sys.stdout.write(f"{block.place}: {'look at' if kept else 'wrote'} {typed[:60]}\n")
                lines += ["$ " + typed.replace("\n", "\n> "), *(told if kept else said.strip("\n")).splitlines()]
            if status != block.status:
                sys.stdout.write(f"{block.place}: exit status {status}, not {block.status}\n")
            new = "".join(f"{line.rstrip()}\n" for line in lines)
            for page in PAGES:  # the same block may stand in both languages
                if any(other.text == block.text for other in blocks(page)):
                    page.write_text(page.read_text(encoding="utf-8").replace(block.text, new, 1), encoding="utf-8")


if __name__ == "__main__":
    main([(ROOT / name).resolve() for name in sys.argv[1:]])
