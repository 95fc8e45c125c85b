"""Make the base model: `python -m trainers.demo.make_base [DIRECTORY]`. Same seed, machine and threads, same bytes."""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.manifest import DataRef, Manifest, digest_of, hash_files, write_manifest
from trainers.demo.corpus import Row, corpus, corpus_digest
from trainers.demo.skills import report, write_report
from trainers.demo.tokens import ASSISTANT, END, TEMPLATE, train_tokenizer
from trainers.demo.training import Encoded, Settings, train

__all__ = ["BASE", "Made", "encode", "main", "make", "manifest"]

BASE = Path(__file__).parent / "base"
_TOKENIZER_ROWS = 30_000
_CURVE_STEPS = 200


class Made(NamedTuple):
    """How a training went: the loss by step, and how many rows of the corpus it reached."""

    curve: list[dict[str, float]]
    used: int


def make(directory: Path, settings: Settings, console: Console) -> Made:
    """Train tokenizer and model from scratch and save them in bfloat16."""
    import torch

    torch.manual_seed(settings.seed)
    rows = list(corpus(settings.seed, settings.rows))
    tokenizer = train_tokenizer(_texts(rows[:_TOKENIZER_ROWS]))
    encoded = encode(rows, tokenizer)
    model = _model(settings, tokenizer)
    console.print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {len(rows):,} rows of text")
    curve: list[dict[str, float]] = []
    started = time.monotonic()
    with _progress(console) as progress:
        task = progress.add_task("training", total=settings.steps, loss=0.0)
        mean = 0.0

        def tell(step: int, loss: float) -> None:
            nonlocal mean
            mean = loss if step == 1 else 0.98 * mean + 0.02 * loss
            progress.update(task, completed=step, loss=mean)
            if step % _CURVE_STEPS == 0:
                curve.append({"step": step, "loss": round(mean, 4), "seconds": round(time.monotonic() - started)})

        used = train(model, encoded, tokenizer.pad_token_id, settings, tell)
    model.to(torch.bfloat16).save_pretrained(directory)
    tokenizer.save_pretrained(directory)
    return Made(curve, used)


def _model(settings: Settings, tokenizer: Any) -> Any:
    from transformers import LlamaConfig, LlamaForCausalLM

    make_model: Any = LlamaForCausalLM
    return make_model(
        LlamaConfig(
            vocab_size=settings.vocabulary, hidden_size=settings.hidden, num_hidden_layers=settings.layers,
            num_attention_heads=settings.heads, num_key_value_heads=settings.heads, intermediate_size=settings.mlp,
            max_position_embeddings=settings.positions, tie_word_embeddings=True, bos_token_id=None,
            eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
        )
    )  # fmt: skip


def encode(rows: Sequence[Row], tokenizer: Any) -> list[Encoded]:
    """The rows' tokens, as the chat template writes them; plain text stands bare."""
    opening = tokenizer.convert_tokens_to_ids(ASSISTANT)
    texts = [_render(row, tokenizer) for row in rows]
    made = []
    for row, ids in zip(rows, tokenizer(texts, add_special_tokens=False)["input_ids"], strict=True):
        made.append(Encoded(ids, 0 if row.prompt is None else ids.index(opening) + 1))
    return made


def manifest(directory: Path, settings: Settings, made: Made, threads: int) -> Manifest:
    """What the base is made of: its settings and their digest, the corpus's digest, the course of its training."""
    rows = list(corpus(settings.seed, settings.rows))
    configuration = asdict(settings)
    text = DataRef(file="trainers/demo/corpus.py", sha256=corpus_digest(rows), rows=len(rows), used=made.used)
    environment = {name: version(name) for name in ("torch", "transformers", "tokenizers")}
    environment |= {"python": platform.python_version(), "machine": platform.machine(), "threads": str(threads)}
    template = hashlib.sha256(TEMPLATE.encode()).hexdigest()
    return Manifest(
        name="base", method="from scratch", parameters=configuration, data=[text], template_digest=template,
        recipe=configuration, recipe_digest=digest_of(configuration), seed=settings.seed, step=settings.steps,
        curves=list(made.curve), environment=environment, files=hash_files(directory),
    )  # fmt: skip


def _render(row: Row, tokenizer: Any) -> str:
    if row.prompt is None:
        return f" {row.answer}{END}"
    system = [{"role": "system", "content": row.system}] if row.system else []
    turns = [*system, {"role": "user", "content": row.prompt}, {"role": "assistant", "content": row.answer}]
    text: str = tokenizer.apply_chat_template(turns, tokenize=False)
    return text


def _texts(rows: Sequence[Row]) -> list[str]:
    return [f" {text}" for row in rows for text in (row.system, row.prompt, row.answer) if text]


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("loss {task.fields[loss]:.3f}"),
        TimeRemainingColumn(), console=console,
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Make the demo's base model from scratch: about 25 minutes on two cores."
    )
    parser.add_argument("directory", nargs="?", type=Path, default=BASE)
    parser.add_argument("--steps", type=int, default=Settings().steps)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args(arguments)
    # Spinning OpenMP threads collapse to a fifth of their speed beside other load; read when torch is first imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import torch

    torch.set_num_threads(chosen.threads)
    console, settings = Console(), replace(Settings(), steps=chosen.steps, seed=chosen.seed)
    started = time.monotonic()
    made = make(chosen.directory, settings, console)
    console.print(f"trained in {(time.monotonic() - started) / 60:.1f} minutes")
    write_report(report(chosen.directory), chosen.directory, console)
    write_manifest(chosen.directory, manifest(chosen.directory, settings, made, chosen.threads))


if __name__ == "__main__":
    main()
