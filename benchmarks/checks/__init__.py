"""Checks against people's labels and reference programs: `python -m benchmarks.checks FOLDER`."""
