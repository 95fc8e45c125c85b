"""vLLM's own process: one base's jobs to an order, each job drained alone, replies handed over as they are finished.

Nothing but the modules of this process and the trainers imports torch or vllm.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from harness.engines._orders import Refused, Say, one_line, serve
from harness.engines._transformers_load import context, load_tokenizer, stop_tokens

_CANARY = (1, 2, 3, 4, 5, 6, 7)


def main() -> int:
    """Answer the orders on standard input until it ends; returns the process's exit status."""
    return serve(_carry_out, lambda _: "vLLM")


def _carry_out(order: dict[str, Any], say: Say) -> None:
    from transformers import AutoConfig, GenerationConfig

    jobs = order["jobs"]
    (model,) = {job["model"] for job in jobs}
    config = AutoConfig.from_pretrained(model, local_files_only=True, trust_remote_code=False)
    limit = context(config)
    encoded = [_encoded(job, limit) for job in jobs]
    longest = max((len(ids) + most for job in encoded for _, ids, most, *_ in job if ids), default=1)
    try:
        habits = GenerationConfig.from_pretrained(model, local_files_only=True)
    except OSError:
        habits = GenerationConfig.from_model_config(config)
    llm = _loaded(model, order, longest=min(longest, limit), jobs=jobs)
    for number, (job, requests) in enumerate(zip(jobs, encoded, strict=True)):
        tokenizer = load_tokenizer(job["tokenizer"])
        adapter = _adapter(job, number)
        if adapter is not None:
            _prove(llm, adapter, job["adapter"])
        stops = stop_tokens(habits.eos_token_id, tokenizer, job["turn_end"])
        chosen = [c for c in requests if c[5]]
        overlong = [
            [key, "", "overlong", 0] for key, ids, *_, choices, _, _, _ in requests if ids is None and not choices
        ]
        if overlong:
            say({"job": order["numbers"][number], "replies": overlong})
        asked = [r for r in requests if r[1] is not None and not r[5]]
        if chosen:
            say(
                {
                    "job": order["numbers"][number],
                    "replies": _chosen(llm, chosen, stops, adapter, tokenizer, limit, job["turn_start"]),
                }
            )
        for replies in _answered(llm, asked, stops, adapter, tokenizer):
            say({"job": order["numbers"][number], "replies": replies})


def _encoded(job: dict[str, Any], limit: int) -> list[tuple[str, Any, int, float, int, list[str], bool, str, str]]:
    tokenizer = load_tokenizer(job["tokenizer"])
    found = []
    for key, prompt, special, most, temperature, seed, choices, guided, by in job["requests"]:
        ids = tokenizer(prompt, add_special_tokens=special).input_ids
        if not ids:
            raise Refused(f"the tokenizer in {job['tokenizer']} makes no tokens of a prompt: are its files all there?")
        fits = len(ids) < limit
        if choices:  # as many places as the longest of them takes, and the end
            lead = job["turn_start"]
            most = 2 + max(len(tokenizer(lead + c, add_special_tokens=False).input_ids) for c in choices)
        found.append(
            (key, ids if fits else None, min(most, limit - len(ids)), temperature, seed, choices, special, guided, by)
        )
    return found


def _loaded(model: str, order: dict[str, Any], *, longest: int, jobs: Sequence[dict[str, Any]]) -> Any:
    from vllm import LLM

    guided = any(request[-1] for job in jobs for request in job["requests"])
    adapters = [job["adapter"] for job in jobs if job["adapter"]]
    lora: dict[str, Any] = {}
    if adapters:
        # A slot more than there are adapters: with none to spare a base request can get the last one loaded.
        lora = {"enable_lora": True, "max_loras": len(adapters) + 1, "max_lora_rank": _rank(adapters)}
    settings = {
        "dtype": order["dtype"],
        "max_model_len": longest + 1,
        "seed": 0,
        "enforce_eager": order["device"] == "cpu",
        # A seeded draw dies where a prompt is split ("CPU Generator does not use offset").
        "enable_chunked_prefill": False,
        "max_num_batched_tokens": max(8192, longest + 1),
        "generation_config": "vllm",  # a model's own sampling habits would bend greedy decoding
        "skip_tokenizer_init": not guided,  # a guided reply is held to its schema in letters
        "trust_remote_code": False,
        "load_format": "safetensors",
        "disable_log_stats": True,
        "logprobs_mode": "raw_logprobs",
        **({"tokenizer": jobs[0]["tokenizer"]} if guided else {}),
        **lora,
        **order["args"],
    }
    try:
        return LLM(model=model, **settings)
    except Exception as e:  # every layer raises its own kind
        raise Refused(f"vLLM can't load {model}: {type(e).__name__}: {one_line(e)}") from e


