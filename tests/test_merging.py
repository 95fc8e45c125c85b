"""`ckptgate adapters merge`: an adapter in its base's weights, as a checkpoint of its own that nothing vouches for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.checkpoint import load_checkpoint
from harness.engines import _transformers_merge
from harness.fingerprint import FINGERPRINT
from harness.manifest import BaseRef, DataRef, Manifest, hash_files, read_manifest, weights_digest, write_manifest
from harness.merging import merge, place_of
from harness.source import SourceError
from trainers.plan import make_plan

Run = Callable[..., tuple[int, str]]
EMBEDDED = Path(__file__).parents[1] / "trainers/demo/base"
DATA = [DataRef(file="train.jsonl", sha256="0" * 64, rows=40, used=40)]


def vouched(root: Path, folder: Path, **more: Any) -> Path:
    """Give an adapter on `base` a manifest as the trainer would."""
    digest = load_checkpoint(root / "base", name="base", root=root).digest
    (folder / FINGERPRINT).write_bytes(b"a fingerprint")
    fields: dict[str, Any] = {"method": "lora", "parameters": {"r": 4}, "data": DATA, "seed": 7, "epoch": 2.0, **more}
    ref = BaseRef(name="base", path="base", digest=digest)
    write_manifest(folder, Manifest(name="support/ckpt-2", base=ref, files=hash_files(folder), **fields))
    return folder


@pytest.fixture
def shop(
    tmp_path: Path, strangers: dict[tuple[str, bool], Path], make_adapter: Callable[..., Path], monkeypatch: Any
) -> Path:
    """A project with a base and an adapter on it under runs/."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.ckptgate]\n")
    shutil.copytree(strangers["llama", True], tmp_path / "base")
    vouched(tmp_path, make_adapter(tmp_path / "runs/support/ckpt-2", tmp_path / "base"))
    return tmp_path


class InProcess:
    """In place of the child: carries its order out here."""

    def __init__(self, module: str) -> None:
        assert module == _transformers_merge.__name__

    def carry_out(self, order: dict[str, Any], on_message: Callable[[Any], None]) -> None:
        _transformers_merge._merge(order, on_message)

    def end(self) -> None:
        pass


