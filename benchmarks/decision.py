"""What the decision promises and keeps, measured: `python benchmarks/decision.py`. Needs neither torch nor a model.

The worst false pass over the discordance ψ and the chance of an equal model at ψ = .10, by the exact rule and by
Tango's bound; how often a model compared with itself is blocked; how long a decision on 2,000 cases takes.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable

import numpy as np

from harness.gates import Paired, cases_needed, decide_paired, exact_p
from harness.gates import decision as rules
from harness.gates import exact as exact_rule
from harness.gates._region import likely, most_broken, probabilities, probability
from harness.gates.exact import exact_most_broken
from harness.gates.paired import tango_z_of

SETTINGS = ((50, 0.05), (100, 0.05), (200, 0.03), (500, 0.03), (1000, 0.02), (2000, 0.02))
# Few cases, and numbers just above the fewest that can pass, where the rule is coarse.
PRICED = ((30, 0.10), (40, 0.10), (60, 0.10), (100, 0.10), (160, 0.10), (60, 0.05), (80, 0.05), (150, 0.03))
ALPHA, Z = 0.05, 1.6448536269514722
PSI = 0.10
# Replies of one model to the same prompt differ at temperature; at this rate a verdict flips either way.
NOISE, COMPARISONS, SEED = 0.10, 200, 20261122


def promises() -> None:
    """The worst false pass is taken over ψ from the margin to 1, on 1,500 steps that the search did not use."""
    tell("    N  margin | worst false pass, at ψ      | equal model passes, ψ = .10")
    tell("              | exact         Tango         | exact   Tango")
    for n, margin in SETTINGS:
        k = np.arange(n + 1, dtype=np.int64)
        grid = margin + (1 - margin) * np.linspace(0, 1, 1500) ** 2
        told, power = [], []
        for most in (
            exact_most_broken(n, k, margin, ALPHA),
            most_broken(k, lambda b, c, n=n, margin=margin: tango_z_of(b, c, n, margin) > Z),
        ):
            false = probabilities(n, k, most, grid, np.full_like(grid, -margin))
            worst = int(np.argmax(false))
            told.append(f"{false[worst]:.4f} {grid[worst]:.3f}  ")
            near = likely(n, PSI)
            power.append(f"{probability(n, near, most[near], PSI, 0.0):.4f}  ")
        tell(f"{n:5} {margin:7} | {''.join(told)}| {''.join(power)}")


def price() -> None:
    """What exactness costs: the greatest gap in power at Δ = 0, over the ψ up to .4 at which Tango's keeps alpha."""
    tell("\nthe most power the exact rule loses where Tango's bound keeps its promise, ψ to .40:")
    told = []
    for n, margin in (*PRICED, *SETTINGS[:4]):
        k = likely(n, margin, 0.4)
        grid = margin + (0.4 - margin) * np.linspace(0, 1, 300) ** 2
        exact = exact_most_broken(n, k, margin, ALPHA)
        tango = most_broken(k, lambda b, c, n=n, margin=margin: tango_z_of(b, c, n, margin) > Z)
        kept = probabilities(n, k, tango, grid, np.full_like(grid, -margin)) <= ALPHA
        none = np.zeros_like(grid)
        gap = probabilities(n, k, tango, grid, none) - probabilities(n, k, exact, grid, none)
        at = int(np.argmax(np.where(kept, gap, -1.0)))
        told.append(f"({n}, {margin}) {gap[at]:.3f} at ψ {grid[at]:.2f}")
    for i in range(0, len(told), 4):
        tell("  " + " · ".join(told[i : i + 4]))


def itself() -> None:
    """A model against itself: each case flips either way with half the noise. A block is anything but PASS."""
    draw = np.random.default_rng(SEED)
    tell(f"\na model with itself, {COMPARISONS} comparisons, discordance {NOISE}:")
    for n, margin in ((200, 0.10), (880, 0.03), (1500, 0.03)):
        words: Counter[str] = Counter()
        for broken, fixed, _ in draw.multinomial(n, [NOISE / 2, NOISE / 2, 1 - NOISE], size=COMPARISONS).tolist():
            words[decide_paired(Paired(n - broken - fixed, broken, fixed, 0), margin, ALPHA).decision] += 1
        blocked = COMPARISONS - words["PASS"]
        told = ", ".join(f"{count} {word}" for word, count in words.most_common())
        tell(f"{n:5} cases, margin {margin}: blocked {blocked / COMPARISONS:.3f} ({told})")


def duration() -> None:
    """A decision on 2,000 cases with nothing cached: the best of three for each number of discordant cases."""
    tell("\na decision on 2,000 cases, nothing cached, margin 0.01; of it the exact test alone:")
    for discordant in (20, 100, 200, 600, 1000, 1600, 2000):
        broken = discordant // 2 + (4 if discordant < 2000 else 0)
        counts = Paired(2000 - discordant, broken, discordant - broken, 0)
        whole, test = [], []
        for _ in range(3):
            forget()
            whole.append(timed(lambda counts=counts: decide_paired(counts, 0.01, ALPHA)))
            forget()
            test.append(timed(lambda counts=counts: exact_p(counts, -0.01)))
        word = decide_paired(counts, 0.01, ALPHA).decision
        tell(f"  ψ = {counts.psi:.2f}: {1000 * min(whole):5.0f} ms, {1000 * min(test):4.0f} ms  {word}")


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def forget() -> None:
    """Empty what is remembered between decisions."""
    for cached in (rules._compare, exact_rule._p, cases_needed):
        cached.cache_clear()


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    promises()
    price()
    itself()
    duration()
