"""Speed beside peers, side by side in one run: `python -m benchmarks.throughput`, `python -m benchmarks.overhead`."""
