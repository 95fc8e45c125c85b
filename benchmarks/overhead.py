"""What the harness costs beside the same generation by hand: `python benchmarks/overhead.py support/ckpt-3 [rounds]`.

Cold: `pytest --model=…` with an empty store, against a script that loads the same models with transformers and peft and
generates the same prompts in the same batches. Warm: the same run again. In turns, in one go; compare the ratios.
Also the import time of the plugin beyond pytest's own.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
STORE = ROOT / ".ckptgate"

HAND = """
import json, sys, torch
from transformers import AutoModelForCausalLM, AutoTokenizer
for job in json.load(open(sys.argv[1])):
    tokenizer = AutoTokenizer.from_pretrained(job["tokenizer"], padding_side="left")
    model = AutoModelForCausalLM.from_pretrained(job["model"], dtype=torch.float32)
    if job["adapter"]:
        from peft import PeftModel
        model = PeftModel.from_pretrained(model, job["adapter"])
    model.eval()
    prompts = sorted(job["prompts"], key=len)
    with torch.inference_mode():
        for start in range(0, len(prompts), 128):
            batch = tokenizer(prompts[start:start + 128], padding=True, add_special_tokens=False, return_tensors="pt")
            batch.pop("token_type_ids", None)
            made = model.generate(**batch, do_sample=False, max_new_tokens=job["most"], pad_token_id=0)
            tokenizer.batch_decode(made[:, batch.input_ids.shape[1]:], skip_special_tokens=True)
"""


def timed(*argv: str) -> float:
    started = time.monotonic()
    subprocess.run(argv, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.monotonic() - started


def jobs(model: str) -> list[dict[str, object]]:
    """The prompts of every arm as the shipped suites have them; the same of the same weights once."""
    from harness.arms import resolve_arms
    from harness.cases import case_files, load_cases
    from harness.engines.transformers import TransformersEngine
    from harness.settings import load_settings

    settings = load_settings(ROOT)
    arms = resolve_arms(model, None, root=ROOT, settings=settings)
    identity = TransformersEngine(device="cpu").identity
    cases = [c for c in load_cases(case_files(ROOT / "golden", ["**/*.yaml"])) if c.split == "gate"]
    found: list[dict[str, object]] = []
    asked: set[str] = set()
    for role, arm in arms.items():
        mine = ("forgetting",) if role == "base" else {c.suite for c in cases}
        requests = [arm.request(c, identity) for c in cases if c.suite in mine]
        prompts = {r.prompt for r in requests if r.key not in asked}
        asked |= {r.key for r in requests}
        if not prompts:
            continue
        files = arm.job(()).files
        found.append(
            {
                "model": str(files.model),
                "adapter": str(files.adapter) if files.adapter else None,
                "tokenizer": str(files.tokenizer),
                "prompts": sorted(prompts),
                "most": arm.deployment.sampling.max_new_tokens,
            }
        )
    return found


def plugin_import() -> float:
    """Milliseconds that importing the plugin adds to importing pytest, the median of 11."""
    code = "import time, pytest; t = time.perf_counter(); import harness.plugin; print(time.perf_counter() - t)"
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(11)]
    return statistics.median(float(r.stdout) for r in runs) * 1000


def main() -> None:
    model, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    pytest = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--model={model}")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        order = Path(folder) / "jobs.json"
        order.write_text(json.dumps(jobs(model)))
        aside = STORE.rename(Path(folder) / "store") if STORE.exists() else None
        try:
            for _ in range(rounds):
                for file in STORE.glob("*") if STORE.exists() else ():
                    file.unlink()
                rows.append((timed(*pytest), timed(sys.executable, "-c", HAND, str(order)), timed(*pytest)))
                sys.stdout.write("cold {:.1f} s, by hand {:.1f} s, warm {:.1f} s\n".format(*rows[-1]))
        finally:
            if aside:
                for file in aside.glob("*"):
                    file.replace(STORE / file.name)
    ratio = statistics.median(cold / hand for cold, hand, _ in rows)
    sys.stdout.write(f"cold / by hand: {ratio:.2f} (median of {rounds})\n")
    sys.stdout.write(f"importing the plugin beyond pytest: {plugin_import():.1f} ms\n")


if __name__ == "__main__":
    main()
