"""The evaluation set: enough cases for its margin, of what production asks, that tell one model from another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import ClassVar

import regex

from harness.cases import Case
from harness.checks.text import count_words
from harness.gates import cases_needed, chance_to_pass
from harness.lint._quoted import quote, safe
from harness.lint._said import Said, said
from harness.lint._unlike import Topic, difference, longer, missing_topics
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About, Unchecked
from harness.lint.rows import Row

__all__ = ["Evaluation", "EvaluationCoverage"]

TOO_FEW = Rule(
    "eval-too-few",
    "warning",
    "Fewer evaluation cases than the margin needs: too few to show that a model is no worse.",
    "Write more cases, or choose a wider margin and say so; `ckptgate size` tells how many a margin needs.",
)
NEVER_FAILED = Rule(
    "eval-never-failed",
    "note",
    "Cases that every checkpoint so far has passed: they tell no model from another.",
    "Keep those that guard a skill; write harder ones beside them, or the margin rests on the others alone.",
)
NEVER_PASSED = Rule(
    "eval-never-passed",
    "warning",
    "Cases that no checkpoint so far has passed: too hard, or wrong themselves.",
    "Read what the case expects beside a reply to it; mend it or take it out.",
)
MISSES_PRODUCTION = Rule(
    "eval-misses-production",
    "warning",
    "What customers ask about in production, and no evaluation case does.",
    "Write cases about it: what no case asks can break unseen.",
)
UNLIKE_PRODUCTION = Rule(
    "eval-unlike-production",
    "warning",
    "Evaluation cases in other languages or of another length than what comes in production.",
    "Write cases in the language and of the length that customers write, or weigh them so.",
)
MISSES_TRAINING = Rule(
    "eval-misses-training",
    "warning",
    "What much of the training data is about, and no evaluation case asks.",
    "Write cases about it: whether that was learnt is not measured.",
)

_SHOWN = 8
_SAMPLE = 5_000
_KEPT = 400
_TOPICS = 20
_CYRILLIC, _LATIN = regex.compile(r"\p{Script=Cyrillic}"), regex.compile(r"\p{Script=Latin}")


class Evaluation:
    """The cases by themselves and with their past."""

    rules: ClassVar[tuple[Rule, ...]] = (TOO_FEW, NEVER_FAILED, NEVER_PASSED)

    def __init__(self, about: About) -> None:
        self._about = about

    def see(self, row: Row) -> Iterable[Finding]:
        """Rows say nothing of it."""
        return ()

    def end(self) -> Iterator[Finding]:
        """What the cases can't show."""
        if self._about.cases:
            yield from self._too_few()
        if self._about.history:
            yield from self._without_difference()

    def _too_few(self) -> Iterator[Finding]:
        settings = self._about.settings
        witnesses = {
            (case.suite, case.cluster or f"case {case.id}") for case in self._about.cases if case.split == "gate"
        }
        margin, flips, power = settings.evaluation_margin, settings.evaluation_flips, settings.evaluation_power
        if witnesses and chance_to_pass(len(witnesses), margin, flips) >= power:
            return
        needed = cases_needed(margin, flips, power)
        told = said(
            "{n:case} of the gate split, those of one cluster counted once; {needed} are needed for an equal model to "
            "pass with a chance of {power:.0%}, where a loss of {margin:g} points has to be ruled out and {flips:.0%} "
            "of its answers turn out otherwise"
            if needed
            else "{n:case} of the gate split, those of one cluster counted once; more are needed than anybody writes "
            "for an equal model to pass with a chance of {power:.0%}, where a loss of {margin:g} points has to be "
            "ruled out and {flips:.0%} of its answers turn out otherwise",
            n=len(witnesses), needed=needed or 0, power=power, margin=margin * 100, flips=flips,
        )  # fmt: skip
        yield Finding(
            rule=TOO_FEW,
            message=told,
            data={"cases": len(witnesses), "needed": needed, "margin": margin, "flips": flips, "power": power},
        )

    def _without_difference(self) -> Iterator[Finding]:
        least = self._about.settings.evaluation_tries
        tried = [
            (case, passed, n)
            for case in self._about.cases
            for passed, n in [self._about.history.get((case.suite, case.id), (0, 0))]
            if n >= least
        ]
        never_failed = [case for case, passed, n in tried if passed == n]
        never_passed = [case for case, passed, _ in tried if passed == 0]
        for rule, cases, told in (
            (NEVER_FAILED, never_failed, "of {tried:case} asked {least} times or more {n} never failed"),
            (NEVER_PASSED, never_passed, "of {tried:case} asked {least} times or more {n} never passed"),
        ):
            if cases:
                yield Finding(
                    rule=rule,
                    message=said(told, tried=len(tried), least=least, n=len(cases)),
                    places=tuple(place(case, safe(case.prompt)) for case in cases[:_SHOWN]),
                    data={"cases": len(cases), "tried": len(tried)},
                )


