"""Lints for training data: the mistake is found before it is trained in."""
