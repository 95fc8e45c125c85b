"""Vectors of texts by the embedding model that the settings name, each made once and kept beside the replies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import count
from operator import mul
from pathlib import Path

from harness.checks import Vectors
from harness.engines.embedding import Embedded, EndpointEmbedder, LocalEmbedder, embedder_for
from harness.manifest import digest_of
from harness.replies import Reply, Request
from harness.reply_store import ReplyStore
from harness.session import Plan
from harness.waves import Asked

__all__ = ["Meanings", "compared_texts"]

_CANARY = "The parcel arrives on Friday. Посылка придёт в пятницу."
_SAME = 0.999
"""So alike are two vectors of one text by one model, whatever the batch and the processor."""


class Meanings:
    """What compares texts by meaning asks here.

    The controller has all vectors made before anything is scored; what a worker asks for lies in the store by then.

    Args:
        named: the model, as the settings name it.
        store: opens the reply store, or has it open.
    """

    def __init__(self, named: str, root: Path, store: Callable[[], ReplyStore]) -> None:
        self.named, self._root, self._store = named, root, store
        self._known: dict[str, Embedded] = {}

    def vectors(self, texts: Iterable[str], on_progress: Callable[[int], None] = lambda _: None) -> Vectors:
        """The vectors of these texts, made where there is none yet; a blank text has none.

        Raises:
            EngineError: the model can't be loaded or asked.
            StoreError: the store can't be read or written.
        """
        wanted = [text for text in dict.fromkeys(texts) if text.strip()]
        lacking = self.lacking(wanted)

        def keep(place: int, made: Embedded) -> None:
            text = lacking[place]
            self._store().keep_vector(self._key(text), made, model=self.named, text=text)
            # Whoever was first has made the one that all take, should two processes have made it at once.
            self._known[text] = self._kept(text) or made
            on_progress(1)

        if lacking:
            self._embedder.embed(lacking, keep)
        found = {text: self._known[text] for text in wanted}
        return Vectors(
            model=self.named,
            of={text: made.vector for text, made in found.items()},
            cut=frozenset(text for text, made in found.items() if made.cut),
        )

    def lacking(self, texts: Sequence[str]) -> list[str]:
        """Those texts, each once, whose vectors have to be made."""
        for text in texts:
            if text not in self._known and (kept := self._kept(text)) is not None:
                self._known[text] = kept
        return [text for text in dict.fromkeys(texts) if text.strip() and text not in self._known]

    def close(self) -> None:
        """Let the model's process go."""
        if "_embedder" in self.__dict__:
            self._embedder.close()

    @cached_property
    def _embedder(self) -> LocalEmbedder | EndpointEmbedder:
        return embedder_for(self.named, self._root)

    def _kept(self, text: str) -> Embedded | None:
        kept = self._store().vector(self._key(text))
        return None if kept is None else Embedded(tuple(kept[0]), kept[1])

    def _key(self, text: str) -> str:
        return digest_of({"embedded by": self._identity, "text": text})

    @cached_property
    def _identity(self) -> str:
        """What the model is, whatever it is called."""
        if isinstance(self._embedder, LocalEmbedder):
            return self._embedder.identity
        made: list[Embedded] = []
        self._embedder.embed([_CANARY], lambda _, embedded: made.append(embedded))
        return _known_as(self.named, made[0].vector, self._store())


def _known_as(named: str, canary: tuple[float, ...], store: ReplyStore) -> str:
    """Which of the models that answered to this name this is, by its vector of one text; a new one is remembered."""
    for nth in count():
        key = digest_of({"canary of": named, "nth": nth})
        store.keep_measured(key, canary)
        seen = store.measured(key)
        if len(seen) == len(canary) and sum(map(mul, seen, canary)) > _SAME:
            return key
    raise AssertionError


def compared_texts(
    plan: Plan, requests: Mapping[Asked, tuple[Request, ...]], replies: Mapping[str, Reply]
) -> list[str]:
    """Every text that a case's checks compare by its vector: the replies, and what they are compared with."""
    texts: dict[str, None] = {}
    for (_, suite, case), asked in requests.items():
        compared = [text for check in plan.suites[suite].case(case).checks for text in check.compared]
        if compared:
            texts |= dict.fromkeys([*compared, *(replies[r.key].text for r in asked if r.key in replies)])
    return list(texts)
