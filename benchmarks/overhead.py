"""What a case costs without any model: `python -m benchmarks.overhead`.

ckptgate with every reply in the store already, beside bare pytest with as many parametrized tests, lm-eval with its
dummy model, and DeepEval with a metric that always passes, up to where it is bearable. Whole processes, interleaved.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.runs import Failed, Took, interleaved, machine, run, table, write_section

TITLE = "Overhead"
DEEPEVAL_MOST = 1000

BARE = """
import pytest

@pytest.mark.parametrize("n", range({n}), ids=lambda n: f"c{{n}}")
def test_bare(n):
    assert len(f"reply {{n}}".split()) < 500
"""

SUITE = """
import pytest
pytestmark = pytest.mark.suite("bench", floor=0.5)

@pytest.mark.cases("bench/*.jsonl")
def test_bench(case, reply):
    case.expect(reply)
"""

DEEPEVAL = """
import pytest
from deepeval import assert_test
from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

class Short(BaseMetric):
    threshold = 0.5
    def measure(self, case, *a, **k):
        self.score, self.success = 1.0, True
        return 1.0
    async def a_measure(self, case, *a, **k):
        return self.measure(case)
    def is_successful(self):
        return True
    @property
    def __name__(self):
        return "short"

@pytest.mark.parametrize("n", range({n}))
def test_case(n):
    assert_test(LLMTestCase(input=f"q {{n}}", actual_output=f"reply {{n}}"), [Short()], run_async=False)
