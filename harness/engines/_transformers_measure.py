"""In the engine's own process: two models read the same texts, token by token, and the sums of what they make of them.

Texts stand at the left of their row and padding at the right, where no causal model sees it: no text depends on its
neighbours, and no model needs to be told positions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.engines._orders import Refused
from harness.engines._transformers_load import check_device, context, load_model, load_tokenizer

__all__ = ["choose", "measure"]

Read = Callable[[Any, Any], Any]
"""(tokens, mask) → logits."""

_NUMBERS = 1 << 26
"""So many logits of a model are held at once, where a single text does not need more."""

_LEADS = ("", " ", "\n")
"""What may have stood before a reply's text: it is stored stripped."""


_AT_ONCE = 64
"""So many choices are made before they are handed over."""


@dataclass(frozen=True, slots=True)
class _Span:
    """A text's tokens, and from which to which place (exclusive) the next token is asked for."""

    index: int
    ids: Sequence[int]
    first: int
    last: int


def measure(order: dict[str, Any]) -> dict[str, Any]:
    """`Measured` as JSON, for the order's `measure`."""
    asked = order["measure"]
    check_device(order["device"])
    tokenizer = _shared_tokenizer(asked)
    base, candidate, limit = _readers(asked, order)
    reader = _Reader(order["device"], len(tokenizer))
    spans = _replies(asked["replies"], tokenizer, limit, lambda choices: reader.likelihoods(choices, candidate))
    kl: list[list[float]] = [[0.0, 0] for _ in asked["replies"]]
    for span, (p, q) in reader.walk(spans, base, candidate):
        kl[span.index] = [_divergence(p, q), span.last - span.first]
    texts = [tokenizer(text).input_ids[:limit] for text in asked["plain"]]
    plain: list[list[float]] = [[0.0, 0.0, 0] for _ in texts]
    for span, both in reader.walk([_Span(i, ids, 0, len(ids) - 1) for i, ids in enumerate(texts)], base, candidate):
        plain[span.index] = [*(-_likelihood(span, rows) for rows in both), span.last]
    return {"kl": kl, "plain": plain}


def choose(
    asked: Sequence[Any], model: Any, tokenizer: Any, stops: Sequence[int], limit: int, device: str, lead: str
) -> Iterator[list[list[Any]]]:
    """The likeliest of each request's choices, as replies: the sum of its tokens' log-probabilities is the largest.

    Behind a chat template the end of the turn counts too: a choice that is the beginning of another one is no likelier
    for being shorter. By character the sum, without the end, is divided by the choice's length (lm-evaluation-harness:
    `acc_norm`).

    Args:
        asked: key, prompt tokens, whether the prompt is plain text, the choices, and by what the likeliest is found.
        lead: what the template writes before a reply, and so before a choice.
    """
    reader = _Reader(device, len(tokenizer))
    for start in range(0, len(asked), _AT_ONCE):
        part, spans, replies = asked[start : start + _AT_ONCE], list[_Span](), list[list[Any]]()
        for key, ids, plain, choices, by in part:
            end = [] if plain or not stops or by == "character" else [stops[-1]]
            told = [[*ids, *tokenizer(lead + c, add_special_tokens=False).input_ids, *end] for c in choices]
            if max(map(len, told)) > limit:
                replies.append([key, "", "overlong", 0])
                told = []
            spans += [_Span(0, whole, len(ids) - 1, len(whole) - 1) for whole in told]
        likely = iter(reader.likelihoods(spans, _reading(model)))
        done = {key for key, *_ in replies}
        for key, _, _, choices, by in part:
            if key not in done:
                scores = [next(likely) / (len(c) if by == "character" else 1) for c in choices]
                replies.append([key, choices[scores.index(max(scores))], "chosen", 0])
        yield replies


def _shared_tokenizer(asked: dict[str, Any]) -> Any:
    """The candidate's tokenizer, which has to be the base's too: the same tokens, for these texts cut alike."""
    paths = [asked[side]["tokenizer"] for side in ("candidate", "base")]
    tokenizer = load_tokenizer(paths[0])
    if paths[0] != paths[1]:
        other = load_tokenizer(paths[1])
        texts = [*asked["plain"], *(said[i] for said in asked["replies"] for i in (0, 2))] or [""]
        if tokenizer.get_vocab() != other.get_vocab() or tokenizer(texts).input_ids != other(texts).input_ids:
            raise Refused("the candidate's tokenizer is not its base's, so that their tokens can't be compared")
    return tokenizer


def _readers(asked: dict[str, Any], order: dict[str, Any]) -> tuple[Read, Read, int]:
    """How the base and the candidate read, and how many tokens both can; weights that they share are loaded once."""
    ours, theirs = asked["candidate"], asked["base"]
    model = load_model(ours, order)
    if ours["adapter"] and not theirs["adapter"] and ours["model"] == theirs["model"]:

        def unadapted(tokens: Any, mask: Any) -> Any:
            with model.disable_adapter():
                return _logits(model, tokens, mask)

        return unadapted, _reading(model), context(model.config)
    other = load_model(theirs, order)
    return _reading(other), _reading(model), min(context(model.config), context(other.config))


