"""What rows of the training data say beside a suite's cases: a sentence for each figure, in English and Russian."""

from __future__ import annotations

from harness.figures import Count, Lang, local
from harness.record import Estimate, Memory, Rate, Record, SuiteResult
from harness.report.otherwise import rates

__all__ = ["trained_lines"]

_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "none": "no training question was asked: {why}",
        "gap": "{n:trained question passes|trained questions pass} at {own}, {m:held-out one} at {other}: a gap of "
        "{gap} points ({level} % interval {lower} … {upper})",
        "otherwise": "trained questions: {rates}",
        "memory": "{count} of {n:training answer} came back word for word beyond what the base says; of an answer's "
        "own words {share} come back in one piece{base}",
        "base": ", {share} of them from the base",
        "no memory": "verbatim: of the training answers asked for, none has words enough of its own to be memorized",
        "worst": "most: {worst}",
    },
    "ru": {
        "none": "вопросы из обучения не заданы: {why}",
        "gap": "на вопросах из обучения ({n}) пройдено {own}, на отложенных ({m}) — {other}: разрыв {gap} п. п. "
        "(интервал {level} %: {lower} … {upper})",
        "otherwise": "вопросы из обучения: {rates}",
        "memory": "дословно и сверх базовой модели повторено {count} из {n} ответов обучения; одним куском "
        "возвращается {share} собственных слов ответа{base}",
        "base": ", базовой моделью — {share}",
        "no memory": "дословное: ни у одного из ответов обучения нет столько собственных слов, чтобы их заучить",
        "worst": "больше всего: {worst}",
    },
}


def trained_lines(record: Record, lang: Lang = "en") -> list[str]:
    """The lines of each suite that asks training rows beside its cases."""
    return [f"{suite.name}: {line}" for suite in record.suites if suite.trained for line in _lines(suite, lang)]


def _lines(suite: SuiteResult, lang: Lang) -> list[str]:
    words, found = _WORDS[lang], suite.trained
    assert found is not None
    if found.left_out:
        return [words["none"].format(why=found.left_out)]
    told = []
    if found.gap and found.candidate and found.held_out:
        told.append(_gap(found.candidate, found.held_out, found.gap, suite, lang))
    if found.wordings:
        told.append(words["otherwise"].format(rates=rates(found.wordings, lang)))
    return told + (_memory(found.memory, lang) if found.memory else [])


def _gap(own: Rate, other: Rate, found: Estimate, suite: SuiteResult, lang: Lang) -> str:
    alpha = suite.policy.get("alpha")
    level = f"{100 * (1 - 2 * alpha):g}" if isinstance(alpha, float) else "90"
    ends = (found.value, found.lower, found.upper)
    gap, lower, upper = ("–" if end is None else _number(100 * end, lang) for end in ends)
    return _WORDS[lang]["gap"].format(
        n=Count(own.n), own=_percent(own.rate, lang), m=Count(other.n), other=_percent(other.rate, lang),
        gap=gap, lower=lower, upper=upper, level=level,
    )  # fmt: skip


def _memory(found: Memory, lang: Lang) -> list[str]:
    words = _WORDS[lang]
    if found.candidate is None:
        return [words["no memory"]]
    base = "" if found.base is None else words["base"].format(share=_percent(found.base, lang))
    share = _percent(found.candidate, lang)
    told = [words["memory"].format(count=found.memorized, n=Count(found.rows), share=share, base=base)]
    worst = [f"{row.row} {row.quote} ({row.own}/{row.of})" for row in found.worst]
    return told + ([words["worst"].format(worst=", ".join(worst))] if worst else [])


def _percent(rate: float, lang: Lang) -> str:
    return f"{_number(100 * rate, lang)} %"


def _number(value: float, lang: Lang) -> str:
    return local(f"{value:.1f}".removesuffix(".0").replace("-", "−"), lang)
