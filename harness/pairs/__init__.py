"""Results that others made, as pairs of verdicts: a table of cases, or the logs of two lm-evaluation-harness runs."""

from harness.pairs.lm_eval import read_lm_eval
from harness.pairs.pair import MOST_CASES, Incomplete, Pair, Pairs
from harness.pairs.table import read_table

__all__ = ["MOST_CASES", "Incomplete", "Pair", "Pairs", "read_lm_eval", "read_table"]