def _rank(adapters: Sequence[str]) -> int:
    ranks = []
    for adapter in adapters:
        with open(os.path.join(adapter, "adapter_config.json"), encoding="utf-8") as f:
            config = json.load(f)
        ranks += [config.get("r") or 8, *(config.get("rank_pattern") or {}).values()]
    return next((size for size in (8, 16, 32, 64, 128, 256, 320, 512) if size >= max(ranks)), 512)


def _adapter(job: dict[str, Any], number: int) -> Any:
    if not job["adapter"]:
        return None
    from vllm.lora.request import LoRARequest

    return LoRARequest(f"adapter-{number}", number + 1, job["adapter"])


def _prove(llm: Any, adapter: Any, where: str) -> None:
    """Refuse an adapter that changes nothing: what would be judged is its base."""
    from vllm import SamplingParams

    how = SamplingParams(max_tokens=1, temperature=0.0, logprobs=5, detokenize=False)
    seen = []
    for request in (None, adapter):  # never in one batch
        (made,) = llm.generate([{"prompt_token_ids": list(_CANARY)}], how, lora_request=request, use_tqdm=False)
        seen.append({token: entry.logprob for token, entry in made.outputs[0].logprobs[0].items()})
    if seen[0] == seen[1]:
        raise Refused(f"the adapter in {where} changes nothing, its base would be judged: was it saved untrained?")


def _answered(
    llm: Any, asked: Sequence[Any], stops: Sequence[int], adapter: Any, tokenizer: Any
) -> Iterator[list[list[Any]]]:
    """The whole job is given to vLLM at once, which batches it as it likes; what is finished is handed over."""
    from vllm import SamplingParams
    from vllm.sampling_params import StructuredOutputsParams

    engine = llm.llm_engine
    for number, (_, ids, most, temperature, seed, _, _, guided, _) in enumerate(asked):
        how = SamplingParams(
            structured_outputs=StructuredOutputsParams(json=json.loads(guided)) if guided else None,
            max_tokens=most,
            temperature=temperature,
            seed=seed & (2**63 - 1) if temperature else None,
            stop_token_ids=list(stops),
            ignore_eos=True,  # the stops are ours: the same as under transformers
            detokenize=False,
        )
        engine.add_request(str(number), {"prompt_token_ids": ids}, how, lora_request=adapter)
    while engine.has_unfinished_requests():
        replies = []
        for made in engine.step():
            if not made.finished:
                continue
            key = asked[int(made.request_id.partition("-")[0])][0]
            row = list(made.outputs[0].token_ids)
            end = next((i for i, token in enumerate(row) if token in stops), None)
            text = tokenizer.decode(row if end is None else row[:end], skip_special_tokens=True)
            finish = "length" if end is None else "stop"
            replies.append([key, text.strip(), finish, len(row) if end is None else end + 1])
        if replies:
            yield replies


def _chosen(
    llm: Any, asked: Sequence[Any], stops: Sequence[int], adapter: Any, tokenizer: Any, limit: int, lead: str
) -> list[list[Any]]:
    """The likeliest of each request's choices; as under transformers (`_transformers_measure.choose`).

    Each token of a choice is asked for by itself, forced, for its log-probability as it was before: those of a prompt
    (`prompt_logprobs`) fail in an engine that serves adapters (vLLM 0.32: "einsum(): subscript b has size").
    """
    from vllm import SamplingParams

    replies, found, prefixes, forced = [], [], [], []
    for key, ids, _, _, _, choices, plain, _, by in asked:
        end = [] if plain or not stops or by == "character" else [stops[-1]]
        told = [[*tokenizer(lead + c, add_special_tokens=False).input_ids, *end] for c in choices]
        if ids is None or len(ids) + max(map(len, told)) >= limit:
            replies.append([key, "", "overlong", 0])
            continue
        found.append((key, choices, by, [len(tokens) for tokens in told]))
        for tokens in told:
            for i, token in enumerate(tokens):
                prefixes.append({"prompt_token_ids": [*ids, *tokens[:i]]})
                forced.append(
                    SamplingParams(
                        max_tokens=1, temperature=0.0, logprobs=0, allowed_token_ids=[token], detokenize=False
                    )
                )
    made = llm.generate(prefixes, forced, lora_request=adapter, use_tqdm=False) if prefixes else []
    likely = iter(next(iter(one.outputs[0].logprobs[0].values())).logprob for one in made)
    for key, choices, by, lengths in found:
        sums = [sum(next(likely) for _ in range(length)) for length in lengths]
        scores = [total / (len(c) if by == "character" else 1) for total, c in zip(sums, choices, strict=True)]
        replies.append([key, choices[scores.index(max(scores))], "chosen", 0])
    return replies


if __name__ == "__main__":
    sys.exit(main())
