"""A tiny random model that trains in a second, and a project folder around it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.manifest import Manifest, hash_files, write_manifest

TEMPLATE = (
    "{% for m in messages %}{% if m['role'] == 'assistant' %}<bot>{% generation %}{{ m['content'] }}<end>"
    "{% endgeneration %}{% else %}<user>{{ m['content'] }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<bot>{% endif %}"
)
WORDS = "red green blue socks shoes boots yes no красный зелёный синий носки да нет".split()


def conversation(*turns: str, system: str | None = None) -> dict[str, Any]:
    """A row in which user and assistant speak in turns."""
    roles = ("user", "assistant")
    messages = [{"role": roles[i % 2], "content": text} for i, text in enumerate(turns)]
    return {"messages": [*([{"role": "system", "content": system}] if system else []), *messages]}


def write_rows(file: Path, rows: Iterable[Any]) -> Path:
    """Write JSONL; a string stands as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


class Project:
    """A project's root with a base, data and one recipe to change."""

    def __init__(self, root: Path, base: Path) -> None:
        self.root, self.runs = root, root / "runs"
        shutil.copytree(base, root / "base")
        write_rows(root / "train.jsonl", [conversation(f"say {a} {b}", f"{a}, {b}") for a in WORDS for b in WORDS[:2]])
        write_rows(root / "replay.jsonl", [conversation(f"copy {a}", a) for a in WORDS])
        self.settings: dict[str, Any] = {
            "name": "support",
            "base": "base",
            "method": "lora",
            "lora": {"r": 4, "alpha": 8, "dropout": 0.1},
            "data": {"train": "train.jsonl", "replay": {"file": "replay.jsonl", "rows": 6}},
            "training": {"epochs": 2, "learning_rate": 1e-2, "batch_size": 8, "max_length": 64, "seed": 7},
        }

    def recipe(self, changes: Mapping[str, Any] | None = None, *, name: str = "recipe.yaml") -> Path:
        """Write the recipe with changes by dotted key; None removes a key."""
        settings = json.loads(json.dumps(self.settings))
        for path, value in (changes or {}).items():
            *parents, key = path.split(".")
            inside = settings
            for parent in parents:
                inside = inside[parent]
            if value is None:
                del inside[key]
            else:
                inside[key] = value
        file = self.root / name
        file.write_text(yaml.safe_dump(settings, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return file

    def line(self, key: str) -> int:
        """The line of the recipe that a key stands on, by its last part."""
        lines = (self.root / "recipe.yaml").read_text(encoding="utf-8").splitlines()
        return next(i for i, text in enumerate(lines, 1) if text.strip().startswith(f"{key}:"))


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama of 20k weights with a bilingual tokenizer, a chat template and a manifest."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    directory = tmp_path_factory.mktemp("tiny") / "base"
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<pad>", "<user>", "<bot>", "<end>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    bpe = trainers.BpeTrainer(vocab_size=320, special_tokens=special, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(WORDS * 3, bpe)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<end>", pad_token="<pad>")
    fast.chat_template = TEMPLATE
    fast.save_pretrained(directory)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=320, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=128, tie_word_embeddings=True, eos_token_id=3, pad_token_id=0, bos_token_id=None,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(directory)
    write_manifest(directory, Manifest(name="tiny", method="pretraining", files=hash_files(directory)))
    return directory


@pytest.fixture
def project(tmp_path: Path, tiny_base: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of its own for each test, and the working directory in it."""
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path, tiny_base)
