"""Choosing among checkpoints by the dev split, which decides nothing: which epoch to take, which learning rate."""
