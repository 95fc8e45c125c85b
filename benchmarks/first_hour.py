"""The tutorial's hour, by the clock: `python -m benchmarks.first_hour`.

A stranger's folder, a fresh virtual environment, a spreadsheet of 200 questions, half of them Russian; the embedded
model, a directory made elsewhere (a Llama with random weights, saved by transformers), and an endpoint on this machine
that answers from the sheet after 50 ms. Whole processes, once each. A person's own time is no part of it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.runs import ROOT, machine, run, table, write_section

TITLE = "The first hour"
EMBEDDED, ELSEWHERE, ENDPOINT = "embedded model", "a directory made elsewhere", "an endpoint"
VERDICT = (0, 1, 10)
ALONE = {"PYTHONPATH": ""}
"""A stranger has no checkout on the path."""
MAKE = """
import sys, torch
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
torch.manual_seed(int(sys.argv[3]))
LlamaForCausalLM(LlamaConfig(
    vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
    max_position_embeddings=512, eos_token_id=tokenizer.eos_token_id,
)).save_pretrained(sys.argv[2])
tokenizer.save_pretrained(sys.argv[2])
"""


def sheet() -> list[tuple[str, str | date | int, str]]:
    """Question, answer and topic of 200 rows: prices, terms, dates, yes and no, lists, texts; a few that can't stay."""
    rows: list[tuple[str, str | date | int, str]] = []
    for n in range(16):
        rows += [
            (f"How much is desk {n}?", f"{49 + 7 * n} €", "prices"),
            (f"Сколько стоит стол {n}?", f"{4 + n} 990 ₽", "цены"),
            (f"How many days does delivery to zone {n} take?", f"{n + 2} days", "delivery"),
            (f"Сколько дней идёт доставка в зону {n}?", f"{n + 2} дней", "доставка"),
            (f"Is desk {n} made of wood?", "Yes" if n % 3 else "No", "products"),
            (f"Стол {n} из дерева?", "Да" if n % 3 else "Нет", "товары"),
            (f"When was model {n} introduced?", date(2010 + n, n % 12 + 1, n + 3), "products"),
            (f"Когда вышла модель {n}?", f"{n + 3} марта {2010 + n} года", "товары"),
            (f"What do I need to return desk {n}?", "The receipt, the box and the order number.", "returns"),
            (f"Что нужно для возврата стола {n}?", "Чек, упаковка и номер заказа.", "возврат"),
            (
                f"Who repairs desk {n}?",
                f"Anna Petrova does. Write to repair{n}@shop.example within 30 days.",
                "services",
            ),
            (
                f"Кто починит стол {n}?",
                f"Анна Петрова. Напишите на repair{n}@shop.example в течение 30 дней.",
                "услуги",
            ),
        ]
    return [
        *rows[:192],
        ("How much is desk 1?", "56 €", "prices"),
        ("How much is desk 2?", "99 €", "prices"),
        ("Стол 1 из дерева?", "Нет", "товары"),
        ("Can I return a lamp?", "", "returns"),
        ("", "Да", "возврат"),
        ("Do you have a blog?", "TODO", "products"),
        ("How many shops are there?", 4, "products"),
        ("Сколько у вас магазинов?", 5, "товары"),
    ]


