"""What cases can show: the operating characteristics of the gate, enumerated, and checked cell by cell for small n."""

from __future__ import annotations

from math import comb, sqrt
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from harness.gates import exact
from harness.gates.exact import Method, exact_chance_to_pass
from harness.gates.paired import Paired, p_worse, tango_lower
from harness.gates.power import (
    cases_for_floor,
    cases_for_margin,
    cases_needed,
    chance_of_alarm,
    chance_to_pass,
    detectable_drop,
)
from harness.gates.rates import clopper_pearson_lower


@pytest.mark.parametrize(
    ("n", "margin", "false_pass", "equal_pass", "equal_alarm", "worse_alarm"),
    [
        (50, 0.05, 0.034, 0.241, 0.030, 0.750),
        (200, 0.03, 0.049, 0.368, 0.049, 0.878),
        (500, 0.03, 0.048, 0.668, 0.049, 0.998),
        (1000, 0.03, 0.050, 0.908, 0.049, 1.0),
        (2000, 0.02, 0.050, 0.878, 0.050, 1.0),
    ],
)
def test_operating_characteristics_at_discordance_one_tenth(
    n: int, margin: float, false_pass: float, equal_pass: float, equal_alarm: float, worse_alarm: float
) -> None:
    """A model worse by the margin passes at most so often, an equal one passes so often, a loss is seen so often.

    The alarms' columns hold for the one-sided mid-p test; a two-sided one at .05 would read .012 in place of .030.
    """
    measured = (
        chance_to_pass(n, margin, 0.10, -margin, method="tango"),
        chance_to_pass(n, margin, 0.10, method="tango"),
        chance_of_alarm(n, 0.10, 0.0),
        chance_of_alarm(n, 0.10, -2 * margin),
    )
    assert measured == pytest.approx((false_pass, equal_pass, equal_alarm, worse_alarm), abs=6e-4)


@pytest.mark.parametrize(
    ("n", "margin", "psi", "chance"),
    [
        (120, 0.03, 0.05, 0.38),
        (120, 0.03, 0.10, 0.26),
        (600, 0.03, 0.05, 0.94),
        (600, 0.03, 0.10, 0.74),
        (600, 0.05, 0.05, 1.00),
        (600, 0.05, 0.10, 0.98),
        (400, 0.08, 0.10, 0.99),
        (160, 0.10, 0.05, 1.00),
        (160, 0.10, 0.10, 0.98),
    ],
)
def test_what_an_equal_model_can_expect(n: int, margin: float, psi: float, chance: float) -> None:
    """The project's own configurations: chances to pass of a model that is neither better nor worse."""
    assert chance_to_pass(n, margin, psi, method="tango") == pytest.approx(chance, abs=0.011)


def test_many_tight_margins_pass_together_hardly_ever() -> None:
    """Six suites of 100 cases at .05 each: why the tight margin is on the pool and the suites' are wide."""
    assert chance_to_pass(100, 0.05, 0.05, method="tango") ** 6 == pytest.approx(0.04, abs=0.005)


@pytest.mark.parametrize("psi", [0.05, 0.10, 0.20])
@pytest.mark.parametrize(("n", "margin"), [(50, 0.05), (160, 0.10), (400, 0.10), (880, 0.03)])
def test_the_quick_chance_is_the_enumerated_one(n: int, margin: float, psi: float) -> None:
    """The rule in use, within .003 of its whole enumeration."""
    quick = chance_to_pass(n, margin, psi)
    assert quick == pytest.approx(exact_chance_to_pass(n, margin, psi), abs=0.003)
    assert chance_to_pass(n, margin, psi, method="exact") == exact_chance_to_pass(n, margin, psi)


def test_the_quick_chance_is_that_of_the_exact_rule_and_not_of_tangos() -> None:
    """200 cases at .03: .355 where Tango's bound has .368, to the last digit that is told."""
    assert chance_to_pass(200, 0.03, 0.10) == pytest.approx(exact_chance_to_pass(200, 0.03, 0.10), abs=1e-4)
    assert chance_to_pass(200, 0.03, 0.10) < chance_to_pass(200, 0.03, 0.10, method="tango") - 0.01


def test_what_a_run_can_show_is_known_at_once() -> None:
    """The chances of 880 pooled cases and of four suites; measured 0.1 s at discordance .10, .3 s on a slow machine."""
    spent = []
    for _ in range(3):
        exact._p.cache_clear()
        started = process_time()
        for n, margin in ((880, 0.03), (160, 0.10), (160, 0.10), (200, 0.10), (360, 0.10)):
            chance_to_pass(n, margin, 0.10)
        spent.append(process_time() - started)
    assert min(spent) < 0.6


@pytest.mark.parametrize("method", ["auto", "tango"])
@pytest.mark.parametrize(("margin", "psi"), [(0.03, 0.05), (0.10, 0.10), (0.05, 0.01)])
def test_the_cases_needed_are_the_fewest_with_the_power(margin: float, psi: float, method: Method) -> None:
    """Every smaller number passes an equal model less often than 80 times of 100."""
    needed = cases_needed(margin, psi, method=method)
    assert needed is not None
    assert chance_to_pass(needed, margin, psi, method=method) >= 0.8
    fewer = range(int(0.95 * needed), needed)
    assert max(chance_to_pass(n, margin, psi, method=method) for n in fewer) < 0.8


@pytest.mark.parametrize(("margin", "psi"), [(0.01, 0.10), (0.02, 0.30), (0.005, 0.05)])
def test_many_cases_needed_are_near_their_approximation(margin: float, psi: float) -> None:
    """6.18 ψ/m²."""
    assert cases_needed(margin, psi) == pytest.approx(6.18 * psi / margin**2, rel=0.01)