def _reading(model: Any) -> Read:
    return lambda tokens, mask: _logits(model, tokens, mask)


def _logits(model: Any, tokens: Any, mask: Any) -> Any:
    # A tuned prompt stands before the text and has logits too.
    return model(input_ids=tokens, attention_mask=mask, use_cache=False).logits[:, -tokens.shape[1] :]


class _Reader:
    """Batches of texts, of like length, as many at a time as their logits leave room for."""

    def __init__(self, device: str, vocabulary: int) -> None:
        self.device, self.vocabulary = device, vocabulary

    def walk(self, spans: Sequence[_Span], *models: Read) -> Iterator[tuple[_Span, list[Any]]]:
        """Each span with every model's log-probabilities at its places; a span without places is left out."""
        import torch

        for batch in self._batches(sorted((s for s in spans if s.last > s.first), key=lambda s: len(s.ids))):
            width = len(batch[-1].ids)
            tokens, mask = (torch.zeros((len(batch), width), dtype=torch.long) for _ in range(2))
            for row, span in enumerate(batch):
                tokens[row, : len(span.ids)] = torch.tensor(span.ids)
                mask[row, : len(span.ids)] = 1
            tokens, mask = tokens.to(self.device), mask.to(self.device)
            with torch.inference_mode():
                logits = [read(tokens, mask) for read in models]
                if len({found.shape[-1] for found in logits}) > 1:
                    sizes = " and ".join(str(found.shape[-1]) for found in logits)
                    raise Refused(f"base and candidate have vocabularies of different sizes ({sizes})")
                for row, span in enumerate(batch):
                    yield span, [found[row, span.first : span.last].float().log_softmax(-1) for found in logits]

    def _batches(self, spans: Sequence[_Span]) -> Iterator[Sequence[_Span]]:
        start = 0
        for i in range(1, len(spans) + 1):
            if i == len(spans) or (i + 1 - start) * len(spans[i].ids) * self.vocabulary > _NUMBERS:
                yield spans[start:i]
                start = i

    def likelihoods(self, spans: Sequence[_Span], model: Read) -> list[float]:
        """The log-likelihood of each span's tokens."""
        found = [0.0] * len(spans)
        numbered = [_Span(i, span.ids, span.first, len(span.ids) - 1) for i, span in enumerate(spans)]
        for span, (rows,) in self.walk(numbered, model):
            found[span.index] = _likelihood(span, rows)
        return found


def _replies(
    asked: Sequence[Any], tokenizer: Any, limit: int, likelihoods: Callable[[list[_Span]], list[float]]
) -> list[_Span]:
    """The exchanges as the candidate went through them.

    Space before a reply is not stored, and with it the first token may be another. Of the writings with as many tokens
    as were generated (of all, should none have) the likeliest is taken.
    """
    choices: list[_Span] = []
    for index, (prompt, special, text, tokens, ended) in enumerate(asked):
        before = tokenizer(prompt, add_special_tokens=special).input_ids
        written = [tokenizer(lead + text, add_special_tokens=False).input_ids for lead in _LEADS]
        fitting = [ids for ids in written if len(ids) + ended == tokens] or written
        for ids in {tuple(ids): None for ids in fitting}:
            whole = [*before, *ids][:limit]
            choices.append(_Span(index, whole, max(0, len(before) - 1), len(whole) - 1 + ended))
    open_ = [span for span in choices if sum(s.index == span.index for s in choices) > 1]
    likelihood = dict(zip(map(id, open_), likelihoods(open_), strict=True))
    best: dict[int, _Span] = {}
    for span in choices:
        held = best.setdefault(span.index, span)
        if held is not span and likelihood[id(span)] > likelihood[id(held)]:
            best[span.index] = span
    return list(best.values())


def _divergence(p: Any, q: Any) -> float:
    """Σ over places of KL(p‖q) in nats, from log-probabilities."""
    import torch

    terms = torch.where(p > -torch.inf, p.exp() * (p - q), 0.0)
    total = float(terms.sum(-1).clamp(min=0).double().sum())  # rounding alone can make it negative
    if not total < float("inf"):
        raise Refused("the divergence of the candidate from its base is infinite or no number")
    return total


def _likelihood(span: _Span, rows: Any) -> float:
    import torch

    said = torch.tensor(span.ids[span.first + 1 : span.last + 1], device=rows.device)
    total = float(rows.gather(-1, said[:, None]).double().sum())
    if not abs(total) < float("inf"):
        raise Refused("the likelihood of a text is zero or no number")
    return total
