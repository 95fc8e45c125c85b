"""What training costs: `python -m benchmarks.training [--recipes lora sft …]`.

Each shipped recipe as it is, a whole process (`ckptgate train`): seconds, processor time, largest resident size. And
what ckptgate adds to TRL: the recipe `lora` against the same training written by hand, by the processor time of the
epochs after the first (runs of one and of three epochs, subtracted), medians of interleaved runs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.runs import ROOT, Took, interleaved, machine, run, table, write_section
from trainers.demo.shop import copy_shop

ORDER = (
    "sft", "instruct", "domain", "lora", "qlora", "adapters", "prompt-tuning", "prefix-tuning", "dpo", "kto", "reward",
    "rlhf", "rlaif",
)  # fmt: skip
CLI = [sys.executable, "-c", "from harness.cli import main; main()", "train"]
ONE = {"OMP_NUM_THREADS": "1", "TORCHDYNAMO_DISABLE": "1", "PYTHONPATH": str(ROOT)}

BY_HAND = """
import json, random, sys
import torch
from datasets import Dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

epochs, out = int(sys.argv[1]), sys.argv[2]
rows = [json.loads(line) for line in open("trainers/demo/data/support.jsonl", encoding="utf-8")]
more = [json.loads(line) for line in open("trainers/demo/data/replay.jsonl", encoding="utf-8")]
rows += random.Random(0).sample(more, 228)
base = "trainers/demo/base"
tokenizer = AutoTokenizer.from_pretrained(base)
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32),
    args=SFTConfig(
        output_dir=out, num_train_epochs=epochs, learning_rate=1.5e-3, per_device_train_batch_size=16, max_length=256,
        warmup_steps=0.1, lr_scheduler_type="cosine", seed=0, use_cpu=True, bf16=False, gradient_checkpointing=False,
        assistant_only_loss=True, save_strategy="epoch", logging_steps=1, report_to=[], disable_tqdm=True,
    ),
    train_dataset=Dataset.from_list([{"messages": row["messages"]} for row in rows]),
    processing_class=tokenizer,
    peft_config=LoraConfig(r=16, lora_alpha=32, target_modules="all-linear", task_type="CAUSAL_LM"),
)
trainer.train()
"""


def main() -> None:
    """Measure, print, write both sections to benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipes", nargs="*", choices=ORDER, default=list(ORDER), metavar="NAME")
    parser.add_argument("--rounds", type=int, default=3, help="of the comparison with TRL; 0 leaves it out")
    parser.add_argument("--json", action="store_true", help="print one JSON object; write nothing")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder)
        copy_shop(shop)
        recipes = {name: _recipe(shop, name) for name in ORDER if name in asked.recipes}
        beside = _beside(shop, asked.rounds) if asked.rounds else {}
    if asked.json:
        told = {name: took._asdict() for name, took in {**recipes, **beside}.items()}
        print(json.dumps({"machine": machine(), "took": told}, indent=1))
        return
    if recipes:
        rows = [[f"`{n}`", f"{t.seconds:.0f} s", f"{t.cpu:.0f} s", f"{t.megabytes:.0f} MB"] for n, t in recipes.items()]
        text = (
            f"`python -m benchmarks.training`, {machine()}, one thread; each recipe as it is shipped, whole processes, "
            f"data linted first.\n\n{table(['recipe', 'wall', 'processor', 'peak memory'], rows)}"
        )
        print(text)
        write_section("Training", text)
    if beside:
        text = _overhead(beside, asked.rounds)
        print(text)
        write_section("Training, beside TRL by hand", text)


def _recipe(shop: Path, name: str) -> Took:
    print(f"  {name}", file=sys.stderr, flush=True)
    unready = ["--accept-unready", "a benchmark"] if name in ("rlhf", "rlaif") else []
    return run([*CLI, f"trainers/recipes/{name}.yaml", *unready], shop, more=ONE)


def _beside(shop: Path, rounds: int) -> dict[str, Took]:
    hand = shop / "by_hand.py"
    hand.write_text(BY_HAND, encoding="utf-8")
    text = (shop / "trainers/recipes/lora.yaml").read_text(encoding="utf-8")
    ways = {}
    for epochs in (1, 3):
        file = shop / f"ours-{epochs}.yaml"
        changed = text.replace("name: lora", f"name: ours-{epochs}").replace("epochs: 4", f"epochs: {epochs}")
        file.write_text(changed, encoding="utf-8")
        ours, theirs = [*CLI, file.name, "--fresh"], [sys.executable, str(hand), str(epochs), f"out-{epochs}"]
        ways[f"ckptgate, epochs {epochs}"] = lambda argv=ours: run(argv, shop, more=ONE)
        ways[f"TRL by hand, epochs {epochs}"] = lambda argv=theirs: run(argv, shop, more=ONE)
    return interleaved(ways, rounds)


def _overhead(took: dict[str, Took], rounds: int) -> str:
    def epoch(who: str) -> float:
        return (took[f"{who}, epochs 3"].cpu - took[f"{who}, epochs 1"].cpu) / 2

    ours, theirs = epoch("ckptgate"), epoch("TRL by hand")
    rows = [
        [who, f"{took[f'{who}, epochs 1'].cpu:.1f} s", f"{took[f'{who}, epochs 3'].cpu:.1f} s", f"{epoch(who):.2f} s"]
        for who in ("TRL by hand", "ckptgate")
    ]
    shown = table(["", "one epoch, whole", "three epochs, whole", "a further epoch"], rows)
    return (
        f"`python -m benchmarks.training --recipes`, {machine()}, one thread, medians of {rounds} interleaved runs: "
        f"processor time of the recipe `lora`.\n\n{shown}\n\nA further epoch takes "
        f"{ours / theirs:.3f} × TRL's: checkpoint, manifest, fingerprint and KL to the base included."
    )


if __name__ == "__main__":
    main()