class EvaluationCoverage:
    """The cases beside the inputs of production, and beside a sample of the training data's."""

    rules: ClassVar[tuple[Rule, ...]] = (MISSES_PRODUCTION, UNLIKE_PRODUCTION, MISSES_TRAINING)

    def __init__(self, about: About) -> None:
        self._about = about
        self._seen, self._every = 0, 1
        self._sample: list[tuple[str, Place]] = []

    def see(self, row: Row) -> Iterable[Finding]:
        """Keep the beginning of every so many-th row's question: of every second one more where there are too many."""
        if not self._about.cases or not (prompt := row.prompt):
            return ()
        if self._seen % self._every == 0:
            self._sample.append((prompt[:_KEPT], Place(row.file, row.line)))
            if len(self._sample) > _SAMPLE:
                self._sample, self._every = self._sample[::2], 2 * self._every
        self._seen += 1
        return ()

    def end(self) -> Iterator[Finding | Unchecked]:
        """What no case asks, and in what the cases are otherwise."""
        cases = _questions(self._about.cases)
        if not cases:
            if self._about.production:
                yield Unchecked(
                    rule=MISSES_PRODUCTION.name, why=said("--production is compared with cases: none are given")
                )
            return
        if production := _spread(self._about.production):
            yield from self._production(production, cases)
        texts = [text for text, _ in self._sample]
        for topic in missing_topics(texts, cases, share=self._about.settings.evaluation_trained_share)[:_TOPICS]:
            places = [self._sample[i] for i in topic.texts[:_SHOWN]]
            yield Finding(
                rule=MISSES_TRAINING,
                message=_missed(topic, "{total:training question}", len(texts), len(cases)),
                places=tuple(Place(where.file, where.line, safe(text)) for text, where in places),
                data=_figures(topic, len(texts), len(cases)),
            )

    def _production(self, production: Sequence[str], cases: Sequence[str]) -> Iterator[Finding]:
        settings = self._about.settings
        for topic in missing_topics(production, cases, share=settings.evaluation_production_share)[:_TOPICS]:
            example = quote(safe(production[topic.texts[0]]))
            yield Finding(
                rule=MISSES_PRODUCTION,
                message=said(
                    "{missed}; for example {example}",
                    missed=_missed(topic, "{total:production input}", len(production), len(cases)),
                    example=example,
                ),
                data=_figures(topic, len(production), len(cases)),
            )
        here, there = sum(map(_russian, production)), sum(map(_russian, cases))
        apart = difference(here, len(production), there, len(cases))
        if max(apart.lower, -apart.upper) > settings.evaluation_language_gap:
            yield Finding(
                rule=UNLIKE_PRODUCTION,
                message=said(
                    "{here:.0%} of production and {there:.0%} of the cases are in Russian (the difference is "
                    "{low:.0f} to {high:.0f} points)",
                    here=here / len(production),
                    there=there / len(cases),
                    low=apart.lower * 100,
                    high=apart.upper * 100,
                ),
                data={"production": here / len(production), "cases": there / len(cases), "interval": [*apart]},
            )
        lengths = [count_words(text) for text in production], [count_words(text) for text in cases]
        chance, interval = longer(*lengths)
        most = settings.evaluation_longer
        if interval.lower > most or interval.upper < 1 - most:
            yield Finding(
                rule=UNLIKE_PRODUCTION,
                message=said(
                    "an input of production has {here:g} words, a case {there:g} (medians); it is the longer one in "
                    "{chance:.0%} of all pairs of them (95% interval {low:.0%} to {high:.0%})",
                    here=float(median(lengths[0])),
                    there=float(median(lengths[1])),
                    chance=float(chance),
                    low=interval.lower,
                    high=interval.upper,
                ),
                data={"longer": chance, "interval": [*interval]},
            )


def _questions(cases: Sequence[Case]) -> list[str]:
    """Every wording of every case once."""
    worded = (text for case in cases for text in (case.prompt, *(variant.prompt for variant in case.variants)))
    return _spread(list(dict.fromkeys(worded)))


def _spread(texts: Sequence[str]) -> list[str]:
    """All texts, or so many of them from everywhere."""
    return [text[:_KEPT] for text in texts[:: max(1, -(-len(texts) // _SAMPLE))]]


def _missed(topic: Topic, of: str, n: int, cases: int) -> Said:
    spoken = ", ".join(quote(word) for word in topic.words[:3])
    none = said("no case") if not topic.others else said("{n} of {of:case}", n=topic.others, of=cases)
    told = said("{n} of {total} ({share:.1%})", n=len(topic.texts), total=said(of, total=n), share=len(topic.texts) / n)
    return said("{told} speak of {words}, and {none}", told=told, words=spoken, none=none)


def _figures(topic: Topic, n: int, cases: int) -> dict[str, object]:
    return {"words": list(topic.words[:8]), "share": len(topic.texts) / n, "cases": topic.others / cases}


def _russian(text: str) -> bool:
    """In Cyrillic letters for the most part."""
    return len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text))
