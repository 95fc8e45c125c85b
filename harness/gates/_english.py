"""The clauses of a gate's sentence in English; `harness.gates.words` puts them together."""

from __future__ import annotations

from collections.abc import Sequence

from harness.figures import counted, number, plural
from harness.gates._words import cases, figure, listed

OVERALL = "all suites together: "
CREEP = "against the anchor: "

NO_CRITICAL = "no critical case ran"
NO_CASE = "no case ran"
NO_PAIR = "no pair of replies to compare"
NO_SLICE = "no slice to compare"
LOSS_RULED_OUT = "a loss is ruled out"
FLOOR_OUT_OF_REACH = "no number of cases can show a floor of 100 %"
FLOOR_LET_THROUGH = "not settled, let through as a warning: the rate is not under the floor"

NOBODY = "no case passes in either arm, so the test itself is likely broken and could not show a loss"
UNDECIDABLE = (
    "the suite has no floor and nothing to compare with: name a model with --baseline, or give the suite a floor",
    "the suite has neither a floor nor a margin to decide by: give its mark one",
)


def errors(n: int, first: str) -> str:
    return f"{counted(n, 'error')} in test code: {first}"


def absent(n: int, names: Sequence[str]) -> str:
    return f"{cases(n)} {plural(n, 'has', 'have')} no verdict: {listed(names, n - len(names))}"


def all_critical(n: int) -> str:
    return f"all {cases(n, 'critical')} pass" if n > 1 else "the one critical case passes"


def critical_missed(n: int, names: Sequence[str]) -> str:
    verb = plural(len(names), "misses", "miss")
    return f"{number(len(names))} of {cases(n, 'critical')} {verb}: {listed(names)}"


def passed(count: int, n: int, rate: str) -> str:
    return f"{number(count)} of {number(n)} pass ({rate})"


def replies(what: str, count: int, n: int, rate: str) -> str:
    differ, same = plural(count, "differs from", "differ from"), plural(count, "is", "are") + " word for word"
    how = differ if what == "differing" else same
    return f"{number(count)} of {counted(n, 'reply', 'replies')} {how} the baseline's ({rate})"


def floor_reached(lower: str, floor: str) -> str:
    return f"the lower bound {lower} reaches the floor of {floor}"


def floor_missed(upper: str, floor: str) -> str:
    return f"even the upper bound {upper} is under the floor of {floor}"


def floor_open(lower: str, upper: str, floor: str) -> str:
    return f"the lower bound {lower} is under the floor of {floor}, the upper bound {upper} is not"


def floor_too_few(fewest: int) -> str:
    return f"fewer than {cases(fewest)} can't show it"


def flips(n: int, broken: int, fixed: int) -> str:
    return f"of {cases(n)} {number(broken)} got worse and {number(fixed)} better"


def sampled(n: int, groups: int, worse: int, better: int, size: str, sign: int) -> str:
    related = "" if groups == n else f" in {counted(groups, 'group')}"
    mean = f"{_points(size)} {'down' if sign < 0 else 'up'}" if sign else "level"
    return f"of {cases(n)}{related} {number(worse)} got worse and {number(better)} better, {mean} on average"


def too_few_groups(fewest: int, *, related: bool) -> str:
    unit = "groups of equal size" if related else "cases"
    return f"with fewer than {number(fewest)} {unit} only a better model can pass"


def share_passed(rate: str, n: int) -> str:
    return f"{rate} of the replies to {cases(n)} pass"


DRIFT = {
    "kl": ("the mean KL(base‖candidate) on target prompts", " nats a token"),
    "perplexity": ("perplexity on plain text against the base's", " times"),
}


BOUNDED = {
    "PASS": "the upper bound {upper} is under {bound}",
    "FAIL": "even the lower bound {lower} is over {bound}",
    "INCONCLUSIVE": "between the bounds {lower} and {upper} lies {bound}",
}


def gap(trained: int, its_rate: str, held_out: int, other_rate: str, points: str) -> str:
    asked = counted(trained, "trained question passes", "trained questions pass")
    asked = f"{asked} at {its_rate}, {counted(held_out, 'held-out one')} at {other_rate}"
    return f"{asked}: a gap of {_points(points)}"


def memorized(count: int, n: int, rate: str) -> str:
    answers = counted(n, "training answer")
    return f"{number(count)} of {answers} came back word for word, beyond what the base says ({rate})"


def rewards(names: Sequence[str], others: int) -> str:
    told = f"the model was rewarded in training for passing {listed(names)}"
    if others:
        return f"{told}; {counted(others, 'case is', 'cases are')} judged by other checks, too"
    return f"{told}, and no case is judged by anything else: give the suites cases with checks of another kind"


def all_ran(n: int) -> str:
    return f"all {number(n)} cases ran" if n > 1 else "the one case ran"


def drift(what: str, value: float, ends: Sequence[float | None], bound: float, decision: str) -> str:
    name, unit = DRIFT[what]
    lower, upper = (None if end is None else figure(end, bound) for end in ends)
    told = f"{name} is {figure(value)}{unit}"
    if lower is None or upper is None:
        return f"{told}; one text alone has no interval"
    if decision == "PASS":
        return f"{told}; the upper bound {upper} is under {bound:g}"
    if decision == "FAIL":
        return f"{told}; even the lower bound {lower} is over {bound:g}"
    return f"{told}; between the bounds {lower} and {upper} lies {bound:g}"


def significant(told: str, p: str) -> str:
    return f"{told}, a significant loss ({p})"


def within_margin(p: str) -> str:
    return f"worse by more than chance ({p}), within the margin"


def ruled_out(loss: str) -> str:
    return f"a loss of more than {_points(loss)} is ruled out"


def only_ruled_out(loss: str) -> str:
    return f"only a loss of more than {_points(loss)} is ruled out"


def margin(points: str) -> str:
    return f"the margin is {points}"


def too_few(fewest: int) -> str:
    return f"with fewer than {cases(fewest)} only a better model can pass"


def would_settle(n: int, power: str) -> str:
    return f"about {cases(n)} like these would let an equal model pass with {power} probability"


def nothing_would_settle(most: int, power: str) -> str:
    return f"even {cases(most)} like these would not let an equal model pass with {power} probability"


def look_at(broken: int, power: str) -> str:
    which = "the case" if broken == 1 else f"the {cases(broken)}"
    return f"an equal model would have passed with {power} probability or more: look at {which} that got worse"


def let_through(change: str, sign: int) -> str:
    what = {-1: f"a loss of {_points(change)}", 0: "no change", 1: f"a gain of {_points(change)}"}[sign]
    return f"not settled, let through as a warning: the estimate is {what}"


def empty_slices(names: Sequence[str]) -> str:
    return f"no case ran in {listed(names)}"


def one_slice(name: str, told: str, p: str | None) -> str:
    return f"{name} ({told}, {p})" if p else f"{name} ({told})"


def lost_slices(lost: int, n: int, told: Sequence[str]) -> str:
    return f"{number(lost)} of {_slices(n)} lost: {listed(told, lost - len(told))}"


def no_lost_slice(n: int, nearest: str) -> str:
    if n == 1:
        return f"the one slice shows no loss: {nearest}"
    return f"none of {_slices(n)} shows a loss; nearest is {nearest}"


def _points(text: str) -> str:
    return f"{text} {'point' if text == '1' else 'points'}"


def _slices(n: int) -> str:
    return counted(n, "slice")
