"""Which parameters learn: a module a method, each with the same three functions."""
