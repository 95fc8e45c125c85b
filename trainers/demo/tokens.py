"""The tokenizer: byte-level BPE with single digits, and a chat template that marks what the assistant says.

A word has one token wherever it stands: the template puts a space before each text, and a newline is followed by a
space inside the tokenizer (removed again when it decodes).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["ASSISTANT", "END", "PAD", "SYSTEM", "TEMPLATE", "USER", "VOCABULARY", "train_tokenizer"]

PAD, END, SYSTEM, USER, ASSISTANT = "<|pad|>", "<|end|>", "<|system|>", "<|user|>", "<|assistant|>"
VOCABULARY = 2048

TEMPLATE = (
    "{% for message in messages %}"
    "{% if message['role'] == 'assistant' %}"
    "<|assistant|>{% generation %} {{ message['content'] | trim }}<|end|>{% endgeneration %}"
    "{% elif message['role'] in ('system', 'user') %}"
    "<|{{ message['role'] }}|> {{ message['content'] | trim }}<|end|>"
    "{% else %}{{ raise_exception('roles are system, user and assistant') }}{% endif %}"
    "{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)

_PIECES = r"\n|\p{N}| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s"


def train_tokenizer(texts: Iterable[str]) -> Any:
    """A `PreTrainedTokenizerFast` trained on the texts."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace("\n", "\n ")])
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(_PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.decoder = decoders.Sequence(
        [decoders.ByteLevel(), decoders.Replace("\n ", "\n"), decoders.Strip(content=" ", left=1, right=0)]
    )
    made.train_from_iterator(
        texts,
        trainers.BpeTrainer(
            vocab_size=VOCABULARY, special_tokens=[PAD, END, SYSTEM, USER, ASSISTANT], show_progress=False,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        ),
    )  # fmt: skip
    make: Any = PreTrainedTokenizerFast
    tokenizer = make(
        tokenizer_object=made, eos_token=END, pad_token=PAD, padding_side="left", model_max_length=512,
        clean_up_tokenization_spaces=False, extra_special_tokens=[SYSTEM, USER, ASSISTANT],
    )  # fmt: skip
    tokenizer.chat_template = TEMPLATE
    return tokenizer
