"""The same prompts answered by the raw engine, by ckptgate, by lm-eval and by one call a test: `python -m
benchmarks.throughput`.

All are whole processes, from start to end: the same model (the embedded one, unless --model names another), the same
prompts, greedy, float32 on a CPU (bfloat16 with --device=cuda), 32 new tokens at most, batches of 128. Medians of
interleaved runs. What is not installed is left out and said.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.runs import ROOT, Failed, Took, interleaved, machine, run, table, write_section

MOST, BATCH = 32, 128
TITLES = {"cpu": "Throughput", "cuda": "Throughput on a GPU"}

RAW = """
import json, sys, torch
from transformers import AutoModelForCausalLM, AutoTokenizer
model, file, most, batch = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
device, dtype = sys.argv[5], getattr(torch, sys.argv[6])
tokenizer = AutoTokenizer.from_pretrained(model, padding_side="left")
net = AutoModelForCausalLM.from_pretrained(model, dtype=dtype).to(device).eval()
prompts = sorted((json.loads(line)["rendered"] for line in open(file, encoding="utf-8")), key=len)
with torch.inference_mode(), open("raw.jsonl", "w") as out:
    for start in range(0, len(prompts), batch):
        asked = tokenizer(prompts[start:start + batch], padding=True, add_special_tokens=False, return_tensors="pt")
        asked.pop("token_type_ids", None)
        asked = asked.to(device)
        made = net.generate(**asked, do_sample=False, max_new_tokens=most, pad_token_id=0)
        for text in tokenizer.batch_decode(made[:, asked.input_ids.shape[1]:], skip_special_tokens=True):
            out.write(json.dumps(text) + "\\n")
"""

RAW_VLLM = """
import json, sys
from vllm import LLM, SamplingParams
model, file, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
prompts = [json.loads(line)["rendered"] for line in open(file, encoding="utf-8")]
llm = LLM(model=model, dtype="float32", max_model_len=256, seed=0, enforce_eager=True, generation_config="vllm")
asked = [{"prompt_token_ids": llm.get_tokenizer()(p, add_special_tokens=False).input_ids} for p in prompts]
llm.generate(asked, SamplingParams(temperature=0, max_tokens=most), use_tqdm=False)
"""

ONE_BY_ONE = """
import json, pytest, torch
CASES = [json.loads(line) for line in open({file!r}, encoding="utf-8")]

@pytest.fixture(scope="session")
def ask():
    from transformers import AutoModelForCausalLM, AutoTokenizer
    tokenizer = AutoTokenizer.from_pretrained({model!r})
    net = AutoModelForCausalLM.from_pretrained({model!r}, dtype=torch.{dtype}).to({device!r}).eval()
    def answer(prompt):
        ids = tokenizer(prompt, add_special_tokens=False, return_tensors="pt").input_ids.to({device!r})
        with torch.inference_mode():
            mask = torch.ones_like(ids)
            made = net.generate(ids, attention_mask=mask, do_sample=False, max_new_tokens={most}, pad_token_id=0)
        return tokenizer.decode(made[0, ids.shape[1]:], skip_special_tokens=True)
    return answer

@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_case(case, ask):
    assert len(ask(case["rendered"]).split()) < 500
"""

SUITE = """
import pytest
pytestmark = pytest.mark.suite("bench", floor=0.5)

@pytest.mark.cases("bench/*.jsonl")
def test_bench(case, reply):
    case.expect(reply)