def test_more_power_takes_more_cases() -> None:
    """None where more than 200,000 would be needed; certainty is not for sale."""
    needed = [cases_needed(0.03, 0.1, power) for power in (0.5, 0.8, 0.9, 0.99)]
    assert None not in needed
    assert needed == sorted(needed, key=lambda n: n or 0)
    assert cases_needed(0.001, 0.5) is None
    with pytest.raises(ValueError, match="power"):
        cases_needed(0.03, 0.1, 1.0)


def test_without_a_flip_the_fewest_that_pass_are_needed() -> None:
    """An unchanged model passes surely from there on."""
    assert cases_needed(0.03, 0.0) == 99
    assert cases_needed(0.03, 0.0, method="tango") == cases_for_margin(0.03) == 88


def test_tango_breaks_its_promise_a_little_at_its_worst() -> None:
    """.059 of the models worse by .03 pass on 200 cases where every flip is a break: why the exact rule decides."""
    assert chance_to_pass(200, 0.03, 0.03, -0.03, method="tango") == pytest.approx(0.059, abs=5e-4)


@given(n=st.integers(1, 8), margin=st.floats(0.02, 0.6), psi=st.floats(0, 1), share=st.floats(0, 1))
@settings(max_examples=50)
def test_enumeration_by_regions_is_the_sum_over_all_tables(n: int, margin: float, psi: float, share: float) -> None:
    """The quick sums equal the plain ones: every table, its probability, its verdict."""
    broken_rate, fixed_rate = psi * share, psi * (1 - share)
    delta = max(-psi, min(psi, fixed_rate - broken_rate))
    passing = alarming = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            same = n - b - c
            weight = comb(n, b) * comb(n - b, c) * broken_rate**b * fixed_rate**c * (1 - psi) ** same
            passing += weight * (tango_lower(Paired(same, b, c, 0)) > -margin)
            alarming += weight * (p_worse(Paired(same, b, c, 0)) <= 0.05)
    assert chance_to_pass(n, margin, psi, delta, method="tango") == pytest.approx(passing, abs=1e-9)
    assert chance_of_alarm(n, psi, delta) == pytest.approx(alarming, abs=1e-9)


@pytest.mark.parametrize(("margin", "n"), [(0.01, 268), (0.02, 133), (0.03, 88), (0.05, 52)])
def test_the_fewest_cases_for_a_margin(margin: float, n: int) -> None:
    """With one case fewer an unchanged model can't pass; with these it does; a better one may with fewer."""
    assert cases_for_margin(margin) == n
    assert tango_lower(Paired(n, 0, 0, 0)) > -margin >= tango_lower(Paired(n - 1, 0, 0, 0))
    assert tango_lower(Paired(38, 0, 2, 0)) > -0.03


@pytest.mark.parametrize(("floor", "n"), [(0.5, 5), (0.8, 14), (0.9, 29), (0.95, 59), (0.99, 299)])
def test_the_fewest_cases_for_a_floor(floor: float, n: int) -> None:
    """With one case fewer even a faultless run stays under the floor."""
    assert cases_for_floor(floor) == n
    assert clopper_pearson_lower(n, n) >= floor > clopper_pearson_lower(n - 1, n - 1)


def test_floors_at_the_ends() -> None:
    """A floor of 0 is reached by any case, a floor of 1 by no number of them."""
    assert cases_for_floor(0.0) == 1
    assert cases_for_floor(1.0) is None


@pytest.mark.parametrize("n", [50, 160, 680])
@pytest.mark.parametrize("psi", [0.0, 0.05, 0.2])
def test_the_detectable_drop_is_just_found(n: int, psi: float) -> None:
    """At that drop the power is .80, a little below it is less."""
    drop = detectable_drop(n, psi)
    assert drop is not None
    assert chance_of_alarm(n, max(psi, drop), -drop) >= 0.8
    assert chance_of_alarm(n, max(psi, drop - 1e-4), -(drop - 1e-4)) < 0.8


def test_the_detectable_drop_is_near_its_approximation() -> None:
    """(z.95 + z.80)·√(ψ/n) for many cases."""
    drop = detectable_drop(2000, 0.10)
    assert drop == pytest.approx((norm.isf(0.05) + norm.isf(0.2)) * sqrt(0.10 / 2000), rel=0.05)


def test_a_handful_of_cases_detects_nothing() -> None:
    """Three broken of three are no evidence at .05; four of four are."""
    assert detectable_drop(3, 0.1) is None
    assert detectable_drop(4, 0.1) is not None


@pytest.mark.parametrize("margin", [0.0, 1.0, -0.1, float("nan")])
def test_a_margin_lies_between_nothing_and_everything(margin: float) -> None:
    """A margin of 0 could never pass, one of 1 never fail."""
    with pytest.raises(ValueError, match="margin"):
        cases_for_margin(margin)


def test_impossible_truths_are_refused() -> None:
    """A difference can't exceed the share of cases that differ."""
    with pytest.raises(ValueError, match="discordance"):
        chance_to_pass(100, 0.03, 0.05, -0.10)


def test_the_best_of_several_that_were_looked_at_passes_falsely_more_often() -> None:
    """200 cases at margin .05: one model worse by the margin passes .04 of the time, the best of 3 .11, of 10 .33.

    Of independent ones; why choosing belongs to the dev split, and why a record counts the tries.
    """
    one = chance_to_pass(200, 0.05, 0.06, -0.05)
    assert 0.10 <= 1 - (1 - one) ** 3 <= 0.14
    assert 0.20 <= 1 - (1 - one) ** 10 <= 0.36
