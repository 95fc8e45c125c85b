"""Small models with random weights and their own tokenizers, as a stranger would bring them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

TEMPLATE = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def make_model(
    directory: Path, *, shape: Literal["llama", "gpt2"] = "llama", template: bool = True, seed: int = 0, width: int = 32
) -> Path:
    """Save a random causal language model with a byte-level tokenizer; returns the directory.

    Four-bit weights are packed in whole blocks of 64 on some CPUs: a Llama for them takes that width.
    """
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

    tokenizer = make_tokenizer(template=template)
    tokenizer.save_pretrained(directory)
    torch.manual_seed(seed)
    size, end = len(tokenizer), tokenizer.eos_token_id
    if shape == "llama":
        config = LlamaConfig(
            vocab_size=size,
            hidden_size=width,
            intermediate_size=2 * width,
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


def make_encoder(directory: Path, *, pooling: str | None = None, seed: int = 0, reads: int = 512) -> Path:
    """Save a random encoder, as sentence-transformers would where `pooling` is given; returns the directory."""
    import json

    import torch
    from transformers import BertConfig, BertModel

    tokenizer = make_tokenizer(template=False)
    tokenizer.save_pretrained(directory)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=reads,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(directory)
    if pooling:
        kinds = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
        modules = [{"path": path, "type": f"sentence_transformers.models.{kind}"} for path, kind in kinds]
        (directory / "modules.json").write_text(json.dumps(modules))
        (directory / "1_Pooling").mkdir()
        (directory / "1_Pooling" / "config.json").write_text(json.dumps({f"pooling_mode_{pooling}": True}))
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


def make_adapter(directory: Path, base: Path, kind: str = "lora", seed: int = 5) -> Path:
    """Save an adapter of some kind with random weights on a base; returns the directory."""
    import peft
    import torch
    from transformers import AutoModelForCausalLM

    torch.manual_seed(seed)
    causal: Any = {"task_type": "CAUSAL_LM"}
    config = {
        "lora": lambda: peft.LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False, **causal),
        # Its first singular vectors are taken out of the base wherever it is loaded, and come back with it alone.
        "pissa": lambda: peft.LoraConfig(r=4, target_modules="all-linear", init_lora_weights="pissa", **causal),
        "dora": lambda: peft.LoraConfig(
            r=4, target_modules="all-linear", use_dora=True, init_lora_weights=False, **causal
        ),
        "ia3": lambda: peft.IA3Config(
            target_modules=["k_proj", "down_proj"], feedforward_modules=["down_proj"], init_ia3_weights=False, **causal
        ),
        "oft": lambda: peft.OFTConfig(target_modules=["q_proj"], oft_block_size=4, init_weights=False, **causal),
        "prompt": lambda: peft.PromptTuningConfig(num_virtual_tokens=5, **causal),
        "p-tuning": lambda: peft.PromptEncoderConfig(num_virtual_tokens=5, encoder_hidden_size=16, **causal),
        "prefix": lambda: peft.PrefixTuningConfig(num_virtual_tokens=5, **causal),
    }[kind]()
    model = peft.get_peft_model(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), config)
    model.save_pretrained(directory)
    return directory
