"""Accuracy of a model per base skill on held-out prompts: `python -m trainers.demo.skills [MODEL]`."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from harness.manifest import write_atomic
from trainers.demo.example import LANGS, Example, Lang, fixed
from trainers.demo.world import SKILLS, draw_many, system_prompt

__all__ = ["Generator", "held_out", "main", "report", "write_report"]

PROMPTS = 40  # per skill and language
FLOOR, AVERAGE = 0.70, 0.88


class Generator:
    """Greedy replies of a saved model, in batches of like length."""

    def __init__(self, model: Path, adapter: Path | None = None) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.tokenizer = AutoTokenizer.from_pretrained(model)
        self.tokenizer.padding_side = "left"
        self.model: Any = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32)
        if adapter is not None:
            from peft import PeftModel

            self.model = PeftModel.from_pretrained(self.model, adapter)
        self.model.eval()

    def replies(self, prompts: Sequence[str], system: str | None = None, limit: int = 96, batch: int = 64) -> list[str]:
        """One reply a prompt, in the prompts' order."""
        import torch

        head = [{"role": "system", "content": system}] if system else []
        texts = [
            self.tokenizer.apply_chat_template(
                [*head, {"role": "user", "content": p}], tokenize=False, add_generation_prompt=True
            )
            for p in prompts
        ]
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found: dict[int, str] = {}
        for start in range(0, len(order), batch):
            places = order[start : start + batch]
            inputs = self.tokenizer(
                [texts[i] for i in places], return_tensors="pt", padding=True, add_special_tokens=False
            )
            with torch.inference_mode():
                made = self.model.generate(**inputs, max_new_tokens=limit, do_sample=False)
            new = made[:, inputs["input_ids"].shape[1] :]
            found |= dict(zip(places, self.tokenizer.batch_decode(new, skip_special_tokens=True), strict=True))
        return [found[i].strip() for i in range(len(texts))]


def held_out(skill: str, lang: Lang, count: int = PROMPTS) -> list[Example]:
    """Prompts of the world's gate part, the same ones each time."""
    return draw_many(SKILLS[skill], "gate", lang, fixed(0, "skills", skill, lang), count)


def report(model: Path, system: bool = False) -> dict[str, dict[str, float]]:
    """Share of held-out prompts answered exactly as the world does, by skill: each language, and both together."""
    generator = Generator(model)
    result: dict[str, dict[str, float]] = {}
    for skill in SKILLS:
        rates: dict[str, float] = {}
        for lang in LANGS:
            examples = held_out(skill, lang)
            replies = generator.replies([e.prompt for e in examples], system_prompt() if system else None)
            rates[lang] = sum(r == e.answer for r, e in zip(replies, examples, strict=True)) / len(examples)
        result[skill] = {**rates, "both": sum(rates.values()) / len(rates)}
    return result


def write_report(rates: dict[str, dict[str, float]], directory: Path, console: Console) -> None:
    """Show the rates and keep them as `skills.json` beside the model."""
    table = Table("skill", "en", "ru", "both", title=f"held-out prompts answered exactly, {PROMPTS} each")
    for skill, by in rates.items():
        weak = by["both"] < FLOOR
        table.add_row(skill, *(f"{by[k]:.2f}" for k in (*LANGS, "both")), style="red" if weak else None)
    average = sum(by["both"] for by in rates.values()) / len(rates)
    console.print(table)
    console.print(f"average {average:.3f} (at least {AVERAGE}), weakest {min(by['both'] for by in rates.values()):.2f} "
                  f"(at least {FLOOR})")  # fmt: skip
    made = {"prompts": PROMPTS, "average": round(average, 4), "skills": rates}
    write_atomic(directory / "skills.json", json.dumps(made, indent=2).encode() + b"\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Accuracy per base skill on held-out prompts.")
    parser.add_argument("model", nargs="?", type=Path, default=Path(__file__).parent / "base")
    parser.add_argument("--with-system", action="store_true", help="under the deployment's system prompt")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    write_report(report(chosen.model, chosen.with_system), chosen.model, Console())


if __name__ == "__main__":
    main()
