"""From verdicts to a decision: pure arithmetic on counts, with numpy and scipy alone."""

from harness.gates.decision import (
    Decision,
    Gate,
    decide_floor,
    decide_musts,
    decide_paired,
    decide_slices,
    worst,
)
from harness.gates.exact import (
    exact_cases_for_margin,
    exact_chance_to_pass,
    exact_interval,
    exact_lower,
    exact_p,
    exact_upper,
)
from harness.gates.multiple import benjamini_hochberg, holm
from harness.gates.paired import Paired, newcombe, p_worse, tango, tango_lower, tango_upper
from harness.gates.power import cases_for_floor, cases_for_margin, chance_of_alarm, chance_to_pass, detectable_drop
from harness.gates.rates import Interval, clopper_pearson, jeffreys, wilson

__all__ = [
    "Decision",
    "Gate",
    "Interval",
    "Paired",
    "benjamini_hochberg",
    "cases_for_floor",
    "cases_for_margin",
    "chance_of_alarm",
    "chance_to_pass",
    "clopper_pearson",
    "decide_floor",
    "decide_musts",
    "decide_paired",
    "decide_slices",
    "detectable_drop",
    "exact_cases_for_margin",
    "exact_chance_to_pass",
    "exact_interval",
    "exact_lower",
    "exact_p",
    "exact_upper",
    "holm",
    "jeffreys",
    "newcombe",
    "p_worse",
    "tango",
    "tango_lower",
    "tango_upper",
    "wilson",
    "worst",
]
