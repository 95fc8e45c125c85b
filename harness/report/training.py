"""What the lints say of the training data: a sentence for each rule, in English and Russian."""

from __future__ import annotations

from harness.figures import Count, Lang
from harness.reasons import note_in
from harness.record import LintFinding, Record, TrainingData

__all__ = ["training_lines", "unchecked_lines"]

_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "read": "{files}: {n:row}, {found}",
        "nothing": "the lints found nothing",
        "found": "{n:finding}",
        "rule": "{rule} ({severity}): {n:finding}{accepted}; {first}",
        "accepted": ", accepted: {why}",
        "unchecked": "not checked: {what}",
        "error": "error",
        "warning": "warning",
        "note": "note",
    },
    "ru": {
        "read": "{files}: {n:строка|строки|строк}, {found}",
        "nothing": "проверки ничего не нашли",
        "found": "{n:находка|находки|находок}",
        "rule": "{rule} ({severity}): {n:находка|находки|находок}{accepted}; {first}",
        "accepted": ", принято: {why}",
        "unchecked": "не проверено: {what}",
        "error": "ошибка",
        "warning": "предупреждение",
        "note": "замечание",
    },
}


def training_lines(record: Record, lang: Lang = "en") -> list[str]:
    """What was read, and a line for each rule that found something; nothing where no suite asked."""
    told, words = record.training, _WORDS[lang]
    if told is None or not told.files:
        return []
    n = sum(told.counts.values())
    found = words["found"].format(n=Count(n)) if n else words["nothing"]
    first = words["read"].format(files=", ".join(told.files), n=Count(told.rows), found=found)
    return [first, *_rules(told, lang)]


def unchecked_lines(record: Record, lang: Lang = "en") -> list[str]:
    """What could not be judged: never to be read as clean."""
    told = record.training
    return [_WORDS[lang]["unchecked"].format(what=note_in(lang, what)) for what in told.unchecked] if told else []


def _rules(told: TrainingData, lang: Lang) -> list[str]:
    firsts: dict[str, LintFinding] = {}
    for finding in told.findings:
        firsts.setdefault(finding.rule, finding)
    words = _WORDS[lang]
    return [
        words["rule"].format(
            rule=rule,
            severity=words[finding.severity],
            n=Count(told.counts.get(rule, 1)),
            accepted=words["accepted"].format(why=finding.accepted) if finding.accepted else "",
            first=", ".join(finding.places[:2]) + (": " if finding.places else "") + finding.message,
        )
        for rule, finding in firsts.items()
    ]