def write_sheet(file: Path, rows: list[tuple[str, str | date | int, str]]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.create_sheet("Вопросы", 0)
    page.append(["Вопрос", "Ответ", "Тема"])
    for row in rows:
        page.append(list(row))
    book.save(file)


class _Answers(BaseHTTPRequestHandler):
    """An OpenAI-compatible server: what the sheet says, and every twentieth time nothing of it."""

    known: dict[str, str]

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._send({"object": "list", "data": [{"id": "support", "object": "model"}]})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["messages"][-1]["content"]
        time.sleep(0.05)
        said = self.known.get(asked, "I am glad to help you with that.")
        if len(asked) % 20 == 0:
            said = "I am not sure about that."
        choice = {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}
        self._send({"id": "x", "object": "chat.completion", "model": "support", "choices": [choice], "usage": usage})

    def _send(self, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Hour:
    """One folder, one model, and what each step took."""

    def __init__(self, work: Path, name: str, model: str, other: str) -> None:
        self.folder, self.model, self.other = work / name.replace(" ", "-"), model, other
        self.bin = work / "venv/bin"
        self.took: dict[str, float] = {}
        self.folder.mkdir()
        write_sheet(self.folder / "questions.xlsx", sheet())

    def step(self, name: str, line: str, expect: tuple[int, ...] = (0,)) -> None:
        command = f"export PATH={self.bin}:$PATH; {line}"
        self.took[name] = run(["bash", "-c", command], self.folder, expect=expect, more=ALONE).seconds
        print(f"  {name}: {self.took[name]:.1f} s", file=sys.stderr, flush=True)

    def go(self) -> None:
        languages = "--languages en,ru --suites golden,format,policy --ci github --yes"
        gate = f"pytest --model='{self.model}'"
        self.step("`ckptgate init`", f"ckptgate init --model '{self.model}' {languages}")
        self.step("`cases import --dry-run`", "ckptgate cases import questions.xlsx --dry-run")
        self.step("`cases import`", "ckptgate cases import questions.xlsx --yes")
        self.step("the first gate", gate, VERDICT)
        self.step("`cases approve`, every draft", f"yes a | ckptgate cases approve --model '{self.model}' --draft")
        self.step("a gate against a second model", f"{gate} --baseline='{self.other}'", VERDICT)
        missed = self.missed()
        said = "--reason measured --expect 'max_words: 400'"
        self.step("`cases accept`", f"ckptgate cases accept {missed} {said}")
        self.step(
            "`cases incident`",
            "ckptgate cases incident --question 'When will it come?' --bad 'It will arrive on Friday.' "
            "--good 'It usually takes 3 to 5 days.' --wrong 'promised a day' --expect no_promises",
        )
        self.step("the same again, nothing to generate", f"{gate} --baseline='{self.other}'", VERDICT)
        self.step("the recorded lane", f"{gate} --baseline='{self.other}' --recorded", VERDICT)

    def missed(self) -> str:
        """A golden case that misses by one check alone."""
        record = json.loads(max(self.folder.glob("records/*/record.json")).read_text())
        return next(
            f"{case['suite']}/{case['id']}"
            for case in record["cases"]
            if case["suite"] == "golden" and not case["candidate"]["passed"] and len(case["expect"]) == 1
        )


def install(work: Path) -> dict[str, float]:
    """A wheel as a stranger would have it, and the two installs."""
    wheels, pip = work / "wheels", str(work / "venv/bin/pip")
    run([sys.executable, "-m", "venv", str(work / "venv")], work, more=ALONE)
    run([pip, "wheel", "--no-deps", "-q", "-w", str(wheels), str(ROOT)], work, more=ALONE)
    wheel = next(wheels.glob("*.whl"))
    constraints = ["-q", "-c", str(ROOT / "constraints.txt")]
    light = run([pip, "install", *constraints, str(wheel)], work, more=ALONE).seconds
    size = sum(file.stat().st_size for file in (work / "venv/lib").rglob("*") if file.is_file()) / 2**20
    whole = run([pip, "install", *constraints, f"{wheel}[hf]"], work, more=ALONE).seconds
    return {"light": light, "megabytes": size, "hf": whole}


def models(work: Path) -> Iterator[tuple[str, str, str]]:
    """What is gated under which name, and against what."""
    python, base = str(work / "venv/bin/python"), work / "support"
    shutil.copytree(ROOT / "trainers/demo/base", base, ignore=shutil.ignore_patterns("manifest.json", "skills.json"))
    for seed, name in enumerate(("elsewhere", "before")):
        run([python, "-c", MAKE, str(base), str(work / name), str(seed)], work, more=ALONE)
    yield EMBEDDED, str(base), str(work / "before")
    yield ELSEWHERE, str(work / "elsewhere"), str(work / "before")
    _Answers.known = {question: str(answer) for question, answer, _ in sheet()}
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Answers) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    here, before = (f"openai:http://127.0.0.1:{server.server_port}/v1#support" for server in servers)
    yield ENDPOINT, here, before


def main() -> None:
    """Measure, and put the table into benchmarks/README.md."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory(prefix="first-hour-") as folder:
        work = Path(folder)
        installed = install(work)
        hours: dict[str, Hour] = {}
        for name, model, other in models(work):
            print(name, file=sys.stderr, flush=True)
            hours[name] = Hour(work, name, model, other)
            hours[name].go()
    steps = list(next(iter(hours.values())).took)
    rows = [
        ["`pip install`", *(f"{installed['light'] + installed['hf'] * (name != ENDPOINT):.0f} s" for name in hours)],
        *([step, *(f"{hour.took[step]:.1f} s" for hour in hours.values())] for step in steps),
    ]
    whole = [
        installed["light"] + installed["hf"] * (name != ENDPOINT) + sum(h.took.values()) for name, h in hours.items()
    ]
    verdict = [sum(h.took[step] for step in steps[: steps.index("the first gate") + 1]) for h in hours.values()]
    rows += [
        ["from `init` to the first verdict", *(f"{seconds:.0f} s" for seconds in verdict)],
        ["all of it", *(f"{seconds:.0f} s" for seconds in whole)],
    ]
    text = (
        f"`python -m benchmarks.first_hour`, {machine()}; 200 rows, whole processes, once each. The light install has "
        f"{installed['megabytes']:.0f} MB with pip itself.\n\n{table(['', *hours], rows)}"
    )
    print(text)
    write_section(TITLE, text)


if __name__ == "__main__":
    main()
