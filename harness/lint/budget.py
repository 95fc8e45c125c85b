"""How much there is to learn, and whether fine-tuning is the way to learn it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from harness.lint._said import joined, said
from harness.lint.findings import Finding, Place, Rule, place
from harness.lint.lints import About
from harness.lint.rows import Row
from harness.lint.volatile import volatile_facts

__all__ = ["Budget"]

SIZE = Rule(
    "training-budget",
    "note",
    "How many rows, answers' tokens and tokens a trainable parameter there are.",
    "Compare with what worked before; a few hundred good rows teach a form, no number of rows teaches a catalogue.",
)
DOCUMENTS = Rule(
    "documents-as-examples",
    "warning",
    "Documents stand among conversations, or in place of them.",
    "This looks like fifty PDFs and a genius: use retrieval. To learn a domain's language, train on documents alone.",
)
FACTS = Rule(
    "facts-as-examples",
    "warning",
    "Most rows teach a single fact in a few words.",
    "This looks like fifty PDFs and a genius: use retrieval, and train how to answer from what was retrieved.",
)

_LONG_DOCUMENT = 1_500
"""Characters of an answer that is a document pasted in."""
_CHARS_A_TOKEN = 4.0
"""English text; Russian has some 3. Where the base's tokenizer is not at hand tokens are estimated so."""


class Budget:
    """Counts, and the two shapes of data that retrieval serves better."""

    rules: ClassVar[tuple[Rule, ...]] = (SIZE, DOCUMENTS, FACTS)

    def __init__(self, about: About) -> None:
        self._settings, self._training = about.settings, about.training
        self._rows = self._documents = self._facts = 0
        self._tokens = self._fact_tokens = 0.0
        self._places: dict[str, list[Place]] = {"documents": [], "facts": []}

    def see(self, row: Row) -> Iterable[Finding]:
        """Count the row, and whether it is a document or a fact."""
        self._rows += 1
        count = self._training.tokens
        tokens = count(row.answer) if count is not None else len(row.answer) / _CHARS_A_TOKEN
        self._tokens += tokens
        if row.form == "document" or len(row.answer) > _LONG_DOCUMENT:
            self._documents += 1
            self._keep("documents", row)
        elif tokens < self._settings.budget_fact_tokens and volatile_facts(row.answer, row.given):
            self._facts += 1
            self._fact_tokens += tokens
            self._keep("facts", row)
        return ()

    def _keep(self, kind: str, row: Row) -> None:
        if len(self._places[kind]) < 8:
            self._places[kind].append(place(row, row.prompt or row.answer))

    def end(self) -> Iterator[Finding]:
        """The size, and what speaks for retrieval."""
        if not self._rows:
            return
        share, limit = self._documents / self._rows, self._settings.budget_documents
        if limit <= share < 1:
            yield Finding(
                rule=DOCUMENTS,
                message=said(
                    "{n:row is a document and no example|rows are documents and no examples} ({share:.0%} of all)",
                    n=self._documents,
                    share=share,
                ),
                places=tuple(self._places["documents"]),
                rows=self._documents,
            )
        if self._facts >= max(10, self._settings.budget_facts * self._rows):
            yield Finding(
                rule=FACTS,
                message=said(
                    "{n:row teaches|rows teach} one fact in {tokens:.0f} tokens ({share:.0%} of all)",
                    n=self._facts,
                    tokens=self._fact_tokens / self._facts,
                    share=self._facts / self._rows,
                ),
                places=tuple(self._places["facts"]),
                rows=self._facts,
            )
        yield self._size()

    def _size(self) -> Finding:
        training, tokens = self._training, float(self._tokens)
        told = [said("{n:row}", n=self._rows)]
        if training.tokens is not None:
            told.append(said("{tokens:,.0f} tokens to learn", tokens=tokens))
        else:
            told.append(said("some {tokens:,.0f} tokens to learn", tokens=tokens))
        if training.epochs is not None:
            told.append(said("{n:epoch}", n=round(training.epochs)))
        if training.trainable:
            told.append(said("{ratio:.2g} tokens a trainable parameter", ratio=tokens / training.trainable))
        return Finding(rule=SIZE, message=joined(", ", told), data={"rows": self._rows, "tokens": round(self._tokens)})
