"""What would settle a run that is INCONCLUSIVE, a line a step in the order of effort, in English or Russian."""

from __future__ import annotations

from collections.abc import Iterator

from harness.figures import Lang, counted, local, plural
from harness.gates._words import listed, roughly
from harness.record import Record
from harness.record_notes import Settle
from harness.report.labels import label

__all__ = ["settle_lines"]

_NAMED = 5


def settle_lines(record: Record, lang: Lang = "en") -> list[str]:
    """For each gate that is INCONCLUSIVE: judge what got worse, sample, add cases; each with its number."""
    return [line for of in record.settle for line in _lines(of, lang, record.candidate.name)]


def _lines(of: Settle, lang: Lang, model: str) -> Iterator[str]:
    voice = _RUSSIAN if lang == "ru" else _ENGLISH
    name = f"{of.suite}, {label(of.kind, lang)}" if of.suite else label("all pooled suites", lang)
    if of.kind == "creep":
        name = label("creep", lang)
    steps = [voice.judge(of)] if of.missed else []
    if of.kind != "floor":
        steps.append(voice.sample(of, model))
    steps += [voice.add(of)] if of.more else []
    return (f"{name}: {number}. {step}" for number, step in enumerate(steps, 1))


class _English:
    def judge(self, of: Settle) -> str:
        what = counted(of.missed, "miss", "misses") if of.kind == "floor" else counted(of.missed, "newly broken case")
        head = f"judge the {what} ({listed(of.cases, of.missed - len(of.cases), _NAMED)})"
        if of.ours is None:
            return f"{head}: by this alone it does not pass, not even if all of them are our own expectation's fault"
        if of.missed == 1:
            return f"{head}: if it is our own expectation's fault, the gate passes (ckptgate cases accept)"
        which = f"all {of.ours}" if of.ours == of.missed else f"{of.ours} of them"
        verb = plural(of.ours, "is", "are")
        return f"{head}: if {which} {verb} our own expectation's fault, the gate passes (ckptgate cases accept)"

    def sample(self, of: Settle, model: str) -> str:
        if not of.noise:
            return (
                "sample several replies a case: how many it takes is told once it is known how much they vary "
                f"(ckptgate noise {model})"
            )
        if of.samples is None:
            return "sampling more replies is not enough: 64 a case would not let an equal model pass 4 times of 5"
        if of.samples <= of.sampled:
            return (
                f"sampling more replies changes little: {counted(of.samples, 'sample')} a case would have been enough"
            )
        told = counted(of.samples, "reply", "replies")
        return f"sample {told} a case: an equal model then passes 4 times of 5 (samples = {of.samples})"

    def add(self, of: Settle) -> str:
        assert of.more is not None
        cases = counted(roughly(of.more), "case")
        if of.kind == "floor":
            return f"add about {cases} like these: a model of this pass rate then reaches the floor 4 times of 5"
        flips = "" if of.flips is None else f", of which {_percent(of.flips)} % flip"
        return f"add about {cases} like these{flips}: an equal model then passes 4 times of 5"


class _Russian:
    def judge(self, of: Settle) -> str:
        floor = ("промах", "промаха", "промахов")
        broken = ("сломанный пример", "сломанных примера", "сломанных примеров")
        head = f"разберите {counted(of.missed, *(floor if of.kind == 'floor' else broken))}"
        head += f" ({listed(of.cases, of.missed - len(of.cases), _NAMED, 'ru')})"
        if of.ours is None:
            return f"{head}: одним этим не пройти, даже если во всех виновато наше ожидание"
        if of.missed == 1:
            return f"{head}: если виновато наше ожидание, этого довольно, чтобы пройти (ckptgate cases accept)"
        which = "во всех" if of.ours == of.missed else f"в {of.ours} из них"
        return f"{head}: если {which} виновато наше ожидание, этого довольно, чтобы пройти (ckptgate cases accept)"

    def sample(self, of: Settle, model: str) -> str:
        if not of.noise:
            return (
                "получите по нескольку ответов на пример; по скольку — станет известно, когда измерен их разброс "
                f"(ckptgate noise {model})"
            )
        if of.samples is None:
            return "повторы не помогут: модель не хуже прежней и с 64 ответами на пример не проходит 4 раза из 5"
        told = counted(of.samples, "ответ", "ответа", "ответов")
        if of.samples <= of.sampled:
            return f"новые повторы мало что изменят: хватило бы и по {_dative(of.samples)} на пример"
        return f"получите {told} на пример: модель не хуже прежней пройдёт 4 раза из 5 (samples = {of.samples})"

    def add(self, of: Settle) -> str:
        assert of.more is not None
        cases = counted(roughly(of.more), "такой же пример", "таких же примера", "таких же примеров")
        if of.kind == "floor":
            return f"добавьте примерно {cases}: модель, которая проходит такую же долю, достигнет порога 4 раза из 5"
        flips = "" if of.flips is None else f" (сдвигов — {local(_percent(of.flips), 'ru')} %)"
        return f"добавьте примерно {cases}{flips}: модель не хуже прежней пройдёт 4 раза из 5"


def _dative(n: int) -> str:
    return counted(n, "ответу", "ответа", "ответов")


def _percent(share: float) -> str:
    return f"{100 * share:.2g}"


_ENGLISH, _RUSSIAN = _English(), _Russian()
