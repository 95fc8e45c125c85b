"""The embedded default: a tiny world, its tokenizer and base model, and the script that made them."""
