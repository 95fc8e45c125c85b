"""A tiny random model that trains in a second, and a project folder around it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_project import TEMPLATE, WORDS, Project

from harness.manifest import Manifest, hash_files, write_manifest


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random Llama of 20k weights with a bilingual tokenizer, a chat template and a manifest."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.set_num_threads(1)  # the model is too small for two, and other tests may run beside
    directory = tmp_path_factory.mktemp("tiny") / "base"
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<pad>", "<user>", "<bot>", "<end>"]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    bpe = trainers.BpeTrainer(vocab_size=320, special_tokens=special, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(WORDS * 3, bpe)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer)
    fast.add_special_tokens({"eos_token": "<end>", "pad_token": "<pad>"})
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
