"""The default engine on real models: random weights, real tokenizers, a real child process."""

from __future__ import annotations

import json
import random
import shutil
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engines.asking import KINDS, PROMPTS, alone, by_hand, here, job
from models import make_adapter, make_model

from harness.deployment import Sampling
from harness.engines import EngineError, Job
from harness.engines._orders import Refused
from harness.engines._transformers_child import within_memory
from harness.engines._transformers_load import load_tokenizer, stop_tokens
from harness.engines.transformers import TransformersEngine
from harness.replies import Draw, Reply


@pytest.fixture
def llama(strangers: dict[tuple[str, bool], Path]) -> Path:
    return strangers["llama", True]


@pytest.fixture
def gpt2(strangers: dict[tuple[str, bool], Path]) -> Path:
    return strangers["gpt2", False]


def answer(jobs: Sequence[Job], **options: int) -> list[dict[str, Reply]]:
    got: dict[int, dict[str, Reply]] = {id(j): {} for j in jobs}
    TransformersEngine(device="cpu", **options).generate(jobs, lambda j, replies: got[id(j)].update(replies))
    return [got[id(j)] for j in jobs]


@pytest.mark.parametrize("shape", ["llama", "gpt2"])
def test_a_reply_is_what_transformers_gives_alone_in_any_batch(shape: str, request: pytest.FixtureRequest) -> None:
    """In float32 a case answered alone and among shuffled neighbours has the same text."""
    model = request.getfixturevalue(shape)
    expected = {p: by_hand(model, p, 12) for p in PROMPTS}
    assert len(set(expected.values())) > 1
    shuffled = random.Random(1).sample(PROMPTS, len(PROMPTS))
    jobs = [job(model, PROMPTS), job(model, shuffled)]
    for order, replies in zip((PROMPTS, shuffled), answer(jobs, batch_size=4), strict=True):
        assert {order[int(key)]: reply.text for key, reply in replies.items()} == expected


def test_a_prompt_that_does_not_fit_is_said_and_stops_nobody(gpt2: Path) -> None:
    (replies,) = answer([job(gpt2, ["x" * 1000, "Hi"])])
    assert replies["0"] == Reply(text="", finish="overlong", tokens=0)
    assert replies["1"].finish in ("stop", "length")
    assert 1 <= replies["1"].tokens <= 12


def test_a_reply_never_leaves_the_context(gpt2: Path) -> None:
    """250 of 256 places are taken: six tokens at most, not twelve."""
    (replies,) = answer([job(gpt2, ["y" * 250])])
    assert replies["0"].tokens <= 6


def test_an_adapter_answers_otherwise_than_its_base(llama: Path, tmp_path: Path) -> None:
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    torch.manual_seed(3)
    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(llama, dtype=torch.float32),
        LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False, task_type="CAUSAL_LM"),
    )
    model.save_pretrained(tmp_path / "adapter")
    base, tuned = answer([job(llama, PROMPTS), job(llama, PROMPTS, adapter=tmp_path / "adapter")])
    assert {k: r.text for k, r in base.items()} != {k: r.text for k, r in tuned.items()}


def test_an_adapter_that_does_not_fit_is_an_error(llama: Path, gpt2: Path, tmp_path: Path) -> None:
    """peft only warns of missing keys; a gate must not judge a base for its adapter."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(llama),
        LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM"),
    )
    model.save_pretrained(tmp_path / "adapter")
    with pytest.raises(EngineError, match="does not fit its base"):
        answer([job(gpt2, ["Hi"], adapter=tmp_path / "adapter")])
    config = (tmp_path / "adapter/adapter_config.json").read_text()
    (tmp_path / "adapter/adapter_config.json").write_text(config.replace('"v_proj"', '"v_proj", "k_proj"'))
    with pytest.raises(EngineError, match="does not fit its base"):
        answer([job(llama, ["Hi"], adapter=tmp_path / "adapter")])


def test_an_adapter_that_changes_nothing_is_an_error(llama: Path, tmp_path: Path) -> None:
    """As peft makes it before training: it loads, and answers as its base to the letter."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    config = LoraConfig(r=4, target_modules="all-linear", task_type="CAUSAL_LM")
    get_peft_model(AutoModelForCausalLM.from_pretrained(llama), config).save_pretrained(tmp_path / "adapter")
    with pytest.raises(EngineError, match="changes nothing, its base would be judged"):
        answer([job(llama, ["Hi"], adapter=tmp_path / "adapter")])


