"""The replies of one run: found in the store, generated where they are missing, their vectors made."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from harness import telling
from harness.arms import Arm, Role
from harness.drift import measure_drift
from harness.engines import Engine
from harness.meanings import Meanings, compared_texts
from harness.overfitting import measure_memory
from harness.policy import judged
from harness.recorded import remember
from harness.replies import Reply
from harness.reply_store import ReplyStore
from harness.session import Plan, Unit
from harness.verdicts import Results
from harness.waves import Waves, requests_of

__all__ = ["Answers"]


class Answers:
    """What the arms of a run say. The controller has all of it made beforehand; a worker finds it in the store."""

    def __init__(
        self, config: pytest.Config, plan: Plan, arms: Mapping[Role, Arm], engine: Engine, results: Results
    ) -> None:
        self.config, self.plan, self.arms, self.engine, self.results = config, plan, arms, engine, results
        self.usage: dict[str, float] = {}
        """Seconds and counts, for the record."""
        self._opened: ReplyStore | None = None
        self._compared: Meanings | None = None

    def generate(self, *, whole: bool) -> None:
        """Generate every missing reply; `whole`: every suite of the project was asked for.

        Raises:
            EngineError, StoreError, TemplateError: there will be no verdict; replies that came are kept.
        """
        results, started = self.results, time.monotonic()
        waves = Waves(self.plan, self.arms, self.engine, results.selected, self._store())
        lacking = waves.lacking
        telling.plan(
            self.config, self.plan, self.arms, results.selected, whole=whole, wanted=waves.wanted, lacking=lacking
        )
        try:
            with telling.progress(self.config, "generating replies", lacking) as on_progress:
                generated = waves.fetch(on_progress)
        except KeyboardInterrupt:
            telling.interrupted(self.config, waves.kept, lacking)
            raise
        results.requests, results.replies = waves.requests, waves.replies
        self._remember()
        results.memory = measure_memory(self.plan, self.arms, results.requests, results.replies)
        self.usage["generated"] = generated
        self.usage["stored"] = waves.wanted - generated
        self.usage |= getattr(self.engine, "usage", {})
        self.usage["seconds_generation"] = round(time.monotonic() - started, 3)
        if self.plan.split == "gate" and whole and results.selected >= self.plan.units:
            started = time.monotonic()
            results.drift = measure_drift(
                self.plan, self.arms, results.requests, results.replies, self._store(), self.engine
            )
            self.usage["seconds_drift"] = round(time.monotonic() - started, 3)

    def _remember(self) -> None:
        """Leave what `--recorded` goes by: every reply of this run is in the store now."""
        option, plan = self.config.option, self.plan
        if option.ckptgate_recorded:
            return
        named = option.ckptgate_model, option.ckptgate_baseline
        try:
            remember(*named, self.arms, self.engine, root=plan.root, settings=plan.settings)
        except OSError as e:
            self.results.notices.append(f"What --recorded goes by could not be kept: {e}")

    def embed(self) -> None:
        """Have the vectors ready of every reply that is compared by meaning, and of what it is compared with.

        Raises:
            EngineError, StoreError, SourceError: there will be no verdict.
        """
        started = time.monotonic()
        texts = compared_texts(self.plan, self.results.requests, self.results.replies)
        if not texts or (meanings := self.meanings()) is None:
            return
        lacking = len(meanings.lacking(texts))
        with telling.progress(self.config, "comparing meanings", lacking) as on_progress:
            meanings.vectors(texts, on_progress)
        self.usage |= {"embedded": lacking, "seconds_embedding": round(time.monotonic() - started, 3)}

    def meanings(self) -> Meanings | None:
        """What compares texts by meaning; None where the settings name no embedding model."""
        if self._compared is None and (named := self.plan.settings.embeddings) is not None:
            self._compared = Meanings(named, self.plan.root, self._store)
        return self._compared

    def keys(self, role: Role, unit: Unit) -> list[str]:
        """The keys of an arm's replies to a case, in their order."""
        known = self.results.requests.get((role, unit.suite, unit.case))
        suite = self.plan.suites[unit.suite]
        arm = judged(suite.policy, role, self.arms)
        return [r.key for r in known or requests_of(suite, unit.case, arm, self.engine, self.stored)]

    def stored(self, key: str) -> Reply | None:
        """The reply that is kept under this key."""
        return self.results.replies.get(key) or self._store().get([key]).get(key)

    def close(self) -> None:
        """Let the files and the embedding model's process go."""
        if self._compared is not None:
            self._compared.close()
        if self._opened is not None:
            self._opened.close()

    def _store(self) -> ReplyStore:
        if self._opened is None:
            self._opened = ReplyStore(self.plan.root / self.plan.settings.store)
            if self._opened.aside:
                telling.set_aside(self.config, self._opened.aside)
        return self._opened
