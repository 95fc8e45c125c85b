"""`ckptgate decide` and `ckptgate size` at a prompt: output, exit status, misuse, and no torch."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from harness import cli
from harness.decided import decision_text
from harness.deciding import STATUS, Rules, decide
from harness.pairs import Pair

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """In an empty folder that belongs to no project."""
    monkeypatch.chdir(tmp_path)

    def go(*argv: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["ckptgate", *argv])
        capsys.readouterr()
        with pytest.raises(SystemExit) as e:
            cli.main()
        out = capsys.readouterr()
        return int(e.value.code or 0), out.out, " ".join(out.err.split())

    return go


def write(name: str, *rows: str, header: str = "case,baseline,candidate") -> str:
    Path(name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return name


@pytest.mark.parametrize(
    ("counts", "decision", "status"),
    [
        ("190 2 2 6", "PASS", 0),
        ("170 20 5 5", "FAIL", 1),
        ("170 10 10 10", "INCONCLUSIVE", 10),
        ("0 0 0 0", "ERROR", 11),
    ],
)
def test_each_decision_has_its_status(run: Run, counts: str, decision: str, status: int) -> None:
    code, out, _ = run("decide", "--counts", *counts.split(), "--json")
    made = json.loads(out)
    assert (made["decision"], code) == (decision, status)
    code, out, _ = run("decide", "--counts", *counts.split())
    assert code == status
    assert out.split()[1] == decision


def test_the_numbers_that_are_promised_are_there(run: Run) -> None:
    made = json.loads(run("decide", "--counts", "190", "2", "2", "6", "--margin", "0.03", "--json")[1])
    assert {"n", "delta", "lower", "upper", "p_worse", "decision", "detectable"} <= made.keys()
    assert (made["n"], made["delta"], made["p_worse"]) == (200, 0, 0.5)


def test_a_file_and_its_counts_say_the_same(run: Run) -> None:
    rows = [*(f"a{i},1,1" for i in range(120)), "b,1,0", "c,0,1", "d,0,0"]
    by_file = json.loads(run("decide", "--pairs", write("r.csv", *rows), "--json")[1])
    by_counts = json.loads(run("decide", "--counts", "120", "1", "1", "1", "--json")[1])
    assert by_file == by_counts


def test_incomplete_results_are_no_verdict_and_the_rows_are_named(run: Run) -> None:
    file = write("r.csv", "a,1,1", "b,1,", "a,1,0")
    code, out, _ = run("decide", "--pairs", file, "--json")
    assert code == 11
    assert json.loads(out)["problems"] == [
        "r.csv:3: candidate is missing",
        "r.csv:4: case 'a' stands in line 2 already",
    ]
    code, out, _ = run("decide", "--pairs", file)
    assert code == 11
    assert "r.csv:3: candidate is missing" in out
    code, _, err = run("size", "--pairs", file)
    assert code == 11
    assert "r.csv:3: candidate is missing" in err


def test_declared_cases_have_to_be_there(run: Run) -> None:
    file = write("r.csv", *(f"a{i},1,1" for i in range(120)))
    assert run("decide", "--pairs", file, "--expect", "120")[0] == 0
    assert run("decide", "--pairs", file, "--expect", "121")[0] == 11


def test_sample_logs_of_lm_eval(run: Run) -> None:
    for name, missed in (("a.jsonl", {1}), ("b.jsonl", {2})):
        answers = [
            {
                "doc_id": i,
                "filter": "none",
                "metrics": ["acc", "acc_norm"],
                "doc_hash": f"{i}",
                "acc": float(i not in missed),
            }
            for i in range(150)
        ]
        Path(name).write_text("\n".join(json.dumps({**a, "acc_norm": 1.0}) for a in answers), encoding="utf-8")
    code, out, _ = run("decide", "--lm-eval", "a.jsonl", "b.jsonl", "--json")
    made = json.loads(out)
    assert code == 0
    assert made["counts"] == {"both_pass": 148, "broken": 1, "fixed": 1, "both_miss": 0}
    assert made["notices"] == ["compared by acc; --metric chooses among 'acc', 'acc_norm'"]
    assert (
        json.loads(run("decide", "--lm-eval", "a.jsonl", "b.jsonl", "--metric", "acc_norm", "--json")[1])["counts"][
            "both_pass"
        ]
        == 150
    )
    assert run("decide", "--lm-eval", "a.jsonl", "b.jsonl", "--filter", "strict")[0] == 4


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ("decide", "give one of --counts, --pairs, --lm-eval"),
        ("decide --counts 1 2 3 4 --pairs r.csv", "not --counts and --pairs"),
        ("decide --counts 1 2 3", "--counts"),
        ("decide --counts 1 2 3 x", "--counts"),
        ("decide --counts 1 2 3 -4", "four numbers from 0"),
        ("decide --counts 999999999 0 0 0", "200000 cases"),
        ("decide --counts 1 2 3 4 --margin 0", "--margin lies strictly between 0 and 1"),
        ("decide --counts 1 2 3 4 --margin 3", "--margin lies strictly between 0 and 1"),
        ("decide --counts 1 2 3 4 --margin nan", "--margin lies strictly between 0 and 1"),
        ("decide --counts 1 2 3 4 --alpha 0.5", "--alpha"),
        ("decide --counts 1 2 3 4 --expect 10", "--expect goes with"),
        ("decide --counts 1 2 3 4 --metric acc", "go with --lm-eval"),
        ("decide --counts 1 2 3 4 --marign 0.1", "No such option"),
        ("decide --pairs none.csv", "none.csv: no such file"),
        ("decide --lm-eval a.jsonl", "--lm-eval"),
        ("size --psi 2", "--psi lies from 0 to 1"),
        ("size --samples 4", "--samples goes with --pairs"),
        ("size --psi 0.1 --pairs r.csv", "not --psi and --pairs"),
        ("size --record none", "no such record"),
        ("nothing", "No such command"),
    ],
)
def test_misuse_ends_with_4_and_says_why(run: Run, argv: str, says: str) -> None:
    code, out, err = run(*argv.split())
    assert (code, out) == (4, "")
    assert says in err


def test_the_sentence_comes_in_russian_too(run: Run) -> None:
    english, russian = (run("decide", "--counts", "190", "2", "2", "6", "--lang", lang)[1] for lang in ("en", "ru"))
    assert "got worse" in english
    assert "200" in russian
    assert any("а" <= char <= "я" for char in russian)
    assert run("decide", "--counts", "190", "2", "2", "6", "--lang", "de")[0] == 4


def test_all_that_is_ours_is_told_in_russian(run: Run) -> None:
    lines = [f"a{i},1,1,shop,ru" for i in range(400)]
    lines += [f"b{i},1,0,post,critical\nc{i},0,1,shop," for i in range(9)]
    out = run("decide", "--pairs", write("r.csv", *lines, header="case,baseline,candidate,suite,tags"), "--lang", "ru")[
        1
    ]
    for told in (
        "примеры  хуже  лучше",
        "90 % интервал  допуск",
        "  все ",
        "−43,4",
        "срезы: ",
        "критичные: ",
        "набор ",
    ):
        assert told in out, out
    assert not re.findall(r"worse|better|cases|margin|suite|slices", out)
    assert (
        "! ERROR  решения нет: результаты неполны"
        in run("decide", "--pairs", write("r.csv", "b,1,"), "--lang", "ru")[1]
    )


def test_help_is_no_mistake(run: Run) -> None:
    code, out, _ = run("decide", "--help")
    assert code == 0
    assert "--lm-eval" in out


def test_size_says_how_many(run: Run) -> None:
    assert "99 cases: the fewest" in run("size")[1]
    made: dict[str, Any] = json.loads(run("size", "--margin", "0.05", "--psi", "0.05", "--json")[1])
    assert made["fewest"] == 59
    assert 59 < made["needed"] < 250
    file = write("r.csv", *(f"a{i},0.5,{i % 3 / 2}" for i in range(60)))
    code, out, _ = run("size", "--pairs", file, "--samples", "2")
    assert code == 0
    assert "samples a case" in out
    assert run("size", "--pairs", file, "--samples", "3")[0] == 4


def test_no_name_from_a_file_drives_the_terminal(run: Run) -> None:
    file = write(
        "r.csv",
        *(f"\x1b[2Jq{i},1,{int(i > 9)},[red]s\u202e" for i in range(20)),
        header="case,baseline,candidate,suite",
    )
    code, out, _ = run("decide", "--pairs", file)
    assert code == 1
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[red]s" in out
    assert run("decide", "--pairs", file, "--json")[1].isascii()


def test_what_is_printed_fits_a_narrow_terminal_and_names_the_worst_suites() -> None:
    pairs = [
        Pair(case=f"{suite}{i}", baseline=1, candidate=0 if suite == "s29" else 1, suite=suite)
        for suite in (f"s{n:02}" for n in range(30))
        for i in range(30)
    ]
    out = io.StringIO()
    Console(file=out, width=70).print(decision_text(decide(pairs, Rules())))
    assert max(map(len, out.getvalue().splitlines())) <= 70
    assert "s29" in out.getvalue()
    assert "and 18 more suites" in out.getvalue()


def test_it_needs_neither_torch_nor_a_project(tmp_path: Path) -> None:
    """In a process of its own that refuses to import what only models need."""
    script = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"torch", "transformers", "peft", "trl", "datasets", "safetensors", "pandas"}:
            raise AssertionError(f"{name} was imported")

sys.meta_path.insert(0, Refuse())
from harness.cli import main

sys.argv = ["ckptgate", *sys.argv[1:]]
main()
"""
    (tmp_path / "r.csv").write_text("case,baseline,candidate,suite\n" + "".join(f"{i},1,1,s\n" for i in range(120)))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for argv in (["decide", "--pairs", "r.csv"], ["decide", "--counts", "190", "2", "2", "6", "--json"], ["size"]):
        done = subprocess.run(
            [sys.executable, "-c", script, *argv],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_a_decision_loads_little(tmp_path: Path) -> None:
    """What takes the time at the start is what is imported; of this project's, only what decides."""
    script = "import sys; from harness.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script, "decide", "--counts", "190", "2", "2", "6", "--json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "harness.deciding" in loaded
    assert not loaded & {
        "harness.record",
        "harness.checkpoint",
        "harness.outcome",
        "rapidfuzz",
        "jinja2",
        "scipy.stats",
    }


def test_the_examples_of_the_guide_are_what_is_printed(run: Run) -> None:
    guide = (ROOT / "docs/decide.md").read_text(encoding="utf-8")
    Path("results.csv").write_text(re.findall(r"```csv\n(.*?)```", guide, re.DOTALL)[0], encoding="utf-8")
    examples = re.findall(r"```console\n\$ ckptgate (.*?)\n(.*?)```", guide, re.DOTALL)
    assert len(examples) == 4
    for command, shown in examples:
        assert run(*command.split())[1].split() == shown.split(), command


def test_the_guide_explains_every_key_and_status(run: Run) -> None:
    guide = (ROOT / "docs/decide.md").read_text(encoding="utf-8")
    made = json.loads(run("decide", "--counts", "190", "2", "2", "6", "--json")[1])
    rows = [row for row in guide.splitlines() if row.startswith("| ")]
    for key in [*made, *made["counts"]]:
        assert any(f"`{key}`" in row for row in rows), key
    for status in (*STATUS.values(), 4):
        assert any(row.startswith(f"| {status} |") for row in rows), status