class Room:
    """Stands in for a model in a memory that holds so many requests at once."""

    def __init__(self, room: int, error: Exception) -> None:
        self.room, self.error, self.tried = room, error, []

    def __call__(self, batch: Sequence[Any]) -> list[str]:
        self.tried.append(len(batch))
        if len(batch) > self.room:
            raise self.error
        return [key for key, *_ in batch]


ENCODED = [(f"{i}", [0] * (i + 1), (8, 0.0), 0) for i in range(10)]


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")]
)
def test_a_batch_that_does_not_fit_is_halved_and_no_reply_is_lost(error: Exception) -> None:
    model = Room(3, error)
    made = [key for part in within_memory(ENCODED, 8, model) for key in part]
    assert made == [key for key, *_ in ENCODED]
    assert model.tried == [8, 4, 2, 2, 2, 2, 2]


def test_one_request_that_does_not_fit_is_an_error_of_its_own() -> None:
    with pytest.raises(Refused, match="one prompt of 1 token does not fit the memory"):
        list(within_memory(ENCODED, 4, Room(0, MemoryError())))


def test_other_errors_are_not_taken_for_a_lack_of_memory() -> None:
    model = Room(0, RuntimeError("shapes do not match"))
    with pytest.raises(RuntimeError, match="shapes"):
        list(within_memory(ENCODED, 4, model))
    assert model.tried == [4]


def test_limits_and_temperatures_are_not_mixed_in_a_batch() -> None:
    mixed = [(key, ids, (8, 0.7 if i > 4 else 0.0), seed) for i, (key, ids, _, seed) in enumerate(ENCODED)]
    model = Room(99, MemoryError())
    list(within_memory(mixed, 8, model))
    assert model.tried == [5, 5]


def test_what_came_before_a_failure_is_handed_over(llama: Path, tmp_path: Path) -> None:
    """The second model can't be loaded: the first one's replies arrived."""
    (tmp_path / "bad").mkdir()
    got: list[str] = []
    with pytest.raises(EngineError, match="can't be loaded"):
        TransformersEngine(device="cpu").generate(
            [job(llama, ["Hi"]), job(tmp_path / "bad", ["Hi"])], lambda _, replies: got.extend(k for k, _ in replies)
        )
    assert got == ["0"]


