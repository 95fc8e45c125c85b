"""The clauses of a gate's sentence in Russian; `harness.gates.words` puts them together.

Numbers stand where they take one case whatever they are: after «из» and «на» the noun is in the singular for 1 and 21
and in the plural for the rest; only bare counts need all three forms.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.figures import NBSP, number, plural
from harness.gates._words import figure, listed

OVERALL = "по всем наборам вместе: "
CREEP = "по сравнению с эталоном: "

NO_CRITICAL = "ни один критический пример не выполнен"
NO_CASE = "ни один пример не выполнен"
NO_PAIR = "нет ни одной пары ответов для сравнения"
NO_SLICE = "нет ни одного среза для сравнения"
LOSS_RULED_OUT = "потеря исключена"
FLOOR_OUT_OF_REACH = f"порог 100{NBSP}% не подтвердить никаким числом примеров"
FLOOR_LET_THROUGH = "не доказано, пропущено с предупреждением: доля не ниже порога"

_POINTS = f"{NBSP}п.{NBSP}п."

NOBODY = (
    "ни один пример не пройден ни одной из моделей: скорее всего, сломана сама проверка, и она не показала бы потери"
)
UNDECIDABLE = (
    "у набора нет порога, и сравнить не с чем: назовите модель через --baseline или задайте набору порог",
    "у набора нет ни порога, ни допуска: задайте то или другое в его метке",
)


def errors(n: int, first: str) -> str:
    return f"{_number(n)} {plural(n, 'ошибка', 'ошибки', 'ошибок')} в коде тестов: {first}"


def absent(n: int, names: Sequence[str]) -> str:
    of = plural(n, "примера", "примеров", "примеров")
    return f"нет вердикта у {_number(n)} {of}: {_listed(names, n - len(names))}"


def all_critical(n: int) -> str:
    return f"прошли все {_critical(n)}" if n > 1 else "единственный критический пример прошёл"


def critical_missed(n: int, names: Sequence[str]) -> str:
    of = plural(n, "критического примера", "критических примеров", "критических примеров")
    verb = plural(len(names), "прошёл", "прошли", "прошли")
    return f"не {verb} {_number(len(names))} из {_number(n)} {of}: {_listed(names)}"


def passed(count: int, n: int, rate: str) -> str:
    if count == 0:
        return f"не прошёл ни один из {_number(n)} ({rate})"
    return f"{plural(count, 'прошёл', 'прошли', 'прошли')} {_number(count)} из {_number(n)} ({rate})"


def replies(what: str, count: int, n: int, rate: str) -> str:
    how = "отличаются от ответов базы сравнения" if what == "differing" else "дословно те же, что у базы сравнения"
    return f"{_number(count)} из {_number(n)} ответов {how} ({rate})"


def floor_reached(lower: str, floor: str) -> str:
    return f"нижняя граница {lower} не ниже порога {floor}"


def floor_missed(upper: str, floor: str) -> str:
    return f"даже верхняя граница {upper} ниже порога {floor}"


def floor_open(lower: str, upper: str, floor: str) -> str:
    return f"нижняя граница {lower} ниже порога {floor}, верхняя граница {upper} — нет"


def floor_too_few(fewest: int) -> str:
    return f"меньше чем на {_on(fewest)} этого не подтвердить"


def flips(n: int, broken: int, fixed: int) -> str:
    of = f"из {_number(n)} {plural(n, 'примера', 'примеров', 'примеров')}"
    if broken == 0 == fixed:
        return f"{of} ни один не стал ни хуже, ни лучше"
    if broken == 0:
        return f"{of} ни один не стал хуже, лучше {_became(fixed)}"
    return f"{of} хуже {_became(broken)}, лучше — {_number(fixed) if fixed else 'ни один'}"


def sampled(n: int, groups: int, worse: int, better: int, size: str, sign: int) -> str:
    related = "" if groups == n else f" ({_number(groups)} {plural(groups, 'группа', 'группы', 'групп')})"
    mean = f"в среднем {'−' if sign < 0 else '+'}{size}{_POINTS}" if sign else "в среднем без изменений"
    of = f"из {_number(n)} {plural(n, 'примера', 'примеров', 'примеров')}{related}"
    return f"{of} хуже {_became(worse)}, лучше — {_number(better)}, {mean}"


def too_few_groups(fewest: int, *, related: bool) -> str:
    if not related:
        return too_few(fewest)
    groups = plural(fewest, "группе", "группах", "группах")
    return f"меньше чем на {_number(fewest)} равных {groups} пройти может только модель лучше прежней"


def share_passed(rate: str, n: int) -> str:
    return f"прошло {rate} ответов на {_number(n)} {plural(n, 'пример', 'примера', 'примеров')}"


DRIFT = {
    "kl": ("средняя KL(база‖кандидат) на целевых запросах", f"{NBSP}ната на токен"),
    "perplexity": ("перплексия на простых текстах относительно базы", ""),
}


BOUNDED = {
    "PASS": "верхняя граница {upper} меньше {bound}",
    "FAIL": "даже нижняя граница {lower} больше {bound}",
    "INCONCLUSIVE": "между границами {lower} и {upper} лежит {bound}",
}


def gap(trained: int, its_rate: str, held_out: int, other_rate: str, points: str) -> str:
    asked = f"на вопросах из обучения ({_number(trained)}) пройдено {its_rate}, на отложенных ({_number(held_out)})"
    return f"{asked} — {other_rate}: разрыв {points}{_POINTS}"


def memorized(count: int, n: int, rate: str) -> str:
    verb = plural(count, "повторён", "повторены", "повторено") if count else "повторено"
    return f"дословно и сверх базовой модели {verb} {_number(count)} из {_number(n)} ответов обучения ({rate})"


def rewards(names: Sequence[str], others: int) -> str:
    told = f"модель при обучении вознаграждали за то, что проходит {', '.join(names)}"
    if others:
        judged = plural(others, "пример судят", "примера судят", "примеров судят")
        return f"{told}; {_number(others)} {judged} и другие проверки"
    return f"{told}, и ничем другим не судят ни один пример: дайте наборам примеры с проверками другого рода"


def all_ran(n: int) -> str:
    if n == 1:
        return "выполнен единственный пример"
    return f"выполнены все {_number(n)} {plural(n, 'пример', 'примера', 'примеров')}"


def drift(what: str, value: float, ends: Sequence[float | None], bound: float, decision: str) -> str:
    name, unit = DRIFT[what]
    lower, upper = (None if end is None else figure(end, bound, "ru") for end in ends)
    told = f"{name} — {figure(value, lang='ru')}{unit}"
    if lower is None or upper is None:
        return f"{told}; по одному тексту интервала нет"
    if decision == "PASS":
        return f"{told}; верхняя граница {upper} меньше {figure(bound, lang='ru')}"
    if decision == "FAIL":
        return f"{told}; даже нижняя граница {lower} больше {figure(bound, lang='ru')}"
    return f"{told}; между границами {lower} и {upper} лежит {figure(bound, lang='ru')}"


def significant(told: str, p: str) -> str:
    return f"{told}; ухудшение значимо ({p})"


def within_margin(p: str) -> str:
    return f"ухудшение не случайно ({p}), но в пределах допуска"


def ruled_out(loss: str) -> str:
    return f"потеря больше {loss}{_POINTS} исключена"


def only_ruled_out(loss: str) -> str:
    return f"исключена лишь потеря больше {loss}{_POINTS}"


def margin(points: str) -> str:
    return f"допуск — {points}{_POINTS}"


def too_few(fewest: int) -> str:
    return f"меньше чем на {_on(fewest)} пройти может только модель лучше прежней"


def would_settle(n: int, power: str) -> str:
    such = plural(n, "таком примере", "таких примерах", "таких примерах")
    return f"модель не хуже прежней прошла бы с вероятностью {power} примерно на {_number(n)} {such}"


def nothing_would_settle(most: int, power: str) -> str:
    such = plural(most, "такого примера", "таких примеров", "таких примеров")
    return f"чтобы модель не хуже прежней прошла с вероятностью {power}, не хватило бы и {_number(most)} {such}"


def look_at(broken: int, power: str) -> str:
    which = plural(broken, "ухудшившийся пример", "ухудшившихся примера", "ухудшившихся примеров")
    count = f"{_number(broken)} " if broken > 1 else ""
    return f"модель не хуже прежней прошла бы с вероятностью не меньше {power}: разберите {count}{which}"


def let_through(change: str, sign: int) -> str:
    what = {-1: f"потеря {change}{_POINTS}", 0: "изменений нет", 1: f"прирост {change}{_POINTS}"}[sign]
    return f"не доказано, пропущено с предупреждением: по оценке {what}"


def empty_slices(names: Sequence[str]) -> str:
    return f"нет ни одного выполненного примера в {plural(len(names), 'срезе', 'срезах', 'срезах')} {_listed(names)}"


_DIMENSIONS = {"skill": "навык", "tag": "тег", "kind": "вид", "language": "язык"}


def one_slice(name: str, told: str, p: str | None) -> str:
    dimension, _, value = name.partition(" ")
    name = f"{_DIMENSIONS[dimension]} {value}" if dimension in _DIMENSIONS else name
    return f"{name} ({told}; {p})" if p else f"{name} ({told})"


def lost_slices(lost: int, n: int, told: Sequence[str]) -> str:
    verb = plural(lost, "просел", "просели", "просели")
    return f"{verb} {_number(lost)} из {_slices(n)}: {_listed(told, lost - len(told))}"


def no_lost_slice(n: int, nearest: str) -> str:
    if n == 1:
        return f"единственный срез не просел: {nearest}"
    return f"ни один из {_slices(n)} не просел; ближе всех к этому {nearest}"


def _number(n: int) -> str:
    return number(n, "ru")


def _listed(names: Sequence[str], more: int = 0) -> str:
    return listed(names, more, lang="ru")


def _critical(n: int) -> str:
    return f"{_number(n)} {plural(n, 'критический пример', 'критических примера', 'критических примеров')}"


def _on(n: int) -> str:
    return f"{_number(n)} {plural(n, 'примере', 'примерах', 'примерах')}"


def _became(n: int) -> str:
    return f"{plural(n, 'стал', 'стали', 'стали')} {_number(n)}"


def _slices(n: int) -> str:
    return f"{_number(n)} {plural(n, 'среза', 'срезов', 'срезов')}"
