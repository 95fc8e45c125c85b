"""The embedding model's own process: pooled as its makers say, cut where it can't read on, safetensors alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from engines.servers import serving
from models import make_encoder

from harness.engines import EngineError
from harness.engines._embedding_child import carry_out
from harness.engines._orders import Refused
from harness.engines.embedding import embedder_files, embedder_for
from harness.source import SourceError

TEXTS = ["You can return it.", "Вернуть можно.", "You can return it."]


class Made(NamedTuple):
    vector: list[float]
    cut: bool


def vectors(directory: Path, texts: list[str]) -> list[Made]:
    found: list[Made] = []
    carry_out({"model": str(directory), "texts": texts}, lambda m: found.append(Made(m["vector"], m["cut"])))
    return found


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("encoder"), reads=64)


def by_hand(directory: Path, text: str, pooling: str) -> list[float]:
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(directory), AutoModel.from_pretrained(directory)
    with torch.inference_mode():
        states = model.eval()(**tokenizer(text, return_tensors="pt")).last_hidden_state[0]
    pooled = {"mean_tokens": states.mean(0), "cls_token": states[0], "max_tokens": states.max(0).values}
    pooled["lasttoken"] = states[-1]
    return pooled[pooling].tolist()


def test_a_plain_model_is_pooled_by_the_mean(plain: Path) -> None:
    first, other, again = vectors(plain, TEXTS)
    assert first == again != other
    assert first.vector == pytest.approx(by_hand(plain, TEXTS[0], "mean_tokens"), abs=1e-5)
    assert not first.cut


@pytest.mark.parametrize("pooling", ["cls_token", "max_tokens", "lasttoken"])
def test_a_model_of_sentence_transformers_is_pooled_as_it_says(tmp_path: Path, pooling: str) -> None:
    made = make_encoder(tmp_path, pooling=pooling)
    assert vectors(made, TEXTS[:1])[0].vector == pytest.approx(by_hand(made, TEXTS[0], pooling), abs=1e-5)


def test_a_text_that_is_too_long_is_cut_and_that_is_said(plain: Path) -> None:
    long, its_beginning = vectors(plain, ["a" * 100, "a" * 64])
    assert long.cut
    assert not its_beginning.cut
    assert long.vector == its_beginning.vector


@pytest.mark.parametrize("pooling", ["mean_tokens", "cls_token", "max_tokens", "lasttoken"])
def test_texts_that_are_read_together_have_the_vectors_that_they_have_alone(tmp_path: Path, pooling: str) -> None:
    made, texts = make_encoder(tmp_path, pooling=pooling), [*TEXTS, "No.", "It may be returned within thirty days."]
    found: dict[int, list[float]] = {}
    carry_out({"model": str(made), "texts": texts, "together": 2}, lambda m: found.update({m["text"]: m["vector"]}))
    for number, alone in enumerate(vectors(made, texts)):
        assert found[number] == pytest.approx(alone.vector, abs=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(plain: Path) -> None:
    assert vectors(plain, TEXTS)[1] == vectors(plain, TEXTS[1:2])[0]


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("1_Pooling/config.json", '{"pooling_mode_weightedmean_tokens": true}', "pools by weightedmean"),
        ("1_Pooling/config.json", '{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}', "one of them"),
        (
            "modules.json",
            '[{"type": "sentence_transformers.models.Dense"}]',
            "not read here (Dense)",
        ),
        ("modules.json", "[", "modules.json is not readable as JSON"),
        ("config.json", "{}", "can't be loaded"),
    ],
)
def test_what_is_not_read_here_is_refused(tmp_path: Path, file: str, text: str, why: str) -> None:
    make_encoder(tmp_path, pooling="mean_tokens").joinpath(file).write_text(text)
    with pytest.raises(Refused) as caught:
        vectors(tmp_path, TEXTS)
    assert why in str(caught.value)


def test_what_the_makers_say_of_prompt_and_small_letters_is_done(tmp_path: Path) -> None:
    make_encoder(tmp_path)
    (tmp_path / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "query: "}, "default_prompt_name": "query"})
    )
    (tmp_path / "sentence_bert_config.json").write_text('{"do_lower_case": true, "max_seq_length": 20}')
    [made] = vectors(tmp_path, ["ПРИВЕТ"])
    assert made.vector == pytest.approx(by_hand(tmp_path, "query: привет", "mean_tokens"), abs=1e-5)
    assert vectors(tmp_path, ["a" * 14])[0].cut


def test_a_pickled_model_is_never_loaded(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(SourceError, match="pickle format"):
        embedder_for(str(tmp_path), tmp_path)


def test_every_file_that_can_change_a_vector_counts(tmp_path: Path) -> None:
    make_encoder(tmp_path, pooling="mean_tokens")
    seen = {embedder_files(tmp_path)}
    (tmp_path / "README.md").write_text("as before")
    assert embedder_files(tmp_path) in seen
    for file in ("1_Pooling/config.json", "sentence_bert_config.json", "2_Dense/model.safetensors"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text('{"pooling_mode_cls_token": true}')
        assert embedder_files(tmp_path) not in seen
        seen.add(embedder_files(tmp_path))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"data": []}, "gives 0 vectors for 1 text"),
        ({"data": [{"index": 0, "embedding": [0.0, 0.0]}]}, "a vector without a direction"),
        ({"data": [{"index": 0, "embedding": "no"}]}, "no vector"),
        ({"error": "no such model"}, "gives 0 vectors"),
    ],
)
def test_a_server_that_gives_no_vectors_is_an_error(
    body: dict[str, Any], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with serving(lambda *_: (200, json.dumps(body).encode(), {})) as server:
        embedder = embedder_for(server.name, Path())
        with pytest.raises(EngineError, match=why):
            embedder.embed(TEXTS[:1], lambda *_: None)
