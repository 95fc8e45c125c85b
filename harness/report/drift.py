"""How far the candidate moved from its base, in a sentence for each figure, in English and Russian."""

from __future__ import annotations

from harness.figures import Count, Lang, local
from harness.record import Drift, Estimate, Record

__all__ = ["drift_lines"]

_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "kl": "KL(base‖candidate) on {n:target prompt}: {kl} nats a token ({level} % interval {ends})",
        "perplexity": "perplexity on {n:plain text}: base {base}, candidate {candidate}; {ratio} times the base's "
        "({level} % interval {ends})",
        "none": "not measured: {why}",
        "open": "none: too few texts",
    },
    "ru": {
        "kl": "KL(база‖кандидат) на целевых запросах ({n}): {kl} ната на токен (интервал {level} %: {ends})",
        "perplexity": "перплексия на простых текстах ({n}): база {base}, кандидат {candidate}; отношение к базе "
        "{ratio} (интервал {level} %: {ends})",
        "none": "не измерено: {why}",
        "open": "нет, слишком мало текстов",
    },
}


def drift_lines(record: Record, lang: Lang = "en") -> list[str]:
    """A sentence for each figure, or why there is none; empty where none was due."""
    return _lines(record.drift, lang) if record.drift else []


def _lines(drift: Drift, lang: Lang) -> list[str]:
    words, told = _WORDS[lang], []
    level = f"{100 * drift.level:g}"
    if drift.left_out:
        return [words["none"].format(why=drift.left_out)]
    if drift.kl:
        told.append(
            words["kl"].format(
                n=Count(drift.prompts), kl=_number(drift.kl.value, lang), ends=_ends(drift.kl, lang), level=level
            )
        )
    if found := drift.perplexity:
        told.append(
            words["perplexity"].format(
                n=Count(found.texts),
                base=_number(found.base.value, lang),
                candidate=_number(found.candidate.value, lang),
                ratio=_number(found.ratio.value, lang),
                ends=_ends(found.ratio, lang),
                level=level,
            )
        )
    return told


def _ends(found: Estimate, lang: Lang) -> str:
    if found.lower is None or found.upper is None:
        return _WORDS[lang]["open"]
    return f"{_number(found.lower, lang)} … {_number(found.upper, lang)}"


def _number(value: float, lang: Lang) -> str:
    return local(f"{value:#.3g}".rstrip("."), lang)