"""

TASK = """
task: bench
dataset_path: json
dataset_kwargs: {{data_files: {{test: {file}}}}}
output_type: generate_until
test_split: test
doc_to_text: "{{{{rendered}}}}"
doc_to_target: "yes"
generation_kwargs: {{until: [], max_gen_toks: {most}, do_sample: false}}
metric_list: [{{metric: exact_match}}]
"""


def main() -> None:
    """Measure, print the table, write it to benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "trainers/demo/base")
    parser.add_argument("--prompts", type=int, nargs="+", default=[200, 1000, 2000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="200 prompts, one round, under three minutes")
    parser.add_argument("--json", action="store_true", help="print one JSON object; write nothing")
    parser.add_argument("--lm-eval", default=shutil.which("lm_eval"), help="the lm_eval command")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    asked = parser.parse_args()
    sizes, rounds = ([200], 1) if asked.quick else (asked.prompts, asked.rounds)
    found: dict[int, dict[str, Took]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            print(f"{n} prompts", file=sys.stderr)
            place = Path(folder) / str(n)
            ways = _ways(place, asked.model.resolve(), n, asked.lm_eval, asked.device)
            found[n] = interleaved(ways, rounds)
            found[n]["ckptgate, again"] = _gate(place, asked.model.resolve(), asked.device, fresh=False)()
    if asked.json:
        told = {str(n): {name: took._asdict() for name, took in ways.items()} for n, ways in found.items()}
        print(json.dumps({"machine": machine(), "rounds": rounds, "prompts": told}, indent=1))
        return
    text = _text(found, rounds, lm_eval=bool(asked.lm_eval))
    print(text)
    if not asked.quick:
        write_section(TITLES[asked.device], text)


def _ways(place: Path, model: Path, n: int, lm_eval: str | None, device: str) -> dict[str, Callable[[], Took]]:
    """What is compared over n prompts, each in a folder of its own."""
    file = _prompts(place, model, n)
    raw = place / "raw.py"
    raw.write_text(RAW, encoding="utf-8")
    python, size, dtype = sys.executable, str(BATCH), "float32" if device == "cpu" else "bfloat16"
    ways: dict[str, Callable[[], Took]] = {
        "raw transformers": lambda: run(
            [python, str(raw), str(model), str(file), str(MOST), size, device, dtype], place
        ),
        "ckptgate": _gate(place, model, device, fresh=True),
    }
    one = place / "one"
    one.mkdir()
    text = ONE_BY_ONE.format(file=str(file), model=str(model), most=MOST, dtype=dtype, device=device)
    (one / "test_one.py").write_text(text, encoding="utf-8")
    if n <= 1000:
        ways["one call a test"] = lambda: run([python, "-m", "pytest", "-q", "-p", "no:cacheprovider"], one)
    if lm_eval:
        tasks = place / "tasks"
        tasks.mkdir()
        (tasks / "bench.yaml").write_text(TASK.format(file=file, most=MOST), encoding="utf-8")
        args = f"pretrained={model},dtype={dtype}"
        ways["lm-eval"] = lambda: run(
            [
                *(lm_eval, "--model", "hf", "--model_args", args, "--tasks", "bench", "--include_path", str(tasks)),
                *("--batch_size", size, "--device", device),
            ],
            place,
            more={"HF_DATASETS_OFFLINE": "1", "HF_HOME": str(place / "hf")},
        )
    if importlib.util.find_spec("vllm") and device == "cpu":
        more = {
            "VLLM_ENABLE_V1_MULTIPROCESSING": "0",
            "VLLM_CPU_KVCACHE_SPACE": "1",
            "VLLM_NO_USAGE_STATS": "1",
            "OMP_NUM_THREADS": "1",
        }
        (place / "raw_vllm.py").write_text(RAW_VLLM, encoding="utf-8")
        ways["raw vLLM"] = lambda: run(
            [python, str(place / "raw_vllm.py"), str(model), str(file), str(MOST)], place, more=more
        )
        ways["ckptgate, vLLM"] = _gate(place, model, device, fresh=True, engine="vllm")
    return ways


def _prompts(place: Path, model: Path, n: int) -> Path:
    """Different questions of the embedded model's kind, plain and rendered, as JSONL."""
    from harness.templates import read_template

    rng, template = random.Random(n), read_template(model)  # noqa: S311 - no secret
    words = ["apple", "river", "stone", "cloud", "lamp", "green", "paper", "silver", "window", "garden"]
    place.mkdir(parents=True)
    (place / "golden/bench").mkdir(parents=True)
    lines, cases = [], []
    for i in range(n):
        asked = rng.choice(
            [
                f"What is {rng.randrange(50)} plus {rng.randrange(50)}?",
                f"Copy: {' '.join(rng.sample(words, rng.randrange(2, 7)))}",
                f"Sort: {' '.join(rng.sample(words, rng.randrange(2, 5)))} {i}",
                f"Сколько будет {rng.randrange(50)} плюс {rng.randrange(50)}? ({i})",
            ]
        )
        asked = f"{asked} [{i}]"
        rendered = template.render([{"role": "user", "content": asked}])
        lines.append(json.dumps({"id": f"c{i}", "prompt": asked, "rendered": rendered}, ensure_ascii=False))
        case = {"suite": "bench", "split": "gate", "id": f"c{i}", "prompt": asked, "expect": [{"max_words": 500}]}
        cases.append(json.dumps(case, ensure_ascii=False))
    (place / "prompts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (place / "golden/bench/a.jsonl").write_text("\n".join(cases) + "\n", encoding="utf-8")
    (place / "suites").mkdir()
    (place / "suites/test_bench.py").write_text(SUITE, encoding="utf-8")
    (place / "pyproject.toml").write_text('[tool.ckptgate]\ndeployment = "deployment.yaml"\n', encoding="utf-8")
    (place / "deployment.yaml").write_text(
        f"model: bench@prod\nsampling: {{max_new_tokens: {MOST}}}\n", encoding="utf-8"
    )
    return place / "prompts.jsonl"


def _gate(place: Path, model: Path, device: str, *, fresh: bool, engine: str = "transformers") -> Callable[[], Took]:
    def way() -> Took:
        if fresh:
            shutil.rmtree(place / ".ckptgate", ignore_errors=True)
        return run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--model={model}"),
                *("--baseline=none", f"--batch-size={BATCH}", f"--engine={engine}", f"--device={device}"),
            ],
            place,
        )

    return way


def _text(found: dict[int, dict[str, Took]], rounds: int, *, lm_eval: bool) -> str:
    sizes = list(found)
    names = list(dict.fromkeys(name for ways in found.values() for name in ways))
    rows = []
    for name in names:
        cells = []
        for n in sizes:
            took, raw = found[n].get(name), found[n]["raw transformers"]
            cells.append(f"{took.seconds:.1f} s · {took.seconds / raw.seconds:.2f} ×" if took else "–")
        rows.append([name, *cells])
    left = [] if lm_eval else ["lm-eval is not installed here"]
    if not importlib.util.find_spec("vllm"):
        left.append("vLLM is not installed here")
    return "\n\n".join(
        [
            f"`python -m benchmarks.throughput`, {machine()}; medians of {rounds} interleaved runs, whole processes, "
            "in seconds and as a multiple of the raw engine's time.",
            table(["", *(f"{n} prompts" for n in sizes)], rows),
            *([f"Left out: {'; '.join(left)}."] if left else []),
        ]
    )


if __name__ == "__main__":
    try:
        main()
    except Failed as e:
        sys.exit(str(e))
