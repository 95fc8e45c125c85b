"""Two forms of one checkpoint in a sentence a suite, and the rungs of a ladder, in English and Russian."""

from __future__ import annotations

from harness.figures import Count, Lang, plural
from harness.record import CaseResult, Record, Rung, SuiteResult
from harness.report import view
from harness.report.text import one_line

__all__ = ["form_lines", "ladder_lines"]

_QUOTED = 120

_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "same": "{suite}: {judged} against {baseline}: {same} of {n:reply|replies} {are} the same word for word",
        "unlike": "; {case} is answered “{one}” by the one and “{other}” by the other",
        "rung": "{suite}: {name} ({how}): {rate} pass, {delta} points to the weights as they are "
        "({level} % interval {lower} … {upper}), {same} of {n:reply|replies} {are} the same word for word",
        "plain": "{suite}: the weights as they are: {rate} pass",
    },
    "ru": {
        "same": "{suite}: {judged} и {baseline}: дословно совпали ответы: {same} из {n}",
        "unlike": "; на {case} один отвечает «{one}», другой — «{other}»",
        "rung": "{suite}: {name} ({how}): проходит {rate}, разница с весами как есть {delta} п. п. "
        "(интервал {level} %: {lower} … {upper}), дословно совпали ответы: {same} из {n}",
        "plain": "{suite}: веса как есть: проходит {rate}",
    },
}
_BITS: dict[Lang, dict[str, str]] = {"en": {}, "ru": {"16 bits": "16 бит", "8 bits": "8 бит", "4 bits": "4 бита"}}


def form_lines(record: Record, lang: Lang = "en") -> list[str]:
    """A sentence for each suite whose replies were held to its baseline's word for word; one that differs is quoted."""
    return [_line(record, suite, lang) for suite in record.suites if suite.identical is not None]


def ladder_lines(record: Record, lang: Lang = "en") -> list[str]:
    """The rungs of every ladder, the weights as they are first; empty where no mark asks for one."""
    told = []
    for suite in record.suites:
        if suite.ladder and suite.baseline:
            rate = view.rate(suite.baseline.rate, lang)
            told.append(_WORDS[lang]["plain"].format(suite=suite.name, rate=rate))
        told += [_rung(suite, rung, lang) for rung in suite.ladder]
    return told


def _line(record: Record, suite: SuiteResult, lang: Lang) -> str:
    words = _WORDS[lang]
    told = words["same"].format(
        suite=suite.name,
        judged=suite.judged_name or record.candidate.name,
        baseline=suite.baseline_name,
        same=suite.identical,
        are=plural(suite.identical or 0, "is", "are"),
        n=Count(suite.ran),
    )
    unlike = next((case for case in record.cases if case.suite == suite.name and case.same is False), None)
    return told if unlike is None else told + _unlike(unlike, words["unlike"])


def _unlike(case: CaseResult, words: str) -> str:
    one, other = (one_line(answer.reply, _QUOTED) if answer else "" for answer in (case.candidate, case.baseline))
    return words.format(case=case.id, one=one, other=other)


def _rung(suite: SuiteResult, rung: Rung, lang: Lang) -> str:
    alpha = suite.policy.get("alpha", 0.05)
    return _WORDS[lang]["rung"].format(
        suite=suite.name,
        name=_BITS[lang].get(rung.name, rung.name),
        how=rung.how,
        rate=view.rate(rung.rate.rate, lang),
        level=f"{100 * (1 - 2 * alpha):g}",
        delta=view.points(rung.delta, lang),
        lower=view.points(rung.lower, lang),
        upper=view.points(rung.upper, lang),
        same=rung.identical,
        are=plural(rung.identical, "is", "are"),
        n=Count(suite.ran),
    )
