"""The decision in one sentence, in English as the record holds it, or in Russian."""

from __future__ import annotations

from typing import Literal

from harness.figures import counted
from harness.gates import say
from harness.reasons import note_in
from harness.record import GateResult, Record

__all__ = ["Lang", "reason", "sentence"]

Lang = Literal["en", "ru"]

_RUN_WIDE = {"overall": "сравнение по всем примерам", "creep": "сравнение с эталоном", "rewards": "вознаграждение"}


def reason(gate: GateResult, lang: Lang) -> str:
    """Why a gate decided as it did; what was written by hand or by another version stays as it is."""
    if lang == "en":
        return gate.reason
    if gate.kind == "integrity":  # whose names are what kept the run from a verdict
        gate = gate.model_copy(update={"names": [note_in(lang, name) for name in gate.names]})
    return say(gate, lang)


def sentence(record: Record, lang: Lang) -> str:
    """The decision of the run."""
    if lang == "en":
        return record.sentence
    ran, planned = sum(s.ran for s in record.suites), sum(s.planned for s in record.suites)
    if record.decision == "NOT DECIDED":
        if record.split == "dev":
            of = f"примеров: {ran} из {planned}" if ran < planned else _cases(ran)
            return f"Измерено на выборке dev ({of}): по ней выбирают чекпоинт, но ничего не решают."
        of = f"примеров: {ran} из {planned}" if ran < planned else f"{_cases(ran)}, но не все наборы"
        return f"Решения нет: запрошена только часть ({of}). Запустите `pytest --model=…` целиком."
    named = [s.name for s in record.suites if s.decision == record.decision]
    named += [_RUN_WIDE[g.kind] for g in record.gates if g.decision == record.decision]
    listed = ", ".join(named[:8]) + (f" и ещё {len(named) - 8}" if len(named) > 8 else "")
    told = note_in(lang, record.sentence)
    if told != record.sentence and _by_itself(record, named):
        return told
    if record.decision == "PASS":
        return f"Можно выпускать: все наборы пройдены ({_cases(ran)})."
    if record.decision == "FAIL":
        return f"Выпускать нельзя: {listed or record.sentence}."
    if record.decision == "INCONCLUSIVE":
        return f"Не доказано, что можно выпускать; данных не хватает: {listed}."
    return f"Решения нет: {listed or record.sentence}."


def _by_itself(record: Record, named: list[str]) -> bool:
    """Whether the sentence says what no suite's name does: tests beside the suites failed, or the engine did."""
    if record.decision == "FAIL":
        return not named
    return record.decision == "ERROR" and not record.sentence.endswith(" could not be decided.")


def _cases(n: int) -> str:
    return counted(n, "пример", "примера", "примеров")