def test_a_killed_engine_is_an_error(llama: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.engines.transformers.CHILD", "this_module_is_not_there")
    with pytest.raises(EngineError, match="this_module_is_not_there"):
        answer([job(llama, ["Hi"])])


def test_every_kind_of_adapter_answers_the_same_in_any_batch(llama: Path, tmp_path: Path) -> None:
    """All in one process; tuned prompts and prefixes besides as peft answers them alone."""
    shuffled = random.Random(2).sample(PROMPTS, len(PROMPTS))
    jobs = [job(llama, PROMPTS)]
    for kind in KINDS:
        adapter = make_adapter(tmp_path / kind, llama, kind)
        jobs += [job(llama, order, adapter=adapter) for order in (PROMPTS, shuffled)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of position ids, which tuned prompts don't take: they count by themselves
        base, *tuned = here(jobs, batch_size=4)
    for kind, one, other in zip(KINDS, tuned[::2], tuned[1::2], strict=True):
        told = {PROMPTS[int(key)]: reply.text for key, reply in one.items()}
        assert {shuffled[int(key)]: reply.text for key, reply in other.items()} == told, kind
        assert told != {PROMPTS[int(key)]: reply.text for key, reply in base.items()}, kind
        if kind in ("prompt", "prefix"):
            assert told == {prompt: alone(llama, tmp_path / kind, prompt) for prompt in PROMPTS}, kind


def test_shards_give_the_same_replies(llama: Path) -> None:
    prompts = [f"{i} {p}" for i in range(5) for p in PROMPTS]
    draws = Sampling(max_new_tokens=12, temperature=0.9)
    drawn = replace(
        job(llama, prompts),
        requests=tuple(
            replace(r, key=f"d{r.key}", sampling=draws, draw=Draw(1, 0)) for r in job(llama, prompts).requests
        ),
    )
    jobs = [job(llama, prompts), drawn]
    assert answer(jobs, batch_size=4, shards=3) == answer(jobs)


def test_an_error_in_one_shard_is_the_run_s(llama: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="can't be loaded"):
        answer([job(llama, PROMPTS), job(tmp_path / "nowhere", PROMPTS)], shards=2)


def test_weights_in_few_bits_answer_as_such(tmp_path: Path) -> None:
    base = make_model(tmp_path / "base", width=64)
    make_adapter(tmp_path / "tuned", base)
    asked = job(base, PROMPTS, most=40, adapter=tmp_path / "tuned")
    few = [replace(asked, source=replace(asked.files, quantization=how)) for how in ("nf4", "int8")]
    whole, *quantized = here([asked, *few])
    for job_, replies in zip(few, quantized, strict=True):
        assert len(replies) == len(whole)
        assert replies != whole
        assert not job_.made_by(TransformersEngine(device="cpu").identity).batch_invariant


@pytest.mark.parametrize(
    ("layers", "kept", "what"),
    [(2, "layers.0", r"9 are missing"), (1, "", r"9 are surplus"), (3, "", r"9 are missing")],
)
def test_weights_that_are_not_those_of_the_configuration_are_refused(
    llama: Path, tmp_path: Path, layers: int, kept: str, what: str
) -> None:
    """transformers draws what is missing at random and drops what is too many, with no more than a warning."""
    from safetensors.torch import load_file, save_file

    shutil.copytree(llama, tmp_path / "m")
    config = json.loads((tmp_path / "m/config.json").read_text())
    (tmp_path / "m/config.json").write_text(json.dumps(config | {"num_hidden_layers": layers}))
    weights = load_file(tmp_path / "m/model.safetensors")
    left = {name: w for name, w in weights.items() if kept in name or "layers" not in name}
    save_file(left, tmp_path / "m/model.safetensors", metadata={"format": "pt"})
    with pytest.raises(Refused, match=f"not those of its config.json: {what}"):
        here([job(tmp_path / "m", ["Hi"])])


def test_an_adapter_with_more_layers_than_its_base_is_refused(llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(tmp_path / "adapter", llama)
    shutil.copytree(llama, tmp_path / "m")
    from transformers import AutoModelForCausalLM

    small = AutoModelForCausalLM.from_pretrained(llama)
    small.model.layers = small.model.layers[:1]
    small.config.num_hidden_layers = 1
    small.save_pretrained(tmp_path / "m")
    with pytest.raises(Refused, match=r"does not fit its base, which has no place for \d+: base_model"):
        here([job(tmp_path / "m", ["Hi"], adapter=adapter)])


def choosing(model: Path, choices: tuple[str, ...], by: str) -> Job:
    asked = job(model, PROMPTS[:3])
    return replace(asked, requests=tuple(replace(r, choices=choices, choice_by=by) for r in asked.requests))


@pytest.mark.parametrize("by", ["total", "character"])
def test_the_likeliest_choice_is_the_reply(llama: Path, by: str) -> None:
    """By hand: each choice behind the prompt, the log-probabilities of its tokens summed, with the end or by length."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    choices = ("yes", "no", "да", "perhaps tomorrow", "e")
    (replies,) = here([choosing(llama, choices, by)])
    tokenizer = AutoTokenizer.from_pretrained(llama)
    model = AutoModelForCausalLM.from_pretrained(llama, dtype=torch.float32)
    for key, reply in replies.items():
        before = tokenizer(PROMPTS[int(key)], add_special_tokens=False).input_ids
        sums = {}
        for choice in choices:
            end = [tokenizer.eos_token_id] if by == "total" else []
            said = [*tokenizer(choice, add_special_tokens=False).input_ids, *end]
            rows = model(torch.tensor([[*before, *said]])).logits[0].detach().log_softmax(-1)
            total = sum(float(rows[len(before) - 1 + i, token]) for i, token in enumerate(said))
            sums[choice] = total if by == "total" else total / len(choice)
        assert reply.finish == "chosen"
        assert reply.text == max(sums, key=lambda c: sums[c])


def test_a_choice_stands_behind_what_the_template_writes_before_a_reply(llama: Path) -> None:
    """Else "red" is weighed where the model was trained to say " red"."""
    choices = (" yes", " no", " да")
    (spaced,) = here([choosing(llama, choices, "total")])
    asked = choosing(llama, tuple(c.strip() for c in choices), "total")
    (led,) = here([replace(asked, source=replace(asked.files, turn_start=" "))])
    assert [r.text for r in led.values()] == [r.text.strip() for r in spaced.values()]


def test_choices_that_do_not_fit_are_said(gpt2: Path) -> None:
    asked = job(gpt2, ["x" * 240, "Hi"])
    (replies,) = here([replace(asked, requests=tuple(replace(r, choices=("a", "b" * 40)) for r in asked.requests))])
    assert (replies["0"].finish, replies["1"].finish) == ("overlong", "chosen")


def test_the_template_s_end_of_turn_ends_a_reply(llama: Path) -> None:
    """A model whose own end token is another than its template's would talk on as the customer."""
    tokenizer = load_tokenizer(str(llama))
    end, user = tokenizer.convert_tokens_to_ids(["<|end|>", "<|user|>"])
    assert stop_tokens(None, tokenizer, "") == [end]
    assert stop_tokens([end, 7], tokenizer, "<|user|>\n") == [end, 7, user]
    assert stop_tokens(None, tokenizer, "words, no token") == [end]


def test_one_reply_that_does_not_end_says_nothing_of_the_model(llama: Path) -> None:
    """Nor do prompts that leave no room for a reply: what did not end was cut, and is scored as such."""
    for prompts in (["Hi"], ["x" * 500, "y" * 500, "z" * 500, "w" * 500]):
        asked = job(llama, prompts, most=4)
        (replies,) = here([replace(asked, source=replace(asked.files, ends_turns=True, turn_end=""))])
        assert len(replies) == len(prompts)


def test_a_model_trained_to_end_its_turns_that_never_does_is_an_error(llama: Path, tmp_path: Path) -> None:
    """Its reply goes on to whatever limit there is."""
    shutil.copytree(llama, tmp_path / "m")
    for name in ("config.json", "generation_config.json", "tokenizer_config.json"):
        config = json.loads((tmp_path / "m" / name).read_text())
        (tmp_path / "m" / name).write_text(json.dumps({k: v for k, v in config.items() if "eos" not in k}))
    asked = job(tmp_path / "m", PROMPTS, most=4)
    (replies,) = here([asked])
    assert {r.finish for r in replies.values()} == {"length"}
    with pytest.raises(Refused, match=r"no reply ended within \d+ tokens.*no token at all.*Train with"):
        here([replace(asked, source=replace(asked.files, ends_turns=True))])
    (fine,) = here([replace(job(llama, PROMPTS, most=4), source=replace(job(llama, []).files, ends_turns=True))])
    assert len(fine) == len(PROMPTS)


def test_an_adapter_off_beside_and_merged_is_what_it_says(llama: Path, tmp_path: Path) -> None:
    """In float32: off it is the base, beside another and unmerged it is itself, to the letter."""
    one, two = (make_adapter(tmp_path / name, llama, seed=seed) for seed, name in enumerate(("one", "two")))

    def told(adapter: Path | None, **form: Any) -> list[str]:
        asked = job(llama, PROMPTS, adapter=adapter)
        (found,) = here([replace(asked, source=replace(asked.files, **form))])
        return [found[key].text for key in sorted(found)]

    itself = told(one)
    assert told(one, form="off") == told(None) != itself
    assert told(one, form="apart") == told(one, form="merged") == itself
    assert told(one, form="apart", beside=two, beside_digest="d") == itself
    assert told(one, quantization="bf16") != []


@pytest.mark.parametrize("kind", ["prompt", "prefix", "ia3", "dora"])
def test_an_adapter_of_any_kind_is_switched_off(kind: str, llama: Path, tmp_path: Path) -> None:
    adapter = make_adapter(tmp_path / kind, llama, kind)
    asked = job(llama, PROMPTS, adapter=adapter)
    off, base = here([replace(asked, source=replace(asked.files, form="off")), job(llama, PROMPTS)])
    assert off == base


def test_an_adapter_that_can_not_be_loaded_beside_is_said(llama: Path, tmp_path: Path) -> None:
    asked = job(llama, PROMPTS, adapter=make_adapter(tmp_path / "one", llama))
    other = make_adapter(tmp_path / "two", llama, "prompt")
    with pytest.raises(Refused, match="can't be loaded beside"):
        here([replace(asked, source=replace(asked.files, beside=other))])
