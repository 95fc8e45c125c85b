"""The same questions asked in other words, in a sentence for each suite, in English and Russian."""

from __future__ import annotations

from harness.gates.words import Lang
from harness.record import Record, SuiteResult, Wording

__all__ = ["otherwise_lines"]

_RUSSIAN = {
    "as it stands": "как есть",
    "other words": "другими словами",
    "typo": "с опечаткой",
    "small letters": "строчными буквами",
    "ё as е": "е вместо ё",
    "end signs": "другие знаки в конце",
    "greeting": "с приветствием",
    "preamble": "с длинным вступлением",
    "no system prompt": "без системного промпта",
    "pressed": "под нажимом",
    "alike": "один вердикт при любой формулировке",
    "with a baseline": "в скобках база сравнения",
}
_ENGLISH = {"alike": "one verdict every way", "with a baseline": "the baseline in brackets"}


def otherwise_lines(record: Record, lang: Lang = "en") -> list[str]:
    """A line for each suite with variants: the pass rate in every way of asking, and how many cases come out alike."""
    return [_line(suite, lang) for suite in record.suites if suite.wordings]


def _line(suite: SuiteResult, lang: Lang) -> str:
    told = ", ".join(f"{_word(w.name, lang)} {_rates(w)}" for w in suite.wordings)
    paired = any(w.baseline is not None for w in suite.wordings)
    return f"{suite.name}: {told}" + (f"; {_word('with a baseline', lang)}" if paired else "")


def _rates(wording: Wording) -> str:
    own = f"{_percent(wording.candidate, wording.n)} %"
    return own if wording.baseline is None else f"{own} ({_percent(wording.baseline, wording.n)} %)"


def _percent(passed: int, n: int) -> str:
    return f"{100 * passed / n:.0f}" if n else "–"


def _word(name: str, lang: Lang) -> str:
    return (_RUSSIAN if lang == "ru" else _ENGLISH).get(name, name)