"""

TASK = """
task: bench
dataset_path: json
dataset_kwargs: {{data_files: {{test: {file}}}}}
output_type: generate_until
test_split: test
doc_to_text: "{{{{prompt}}}}"
doc_to_target: "yes"
generation_kwargs: {{until: [], max_gen_toks: 32, do_sample: false}}
metric_list: [{{metric: exact_match}}]
"""


def main() -> None:
    """Measure, print the table, write it to benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[100, 1000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--arms", type=int, choices=(1, 2), default=2, help="candidate alone, or with a baseline")
    parser.add_argument("--json", action="store_true", help="print one JSON object; write nothing")
    parser.add_argument("--lm-eval", default=shutil.which("lm_eval"), help="the lm_eval command")
    here = sys.executable if importlib.util.find_spec("deepeval") else None
    parser.add_argument("--deepeval", default=here, help="the Python that has DeepEval, whose plugins slow any pytest")
    asked = parser.parse_args()
    found: dict[int, dict[str, Took]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for n in asked.cases:
            print(f"{n} cases", file=sys.stderr)
            found[n] = interleaved(_ways(Path(folder) / str(n), n, asked), asked.rounds)
    if asked.json:
        told = {str(n): {name: took._asdict() for name, took in ways.items()} for n, ways in found.items()}
        print(json.dumps({"machine": machine(), "rounds": asked.rounds, "cases": told}, indent=1))
        return
    text = _text(found, asked.rounds, asked.arms)
    print(text)
    write_section(TITLE, text)


def _ways(place: Path, n: int, asked: argparse.Namespace) -> dict[str, Callable[[], Took]]:
    bare = place / "bare"
    bare.mkdir(parents=True)
    (bare / "test_bare.py").write_text(BARE.format(n=n), encoding="utf-8")
    gate = _project(place / "gate", n, asked.arms)
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    baseline = "--baseline=b" if asked.arms == 2 else "--baseline=none"
    ways: dict[str, Callable[[], Took]] = {
        "bare pytest": lambda: run(pytest, bare),
        "ckptgate": lambda: run([*pytest, "--model=m", baseline, "--device=cpu"], gate),
    }
    if asked.lm_eval and n <= 10_000:
        tasks = place / "tasks"
        tasks.mkdir()
        (tasks / "bench.yaml").write_text(TASK.format(file=gate / "golden/bench/a.jsonl"), encoding="utf-8")
        argv = [asked.lm_eval, "--model", "dummy", "--tasks", "bench", "--include_path", str(tasks)]
        ways["lm-eval, dummy"] = lambda: run(
            argv, place, more={"HF_DATASETS_OFFLINE": "1", "HF_HOME": str(place / "hf")}
        )
    if asked.deepeval and n <= DEEPEVAL_MOST:
        deep = place / "deepeval"
        deep.mkdir()
        (deep / "test_deep.py").write_text(DEEPEVAL.format(n=n), encoding="utf-8")
        ways["DeepEval"] = lambda: run([asked.deepeval, *pytest[1:]], deep, more={"DEEPEVAL_TELEMETRY_OPT_OUT": "1"})
    return ways


def _project(root: Path, n: int, arms: int) -> Path:
    """A project of n cases, its two checkpoints and every reply of theirs in the store."""
    from harness.case_files import load_cases
    from harness.engines.transformers import TransformersEngine
    from harness.replies import Reply
    from harness.reply_store import ReplyStore
    from harness.resolving import resolve_arms
    from harness.settings import load_settings

    for name in ("golden/bench", "suites", "m", "b"):
        (root / name).mkdir(parents=True)
    for name in ("m", "b"):
        (root / name / "model.safetensors").write_text(f"weights of {name}")
        (root / name / "config.json").write_text('{"model_type": "llama"}')
        template = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}[assistant]"
        (root / name / "tokenizer_config.json").write_text(json.dumps({"chat_template": template}))
    (root / "pyproject.toml").write_text("[tool.ckptgate]\n")
    (root / "suites/test_bench.py").write_text(SUITE, encoding="utf-8")
    with (root / "golden/bench/a.jsonl").open("w", encoding="utf-8") as f:
        for i in range(n):
            case = {"suite": "bench", "split": "gate", "id": f"c{i}", "prompt": f"Question {i}?"}
            f.write(json.dumps({**case, "expect": [{"max_words": 500}]}) + "\n")
    settings, identity = load_settings(root), TransformersEngine(device="cpu").identity
    cases = load_cases([root / "golden/bench/a.jsonl"])
    with ReplyStore(root / settings.store) as store:
        for model in ("m", "b")[:arms]:
            arm = resolve_arms(model, "none", root=root, settings=settings)["candidate"]
            keys = (arm.request(case, identity).key for case in cases)
            store.put(
                arm.about.digest,
                [(key, Reply(text=f"The reply {i} of {model}", finish="stop", tokens=6)) for i, key in enumerate(keys)],
            )
    return root


def _text(found: dict[int, dict[str, Took]], rounds: int, arms: int) -> str:
    names = list(dict.fromkeys(name for ways in found.values() for name in ways))
    rows = []
    for name in names:
        cells = [found[n].get(name) for n in found]
        rows.append([name, *(f"{t.seconds:.1f} s · {t.cpu:.1f} s · {t.megabytes:.0f} MB" if t else "–" for t in cells)])
    beyond = []
    for n, ways in found.items():
        more, bare = ways["ckptgate"], ways["bare pytest"]
        wall, cpu = (1000 * (getattr(more, clock) - getattr(bare, clock)) / n for clock in ("seconds", "cpu"))
        beyond.append(f"{wall:.2f} ms · {cpu:.2f} ms · {more.megabytes - bare.megabytes:.0f} MB")
    rows.append(["ckptgate beyond bare pytest: a case, a case, in all", *beyond])
    return "\n\n".join(
        [
            f"`python -m benchmarks.overhead`, {machine()}; every reply stored, {arms} arm{'s' if arms > 1 else ''}, "
            f"{rounds} interleaved run{'s' if rounds > 1 else ''}; of the whole process the seconds, those of the "
            "processor, which work beside changes less, and the largest resident size.",
            table(["", *(f"{n:,} cases" for n in found)], rows),
        ]
    )


if __name__ == "__main__":
    try:
        main()
    except Failed as e:
        sys.exit(str(e))
