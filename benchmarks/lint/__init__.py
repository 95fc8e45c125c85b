"""Lints against planted mistakes: `python -m benchmarks.lint`."""
