"""Two models reading the same texts, against torch alone: random weights, a real child process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from models import make_model

from harness.engines import EngineError, Files, Job, Measurement, Measures, Said
from harness.engines.transformers import TransformersEngine

PLAIN = ("The lamp weighs 3 kg.", "Лампа стоит 24 евро.", "x", "a longer text " * 6)
ENGINE = TransformersEngine(device="cpu")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A base and a full fine-tune of it: the same shape and tokenizer, other weights."""
    folder = tmp_path_factory.mktemp("two")
    return make_model(folder / "base", seed=1), make_model(folder / "tuned", seed=2)


def job(model: Path, adapter: Path | None = None) -> Job:
    return Job(weights=model.name, source=Files(model=model, adapter=adapter, tokenizer=model), requests=())


def said(prompt: str, text: str, *, lead: str = "", ended: bool = True) -> Said:
    """Every byte is a token."""
    return Said(prompt=prompt, special_tokens=False, text=text, tokens=len((lead + text).encode()) + ended, ended=ended)


def loaded(model: Path, adapter: Path | None = None):
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    found = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32)
    return (PeftModel.from_pretrained(found, adapter) if adapter else found).eval()


def by_hand(base, candidate, tokenizer, prompt: str, reply: str, ended: bool) -> tuple[float, int]:
    """One text at a time, one place at a time, every token of the vocabulary, in double precision."""
    import torch

    ids = tokenizer(prompt).input_ids + tokenizer(reply).input_ids
    with torch.no_grad():
        p, q = (m(torch.tensor([ids])).logits[0].double().softmax(-1) for m in (base, candidate))
    places = range(len(tokenizer(prompt).input_ids) - 1, len(ids) - 1 + ended)
    return sum(float((p[i] * (p[i] / q[i]).log()).sum()) for i in places), len(places)


REPLIES = (
    said("Hi", "Good day"),
    said("Сколько?", "Пять евро", ended=False),
    said("A longer question, with a number: 42.", ""),
    said("Where?", "There", lead=" "),
)
WRITTEN = ("Good day", "Пять евро", "", " There")


def test_the_divergence_is_that_of_the_definition(two: tuple[Path, Path]) -> None:
    """KL(base‖candidate), not the other way round, as each text has it alone; a stripped space is found again."""
    from transformers import AutoTokenizer

    asked = Measurement(base=job(two[0]), candidate=job(two[1]), replies=REPLIES, plain=())
    found = ENGINE.measure(asked)
    base, tuned, tokenizer = loaded(two[0]), loaded(two[1]), AutoTokenizer.from_pretrained(two[0])
    for (total, n), reply, text in zip(found.kl, REPLIES, WRITTEN, strict=True):
        expected, places = by_hand(base, tuned, tokenizer, reply.prompt, text, reply.ended)
        assert (n, total) == (places, pytest.approx(expected, rel=1e-4))
        other, _ = by_hand(tuned, base, tokenizer, reply.prompt, text, reply.ended)
        assert abs(other - expected) > 1e-3 * expected


def test_the_likelihood_of_plain_text_is_the_cross_entropy(two: tuple[Path, Path]) -> None:
    import torch
    from transformers import AutoTokenizer

    asked = Measurement(base=job(two[0]), candidate=job(two[1]), replies=(), plain=PLAIN)
    found = ENGINE.measure(asked)
    models, tokenizer = [loaded(m) for m in two], AutoTokenizer.from_pretrained(two[0])
    for text, (*likelihoods, n) in zip(PLAIN, found.plain, strict=True):
        ids = torch.tensor([tokenizer(text).input_ids])
        assert n == ids.shape[1] - 1
        for model, value in zip(models, likelihoods, strict=True):
            expected = float(model(ids, labels=ids).loss.detach()) * n if n else 0.0
            assert value == pytest.approx(expected, rel=1e-4)


def test_a_model_does_not_diverge_from_itself(two: tuple[Path, Path]) -> None:
    found = ENGINE.measure(Measurement(base=job(two[0]), candidate=job(two[0]), replies=REPLIES, plain=PLAIN))
    assert [total for total, _ in found.kl] == [0.0] * len(REPLIES)
    assert all(base == candidate for base, candidate, _ in found.plain)


def test_an_adapter_is_read_against_its_base(two: tuple[Path, Path], tmp_path: Path) -> None:
    """The weights are loaded once and the adapter switched off: the same as two models."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoTokenizer

    torch.manual_seed(3)
    tuned = get_peft_model(
        loaded(two[0]), LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False, task_type="CAUSAL_LM")
    )
    tuned.save_pretrained(tmp_path)
    found = ENGINE.measure(Measurement(base=job(two[0]), candidate=job(two[0], tmp_path), replies=REPLIES, plain=()))
    base, candidate = loaded(two[0]), loaded(two[0], tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(two[0])
    for (total, _), reply, text in zip(found.kl, REPLIES, WRITTEN, strict=True):
        expected, _ = by_hand(base, candidate, tokenizer, reply.prompt, text, reply.ended)
        assert total == pytest.approx(expected, rel=1e-4)
        assert total > 0


def with_tokenizer(asked: Job, tokenizer: Path) -> Job:
    return replace(asked, source=replace(asked.files, tokenizer=tokenizer))


def test_another_tokenizer_or_vocabulary_is_said(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Tokens of different vocabularies can't be compared; a wrong figure would be worse than none."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(two[0])
    tokenizer.add_tokens(["<|more|>"])
    tokenizer.save_pretrained(tmp_path / "other")
    other = with_tokenizer(job(two[1]), tmp_path / "other")
    with pytest.raises(EngineError, match="tokenizer is not its base's"):
        ENGINE.measure(Measurement(base=job(two[0]), candidate=other, replies=REPLIES, plain=()))
    model = loaded(two[1])
    model.resize_token_embeddings(300)
    model.save_pretrained(tmp_path / "wide")
    wide = with_tokenizer(job(tmp_path / "wide"), two[0])
    with pytest.raises(EngineError, match="different sizes"):
        ENGINE.measure(Measurement(base=job(two[0]), candidate=wide, replies=REPLIES, plain=()))


def test_the_default_engine_measures() -> None:
    assert isinstance(ENGINE, Measures)
