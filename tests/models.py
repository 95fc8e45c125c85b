"""Small models with random weights and their own tokenizers, as a stranger would bring them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

TEMPLATE = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def make_model(
    directory: Path, *, shape: Literal["llama", "gpt2"] = "llama", template: bool = True, seed: int = 0
) -> Path:
    """Save a random causal language model with a byte-level tokenizer; returns the directory."""
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

    tokenizer = make_tokenizer(template=template)
    tokenizer.save_pretrained(directory)
    torch.manual_seed(seed)
    size, end = len(tokenizer), tokenizer.eos_token_id
    if shape == "llama":
        config = LlamaConfig(
            vocab_size=size,
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            max_position_embeddings=512,
            eos_token_id=end,
            bos_token_id=None,
        )
        model = LlamaForCausalLM(config)
    else:
        config = GPT2Config(
            vocab_size=size, n_embd=32, n_layer=2, n_head=2, n_positions=256, eos_token_id=end, bos_token_id=end
        )
        model = GPT2LMHeadModel(config)
    model.save_pretrained(directory)
    return directory


def make_tokenizer(*, template: bool = True):
    """Every byte a token, and the template's markers."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(["<|end|>", "<|system|>", "<|user|>", "<|assistant|>"])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|end|>", pad_token="<|end|>")
    if template:
        fast.chat_template = TEMPLATE
    return fast
