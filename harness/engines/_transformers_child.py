"""The engine's own process: reads orders from standard input, one a line, and answers each with a JSON line a batch.

Nothing but the modules of this process (`_transformers_*`) and the trainers imports torch.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from harness.engines._orders import Refused, Say, one_line, serve
from harness.engines._transformers_decode import decode
from harness.engines._transformers_load import (
    check_device,
    context,
    in_form,
    load_model,
    load_tokenizer,
    stop_tokens,
)
from harness.engines._transformers_measure import choose, measure
from harness.figures import counted

_ROOM, _ASKED = 512, 8
"""Tokens for a reply that is to end by itself, and how many prompts are asked so, at most."""

_LEAST_ROOM, _FEWEST = 64, 3
"""With less of either nothing is said of the model."""


def main() -> int:
    """Answer the orders on standard input until it ends; returns the process's exit status."""
    return serve(_carry_out, lambda order: "measuring" if "measure" in order else "generation")


def _carry_out(order: dict[str, Any], say: Say) -> None:
    if "measure" in order:
        say({"measured": measure(order)})
    for number, job in enumerate(order["jobs"]):
        _answer(number, job, order, say)


def _answer(number: int, job: dict[str, Any], order: dict[str, Any], say: Say) -> None:
    check_device(order["device"])
    tokenizer = load_tokenizer(job["tokenizer"])
    model = load_model(job, order, merge=order["dtype"] == "float32")
    with in_form(model, job["form"]):
        _answer_with(model, tokenizer, number, job, order, say)


def _answer_with(model: Any, tokenizer: Any, number: int, job: dict[str, Any], order: dict[str, Any], say: Say) -> None:
    stops = stop_tokens(model.generation_config.eos_token_id, tokenizer, job["turn_end"])
    limit = context(model.config)
    encoded = []
    choosing = []
    for key, prompt, special, most, temperature, seed, choices, _, by in job["requests"]:
        ids = tokenizer(prompt, add_special_tokens=special).input_ids
        if not ids:
            raise Refused(f"the tokenizer in {job['tokenizer']} makes no tokens of a prompt: are its files all there?")
        if choices:
            choosing.append((key, ids, special, choices, by))
        elif len(ids) >= limit:
            say({"job": number, "replies": [[key, "", "overlong", 0]]})
        else:
            encoded.append((key, ids, (min(most, limit - len(ids)), temperature), seed))
    for replies in choose(choosing, model, tokenizer, stops, limit, order["device"], job["turn_start"]):
        say({"job": number, "replies": replies})
    encoded.sort(key=lambda e: (e[2], len(e[1])))
    ended = not job["ends_turns"]
    for replies in within_memory(encoded, order["batch_size"], lambda batch: _generate(model, tokenizer, batch, stops)):
        if not ended:
            ended = any(finish == "stop" for _, _, finish, _ in replies)
            if not ended:
                _ends_a_turn(model, tokenizer, encoded, stops, limit)
                ended = True
        say({"job": number, "replies": replies})


def _ends_a_turn(model: Any, tokenizer: Any, encoded: Sequence[Any], stops: list[int], limit: int) -> None:
    """Refuse a model that never ends its turn: none of its first batch did, and none of these with all the room.

    It was trained without the end token in the assistant's part, or its training broke it. One reply that does not end,
    or prompts that leave no room for one, say nothing of a model.
    """
    short = sorted(encoded, key=lambda e: len(e[1]))[:_ASKED]
    room = min(_ROOM, limit - max(len(ids) for _, ids, _, _ in short))
    if len(short) < _FEWEST or room < _LEAST_ROOM:
        return
    short = [(key, ids, (room, 0), 0) for key, ids, _, _ in short]
    if all(finish != "stop" for _, _, finish, _ in _generate(model, tokenizer, short, stops)):
        ends = ", ".join(map(repr, tokenizer.convert_ids_to_tokens(stops))) or "no token at all"
        raise Refused(
            f"no reply ended within {counted(room, 'token')}, {len(short)} prompts were tried: the model does not "
            f"produce its end of turn ({ends}). Train with the end token inside the assistant's part of the template "
            "({% generation %} … {% endgeneration %}), and look whether the training's loss fell"
        )


def within_memory(encoded: Sequence[Any], size: int, generate: Callable[[Sequence[Any]], Any]) -> Iterator[Any]:
    """What `generate` makes of runs of requests with one limit and temperature, in the order of their lengths.

    `size` requests at most in a run; where they don't fit the memory, half as many from there on.

    Raises:
        Refused: a single request does not fit.
    """
    start = 0
    while start < len(encoded):
        end = start + 1
        while end < len(encoded) and end - start < size and encoded[end][2] == encoded[start][2]:
            end += 1
        try:
            made = generate(encoded[start:end])
        except Exception as e:
            if not _out_of_memory(e):
                raise
            if end - start == 1:
                tokens = len(encoded[start][1])
                raise Refused(f"one prompt of {counted(tokens, 'token')} does not fit the memory: {one_line(e)}") from e
            made, size = None, (end - start) // 2
        if made is None:  # outside the handler, where the failed batch's tensors are let go
            _let_go()
        else:
            yield made
            start = end


def _out_of_memory(error: Exception) -> bool:
    """On a GPU torch has an error of its own, on a CPU a RuntimeError whose words alone tell."""
    import torch

    words = "can't allocate memory", "not enough memory", "out of memory"
    told = isinstance(error, RuntimeError) and any(w in str(error).casefold() for w in words)
    return told or isinstance(error, MemoryError | torch.OutOfMemoryError)


def _let_go() -> None:
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _generate(model: Any, tokenizer: Any, batch: Sequence[Any], stops: list[int]) -> list[list[Any]]:
    most, temperature = batch[0][2]
    prompts, seeds = [ids for _, ids, _, _ in batch], [seed for _, _, _, seed in batch]
    replies = []
    made = decode(model, prompts, most, stops, temperature=temperature, seeds=seeds)
    for (key, _, _, _), row in zip(batch, made, strict=True):
        ended = row[-1] in stops
        text = tokenizer.decode(row[:-1] if ended else row, skip_special_tokens=True)
        replies.append([key, text.strip(), "stop" if ended else "length", len(row)])
    return replies


if __name__ == "__main__":
    sys.exit(main())