def logits(base: Path, adapter: Path | None = None) -> Any:
    """Of a fixed text, in float32."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    if adapter is not None:
        model = PeftModel.from_pretrained(model, adapter)
    with torch.no_grad():
        return model.eval()(input_ids=torch.arange(3, 35)[None]).logits


def test_a_merged_checkpoint_answers_as_the_unmerged_and_needs_a_gate_of_its_own(shop: Path, run: Run) -> None:
    status, said = run("adapters", "merge", "ckpt-2")
    assert status == 0, said
    made = shop / "runs/support-merged/merged-2"
    before, after = (load_checkpoint(p, name="x", root=shop) for p in (shop / "runs/support/ckpt-2", made))
    assert f"support-merged/merged-2 {after.digest[:12]}: support/ckpt-2 (lora r4) merged into base" in said
    assert "summed in float32, saved in float32" in said
    assert f"These are other weights than support/ckpt-2 ({before.digest[:12]})" in said
    assert said.rstrip().endswith("Next: pytest --model=support-merged/merged-2")
    assert after.base is None
    ours, theirs = logits(made), logits(shop / "base", shop / "runs/support/ckpt-2")
    assert float((ours - theirs).abs().max()) < 1e-4 < float((ours - logits(shop / "base")).abs().max())
    # The tokenizer and the template are those that it was asked with.
    assert after.template.source == before.template.source
    told = read_manifest(made)
    assert told is not None
    assert (told.method, told.parent, told.name) == ("merged", before.digest, "support-merged/merged-2")
    assert told.base is not None
    assert told.base.digest == before.base.digest  # type: ignore[union-attr]
    assert told.parameters["merged"] == {
        "name": "support/ckpt-2", "digest": before.digest, "kind": "lora r4", "parameters": {"r": 4},
    }  # fmt: skip
    assert (told.parameters["summed_in"], told.parameters["saved_in"]) == ("float32", "float32")
    assert (told.data, told.seed, told.epoch) == (DATA, 7, 2.0)
    assert FINGERPRINT in told.files
    assert not [p for p in made.parent.iterdir() if p != made]
    # It is there: it is never written over.
    status, said = run("adapters", "merge", "ckpt-2")
    assert status == 4
    assert "is there already: name another directory with --out" in said
    as_a_base(shop)


def as_a_base(shop: Path) -> None:
    """A recipe takes it for its base."""
    (shop / "train.jsonl").write_text(
        '{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}\n'
    )
    (shop / "t.jinja").write_text(
        "{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}{{ m.content }}<|end|>{% endgeneration %}"
        "{% else %}{{ m.content }}{% endif %}{% endfor %}"
    )
    (shop / "r.yaml").write_text(
        "name: second\nbase: runs/support-merged/merged-2\nmethod: lora\ntemplate: t.jinja\n"
        "data: {train: train.jsonl}\ntraining: {epochs: 1, learning_rate: 1e-3, batch_size: 1, max_length: 64}\n"
    )
    plan = make_plan(shop / "r.yaml", root=shop)
    assert plan.base.ref.name == "support-merged/merged-2"


def test_qlora_is_merged_into_the_base_as_it_is_and_that_is_said(
    tmp_path: Path, make_adapter: Callable[..., Path], monkeypatch: Any, run: Run
) -> None:
    """On the embedded base, whose weights are saved in bfloat16: the sum is rounded to that once.

    In this process, for a child of its own takes seconds to import torch.
    """
    monkeypatch.setattr("harness.merging.Child", InProcess)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.ckptgate]\n")
    shutil.copytree(EMBEDDED, tmp_path / "base")
    adapter = make_adapter(tmp_path / "q", tmp_path / "base")
    vouched(tmp_path, adapter, method="qlora", parameters={"r": 4, "qlora": {"type": "nf4", "double": True}})
    status, said = run("adapters", "merge", "q", "--out", "merged")
    assert status == 0, said
    assert "summed in float32, saved in bfloat16" in said
    assert "warning: trained on its base in 4 bits (nf4), merged into the base as it is" in said
    assert "Next: pytest --model=merged\n" in said
    ours, theirs = logits(tmp_path / "merged"), logits(tmp_path / "base", adapter)
    assert float((ours - theirs).abs().mean()) < 0.05 * float(theirs.std())
    assert read_manifest(tmp_path / "merged").warnings  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["dora", "ia3", "oft", "pissa"])
def test_every_kind_that_can_be_merged_is(
    shop: Path, make_adapter: Callable[..., Path], kind: str, monkeypatch: Any
) -> None:
    adapter = make_adapter(shop / kind, shop / "base", kind)
    order = {"base": str(shop / "base"), "adapter": str(adapter), "out": str(shop / "out"), "dtype": None}
    told: dict[str, Any] = {}
    _transformers_merge._merge(order, told.update)
    assert told["dtype"] == "float32"
    assert float((logits(shop / "out") - logits(shop / "base", adapter)).abs().max()) < 1e-3


@pytest.mark.parametrize("kind", ["prompt", "prefix"])
def test_a_tuned_prompt_is_refused_in_a_line(
    shop: Path, make_adapter: Callable[..., Path], kind: str, run: Run
) -> None:
    vouched(shop, make_adapter(shop / kind, shop / "base", kind), method=f"{kind}-tuning")
    status, said = run("adapters", "merge", kind)
    assert status == 4
    assert f"{kind} is {kind}-tuning 5 tokens: vectors before the prompt, which nothing merges into weights" in said
    assert len(said.strip().splitlines()) == 1


def test_what_has_nothing_to_merge_is_refused(shop: Path, run: Run) -> None:
    assert "has no adapter: there is nothing to merge" in run("adapters", "merge", "base")[1]
    vouched(shop, shop / "runs/support/ckpt-2", objective="reward")
    assert "is a reward model: it ranks" in run("adapters", "merge", "ckpt-2")[1]
    assert "behind a server" in run("adapters", "merge", "openai:http://127.0.0.1:9/v1#x")[1]
    assert "--dtype is float32, bfloat16 or float16" in run("adapters", "merge", "ckpt-2", "--dtype", "int8")[1]
    assert not (shop / "runs/support-merged").exists()


def test_a_merge_that_fails_leaves_nothing(shop: Path, monkeypatch: Any) -> None:
    def broken(*_: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("harness.merging._carry_out", broken)
    checkpoint = load_checkpoint(shop / "runs/support/ckpt-2", name="x", root=shop)
    with pytest.raises(OSError, match="no space"):
        merge(checkpoint, shop / "runs/m/ckpt-1", root=shop)
    assert list((shop / "runs/m").iterdir()) == []
    with pytest.raises(SourceError, match="is there already"):
        merge(checkpoint, shop / "base", root=shop)


def test_it_goes_beside_its_run(shop: Path, make_adapter: Callable[..., Path]) -> None:
    """`support/ckpt-2` to `support-merged/merged-2`; what is no run's to a run of its own."""
    own = load_checkpoint(shop / "runs/support/ckpt-2", name="x", root=shop)
    assert place_of(own, shop / "runs") == shop / "runs/support-merged/merged-2"
    other = load_checkpoint(make_adapter(shop / "faq", shop / "base"), name="x", root=shop)
    assert place_of(other, shop / "runs") == shop / "runs/faq-merged/merged-1"
    assert weights_digest(hash_files(own.path), own.base.digest) == own.digest  # type: ignore[union-attr]
