"""What a run can show, said before a model is loaded: the drops it finds, and how often an equal model passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from harness.arms import Role
from harness.figures import counted, local
from harness.gates import (
    Lang,
    cases_for_floor,
    chance_to_pass,
    chance_to_pass_clustered,
    clusters_for_margin,
    detectable_drop,
    detectable_drop_clustered,
    exact_cases_for_margin,
)
from harness.judging import run_wide
from harness.policy import baseline_of
from harness.session import Plan, SuitePlan

__all__ = ["FLIPS", "foresee"]

FLIPS = 0.10
"""The share of cases that is assumed to come out otherwise under an equal model. The fewer flip, the more is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """A comparison to come. `sizes` are its clusters' cases where samples or relatives make it a clustered one."""

    name: str
    n: int
    margin: float
    sizes: Sequence[int] = ()
    drop: float | None
    chance: float
    fewest: int
    """So few cases, or groups, can't pass without improvement."""


def foresee(plan: Plan, arms: Collection[Role], lang: Lang = "en", *, whole: bool = True) -> list[str]:
    """A line for each comparison (all pooled cases first, then suite by suite), and for each floor out of reach.

    Without all suites of the project (`whole`) pooled cases are not compared.
    """
    compared = list(_comparisons(plan, arms, whole))
    voice = _RUSSIAN if lang == "ru" else _ENGLISH
    lines = [voice.supposing(FLIPS, spread=any(found.sizes for found in compared))] if compared else []
    lines += [voice.compared(found) for found in compared]
    for name, suite in plan.suites.items():
        floor, n, alpha = suite.policy.floor, len(suite.cases), suite.policy.alpha
        if floor is not None and not _spread(suite):
            fewest = cases_for_floor(floor, alpha)
            if fewest is None or n < fewest:
                lines.append(voice.floor(name, n, floor, fewest))
    return lines


def _comparisons(plan: Plan, arms: Collection[Role], whole: bool) -> Iterator[_Comparison]:
    pool = [suite for suite in plan.suites.values() if suite.policy.pool]
    for kind, _, margin in run_wide(plan, arms) if whole else []:
        yield _compared(kind, pool, margin, plan.settings.alpha)
    for name, suite in plan.suites.items():
        if suite.policy.margin is not None and not suite.policy.form and baseline_of(suite.policy, arms):
            yield _compared(name, [suite], suite.policy.margin, suite.policy.alpha)


def _compared(name: str, suites: Sequence[SuitePlan], margin: float, alpha: float) -> _Comparison:
    n = sum(len(suite.cases) for suite in suites)
    if not any(_spread(suite) for suite in suites):
        return _Comparison(
            name=name,
            n=n,
            margin=margin,
            drop=detectable_drop(n, FLIPS, alpha),
            chance=chance_to_pass(n, margin, FLIPS, 0.0, alpha),
            fewest=exact_cases_for_margin(margin, alpha),
        )
    sizes = [count for suite in suites for count in Counter(map(suite.witness, suite.cases)).values()]
    return _Comparison(
        name=name,
        n=n,
        margin=margin,
        sizes=sizes,
        drop=detectable_drop_clustered(sizes, FLIPS, alpha),
        chance=chance_to_pass_clustered(sizes, margin, FLIPS, alpha),
        fewest=clusters_for_margin(margin, alpha),
    )


def _spread(suite: SuitePlan) -> bool:
    return suite.policy.samples > 1 or any(suite.cluster(case) for case in suite.cases)


class _English:
    def supposing(self, flips: float, *, spread: bool) -> str:
        whole = ", with all their samples and relatives" if spread else ""
        return f"supposing that {100 * flips:g} % of the cases come out otherwise under an equal model{whole}:"

    def compared(self, of: _Comparison) -> str:
        unit, count = ("groups", len(of.sizes)) if len(of.sizes) not in (0, of.n) else ("cases", of.n)
        within = f" in {counted(count, 'group')}" if unit == "groups" else ""
        found = f"a drop of {100 * of.drop:.1f} points is found with 80 % power" if of.drop else "no drop is found"
        passes = f"an equal model passes {counted(round(100 * of.chance), 'time')} of 100"
        short = f"; fewer than {of.fewest} {unit} can't pass without improvement" if count < of.fewest else ""
        return f"{of.name}, {counted(of.n, 'case')}{within}, margin {100 * of.margin:g}: {found}; {passes}{short}"

    def floor(self, name: str, n: int, floor: float, fewest: int | None) -> str:
        needs = "no number of cases can show it" if fewest is None else f"that takes {counted(fewest, 'case')}"
        return f"{name}: {counted(n, 'case')} can't show a floor of {100 * floor:g} %: {needs}"


class _Russian:
    _NAMES = {"overall": "все наборы вместе", "creep": "к эталону"}  # noqa: RUF012 - read only

    def supposing(self, flips: float, *, spread: bool) -> str:
        whole = " — целиком, во всех повторах и вместе с родственными" if spread else ""
        return f"если у модели не хуже прежней иначе выходит {local(f'{100 * flips:g}', 'ru')} % примеров{whole}:"

    def compared(self, of: _Comparison) -> str:
        grouped = len(of.sizes) not in (0, of.n)
        count = len(of.sizes) if grouped else of.n
        within = f" ({counted(count, 'группа', 'группы', 'групп')})" if grouped else ""
        points = local(f"{100 * (of.drop or 0):.1f}", "ru")
        found = f"падение на {points} п. п. будет замечено с вероятностью 80 %" if of.drop else "падения не заметить"
        often = round(100 * of.chance)
        passes = f"модель не хуже прежней пройдёт {counted(often, 'раз', 'раза', 'раз')} из 100"
        units = ("группы", "групп", "групп") if grouped else ("примера", "примеров", "примеров")
        short = f"; если меньше {counted(of.fewest, *units)}, пройдёт только модель лучше прежней"
        name = self._NAMES.get(of.name, of.name)
        head = f"{name}, {counted(of.n, 'пример', 'примера', 'примеров')}{within}"
        margin = local(f"{100 * of.margin:g}", "ru")
        return f"{head}, допуск {margin}: {found}; {passes}{short if count < of.fewest else ''}"

    def floor(self, name: str, n: int, floor: float, fewest: int | None) -> str:
        share = local(f"{100 * floor:g}", "ru")
        on = f"на {counted(n, 'примере', 'примерах', 'примерах')}"
        if fewest is None:
            return f"{name}: порог {share} % не подтвердить ни на каком числе примеров"
        return f"{name}: порог {share} % {on} не подтвердить: нужно {fewest}"


_ENGLISH, _RUSSIAN = _English(), _Russian()
