"""Likeness of meaning in a whole run: an embedding model on this machine or behind a server, its vectors kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from engines.servers import Server, serving
from models import make_encoder
from project import Project

from harness.engines._embedding_child import carry_out
from harness.engines.child import Child

RIGHT, WRONG = "Вернуть товар можно за месяц.", "Delivery is five euros."


class Here:
    """The embedding model's process, within this one: starting it takes seconds."""

    started = 0

    def __init__(self, _: str) -> None:
        Here.started += 1

    def carry_out(self, order: dict[str, Any], on_message: Callable[[Any], None]) -> None:
        carry_out(order, on_message)

    def end(self) -> None:
        pass


@pytest.fixture(scope="session")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two models, asked once before any test: pytester forgets modules that a test imported."""
    folder = tmp_path_factory.mktemp("encoders")
    made = [make_encoder(folder / f"encoder-{seed}", seed=seed) for seed in (0, 1)]
    for directory in made:
        carry_out({"model": str(directory), "texts": ["warm"]}, lambda _: None)
    return made


@pytest.fixture
def shop(project: Project, encoders: list[Path], monkeypatch: pytest.MonkeyPatch) -> Project:
    """Ten cases that a model answers with the answer itself, and ten that it answers with something else."""
    monkeypatch.setattr("harness.engines.embedding.Child", Here)
    monkeypatch.setattr(Here, "started", 0)
    project.checkpoint("m")
    project.suite("refunds", "floor=0.2")
    ids = [f"case-{i:02}" for i in range(20)]
    expect = [{"means": {"answer": [RIGHT, "You have a month."], "at_least": 0.999}}]
    project.cases("refunds", [{"id": i, "prompt": f"Question {i}?", "expect": deepcopy(expect)} for i in ids])
    project.answer("m", {i: RIGHT if n < 10 else f"{WRONG} {i}" for n, i in enumerate(ids)})
    shutil.copytree(encoders[0], project.root / "models/encoder")
    project.write("pyproject.toml", "[tool.ckptgate]\nembeddings = 'models/encoder'\n")
    return project


def reasons(project: Project) -> dict[str, str]:
    """Why each case missed; empty: it passed."""
    cases = sorted(project.record.cases, key=lambda case: case.id)
    return {case.id: case.candidate.reason or "" for case in cases if case.candidate}


def test_replies_that_mean_the_answer_pass_and_the_reason_tells_similarity_bar_and_model(shop: Project) -> None:
    shop.run("--model=m", "--baseline=none")
    told = reasons(shop)
    assert [not reason for reason in told.values()] == [True] * 10 + [False] * 10
    assert "(bar 0.999, by models/encoder)" in told["case-10"]
    assert f"“{WRONG} case-10”" in told["case-10"]
    assert shop.record.usage["embedded"] == 12
    assert "embeddings models/encoder" in shop.record.files


def test_a_second_run_loads_no_model(shop: Project) -> None:
    """Vectors are kept under what the model is, wherever it lies: a moved model finds them, with no process started."""
    shop.run("--model=m", "--baseline=none")
    before = reasons(shop)
    shop.root.joinpath("models/encoder").rename(shop.root / "moved")
    shop.write("pyproject.toml", "[tool.ckptgate]\nembeddings = 'moved'\n")
    shop.run("--model=m", "--baseline=none")
    assert Here.started == 1
    assert shop.record.usage["embedded"] == 0
    assert {i: r.replace("by moved", "by models/encoder") for i, r in reasons(shop).items()} == before


def test_the_store_counts_vectors_and_forgets_them_with_their_replies(
    shop: Project, run: Callable[..., tuple[int, str]]
) -> None:
    """The reference answer, which no reply is, keeps its vector."""
    shop.run("--model=m", "--baseline=none")
    assert "vectors of 12 texts by models/encoder" in run("store", "info")[1]
    assert json.loads(run("store", "info", "--json")[1])["vectors"][0]["vectors"] == 12
    assert "0 replies were forgotten" in run("store", "prune", "--older-than=1")[1]
    weights = f"--weights={shop.record.candidate.digest}"
    assert "20 replies and 11 vectors would be forgotten" in run("store", "prune", weights, "--dry-run")[1]
    assert "20 replies and 11 vectors were forgotten" in run("store", "prune", weights)[1]
    assert "vectors of 1 text by models/encoder" in run("store", "info")[1]


def test_another_model_makes_vectors_of_its_own(shop: Project, encoders: list[Path]) -> None:
    shop.run("--model=m", "--baseline=none")
    shutil.copytree(encoders[1], shop.root / "models/encoder", dirs_exist_ok=True)
    shop.run("--model=m", "--baseline=none")
    assert shop.record.usage["embedded"] == 12


def test_workers_score_as_the_controller_does(shop: Project) -> None:
    """With workers the controller has the vectors made beforehand, and alone it finds the same ones."""
    shop.run("--model=m", "--baseline=none", "-n2")
    before = reasons(shop)
    shop.run("--model=m", "--baseline=none", "-n0")
    assert reasons(shop) == before
    assert Here.started == 1


def test_the_process_of_pytest_never_imports_torch(shop: Project) -> None:
    """Also where a test compares texts that no case names: they are embedded when they are asked for."""
    body = "case.expect(reply); reply.expect(means={'answer': 'Another text.', 'at_least': 0.001})"
    shop.suite("refunds", "floor=0.2", body=body)
    heavy = "import sys\ndef pytest_unconfigure():\n    assert not {'torch', 'transformers'} & set(sys.modules)\n"
    shop.write("conftest.py", heavy)
    result = shop.pytester.runpytest_subprocess("-p", "no:cacheprovider", "--model=m", "--baseline=none")
    assert result.ret == 0
    assert [not reason for reason in reasons(shop).values()] == [True] * 10 + [False] * 10


def test_without_a_model_the_case_is_refused_and_the_line_to_add_is_told(shop: Project) -> None:
    shop.write("pyproject.toml", "[tool.ckptgate]\n")
    result = shop.run("--model=m", "--baseline=none")
    assert result.ret == 2
    result.stdout.fnmatch_lines(["*golden/refunds/a.yaml:*add `embeddings = *to ?tool.ckptgate? in pyproject.toml*"])


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("nowhere", "nowhere: there is no such directory"),
        ("golden", "golden: it holds no *.safetensors"),
        ("openai:nothing#", "names no endpoint"),
    ],
)
def test_a_model_that_is_none_is_refused_when_cases_load(shop: Project, named: str, why: str) -> None:
    shop.write("pyproject.toml", f"[tool.ckptgate]\nembeddings = '{named}'\n")
    result = shop.run("--model=m", "--baseline=none")
    assert result.ret == 2
    assert why in result.stdout.str()


def test_no_case_that_compares_needs_no_model(project: Project) -> None:
    project.checkpoint("m")
    project.simple(20)
    project.answer("m", "good")
    project.write("pyproject.toml", "[tool.ckptgate]\nembeddings = 'nowhere'\n")
    assert project.run("--model=m", "--baseline=none").ret == 0
    assert "embedded" not in project.record.usage


def test_a_model_that_fails_gives_no_verdict(shop: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.engines.embedding.Child", Child)
    (shop.root / "models/encoder/model.safetensors").write_bytes(b"none")
    result = shop.run("--model=m", "--baseline=none")
    assert result.ret == 11
    assert "the embedding model in" in result.stdout.str()


# Behind a server.


def letters(server: Server, order: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    """A vector of how often each letter stands in a text."""
    data = [
        {"object": "embedding", "index": i, "embedding": [text.casefold().count(c) + 0.01 for c in "abcdeабвгд"]}
        for i, text in enumerate(order["input"])
    ]
    body = {"object": "list", "model": "tiny", "data": data[::-1], "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    return 200, json.dumps(body).encode(), {}


@pytest.fixture
def served(shop: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with serving(letters) as server:
        shop.write("pyproject.toml", f"[tool.ckptgate]\nembeddings = '{server.name}'\n")
        yield server


def texts(server: Server) -> list[str]:
    return [text for order in server.asked for text in order["input"]]


def test_a_server_is_asked_for_each_text_once(shop: Project, served: Server) -> None:
    shop.run("--model=m", "--baseline=none")
    assert [not reason for reason in reasons(shop).values()] == [True] * 10 + [False] * 10
    assert len(texts(served)) == len(set(texts(served))) == 13
    served.asked.clear()
    shop.run("--model=m", "--baseline=none")
    assert len(texts(served)) == 1, "only which model answers is found out again"


def test_another_model_behind_the_name_is_asked_anew(shop: Project, served: Server) -> None:
    shop.run("--model=m", "--baseline=none")
    served.asked.clear()

    def other(server: Server, order: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
        return letters(server, {"input": [text[::2] + "d" * 9 for text in order["input"]]})

    served.answer = other
    shop.run("--model=m", "--baseline=none")
    assert len(texts(served)) == 13
    served.answer = letters
    served.asked.clear()
    shop.run("--model=m", "--baseline=none")
    assert len(texts(served)) == 1, "the first one's vectors are still there"


def test_a_server_that_refuses_is_told_in_its_words(shop: Project, served: Server) -> None:
    served.answer = lambda *_: (404, b'{"error": {"message": "no model tiny"}}', {})
    result = shop.run("--model=m", "--baseline=none")
    assert result.ret == 11
    assert "no model tiny" in result.stdout.str()
