"""Every method and every objective really trains the tiny base, and what comes out is a checkpoint that answers."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console
from tiny_project import WORDS, Project, write_rows

from harness.manifest import Manifest, read_manifest, verify
from harness.source import SourceError
from trainers.errors import TrainingError
from trainers.train import train

EMBEDDED = Path(__file__).parents[2] / "trainers/demo/base"
PLAIN = {"lora": None, "data.mix": None, "training.epochs": 1}


def made(project: Project, changes: dict[str, Any], **more: Any) -> tuple[Path, Manifest]:
    """Train in silence; the last checkpoint and its manifest."""
    quiet = Console(quiet=True)
    directory = train(project.recipe(changes), root=project.root, runs=project.runs, console=quiet, **more)[-1]
    manifest = read_manifest(directory)
    assert manifest is not None
    verify(directory, manifest)
    return directory, manifest


def moves(project: Project, directory: Path) -> bool:
    """Whether the adapter, loaded as a stranger would, changes what the base says."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    base = AutoModelForCausalLM.from_pretrained(project.root / "base", dtype=torch.float32)
    ids = torch.tensor([[1, 40, 41, 2]])
    with torch.no_grad():
        before = base(ids).logits
        after = PeftModel.from_pretrained(base, directory).eval()(input_ids=ids).logits[:, -4:]
    return float((after - before).abs().max()) > 1e-4


@pytest.mark.parametrize(
    ("method", "block"),
    [
        ("ia3", {}),
        ("oft", {"oft": {"block_size": 8}}),
        ("prompt-tuning", {"prompt_tuning": {"tokens": 4, "text": "say red"}}),
        ("prefix-tuning", {"prefix_tuning": {"tokens": 4}}),
    ],
)
def test_an_adapter_of_every_kind_is_trained(project: Project, method: str, block: dict[str, Any]) -> None:
    """It moves the base's logits; its manifest says the method, the parameters, and how far it went from the base."""
    directory, manifest = made(project, {**PLAIN, "method": method, **block, "training.learning_rate": 5e-2})
    assert moves(project, directory)
    assert manifest.method == method
    assert manifest.curves[-1]["kl_to_base"] > 0
    assert manifest.parameters["trainable"] > 0
    for key, value in block.get(method.replace("-", "_"), {}).items():
        assert manifest.parameters[key] == value
    for file in directory.iterdir():
        assert str(project.root).encode() not in file.read_bytes(), file.name


def test_a_base_in_four_bits_carries_an_adapter(project: Project) -> None:
    """QLoRA on the embedded base: bitsandbytes' kernels for a CPU take no model as narrow as the tiny one."""
    changes = {**PLAIN, "method": "qlora", "lora": {"r": 4, "alpha": 8}, "base": str(EMBEDDED), "training.epochs": 1}
    directory, manifest = made(project, changes)
    assert manifest.method == "qlora"
    assert manifest.parameters["qlora"] == {"type": "nf4", "double": True}
    assert manifest.environment["bitsandbytes"]
    assert (directory / "adapter_model.safetensors").is_file()
    assert manifest.curves[-1]["kl_to_base"] > 0
    _, plain = made(project, {**changes, "method": "lora", "name": "plain"})
    four, full = (m.curves[-1]["grad_norm"] for m in (manifest, plain))
    assert full / 2 < four < full * 2, "bitsandbytes' packed weights (AVX512-BF16) once gave a fifth of the gradient"


def test_documents_are_read_as_they_stand(project: Project) -> None:
    """Continued pretraining: every token is learnt, a long document in pieces, none of it lost."""
    rows = [{"text": f"{a} {b} are {c}. "} for a in WORDS[:3] for b in WORDS[3:6] for c in WORDS[6:8]]
    write_rows(project.root / "train.jsonl", [*rows, {"text": "red green blue " * 40}])
    _, manifest = made(
        project,
        {**PLAIN, "method": "full", "objective": "domain", "training.learning_rate": 1e-3, "training.max_length": 32},
    )
    rows_said = manifest.parameters["rows"]
    assert (manifest.objective, rows_said["split"], rows_said["cut"]) == ("domain", 1, 0)
    assert rows_said["trained"] > len(rows) + 4


PAIRS = [{"prompt": f"say {a}", "chosen": f"{a}!", "rejected": f"no {a}"} for a in WORDS]
CRITERIA = {"data.criteria": ["answers what was asked"]}


@pytest.mark.parametrize("method", ["full", "lora"])
def test_pairs_teach_what_is_preferred(project: Project, method: str) -> None:
    """DPO: log-probabilities of both sides are in the curves; the chosen side gains on the rejected."""
    write_rows(project.root / "train.jsonl", PAIRS)
    changes = {**PLAIN, **CRITERIA, "method": method, "objective": "dpo", "training.learning_rate": 5e-3}
    _, manifest = made(project, {**changes, "training.epochs": 3})
    first, last = manifest.curves[0], manifest.curves[-1]
    assert {"logp_chosen", "logp_rejected", "accuracy", "kl_to_base"} <= {*last}
    assert last["margin"] > first["margin"]
    assert manifest.parameters["dpo"]["beta"] == 0.1


def test_single_judgements_teach_too(project: Project) -> None:
    """KTO."""
    rows = [{"prompt": f"say {a}", "completion": f"{a}{end}", "label": end == "!"} for a in WORDS for end in "!?"]
    write_rows(project.root / "train.jsonl", rows)
    _, manifest = made(project, {**PLAIN, "objective": "kto", "method": "lora", "lora": {"r": 4}})
    assert manifest.objective == "kto"
    assert "logp_chosen" in manifest.curves[-1]


def reward_model(project: Project, **changes: Any) -> tuple[Path, Manifest]:
    write_rows(project.root / "pairs.jsonl", PAIRS)
    recipe = {
        **PLAIN, "name": "ranks", "objective": "reward", "method": "full", "data.train": "pairs.jsonl",
        "data.eval": "pairs.jsonl", "training.learning_rate": 3e-3, "training.epochs": 3,
    }  # fmt: skip
    return made(project, {**recipe, **changes})


@pytest.mark.parametrize("method", ["full", "lora"])
@pytest.mark.parametrize("algorithm", ["rloo", "grpo"])
def test_a_reward_model_ranks_and_then_rewards(project: Project, method: str, algorithm: str) -> None:
    """reward → rlhf: the number for the chosen answer is the higher one; a model is trained on the numbers."""
    directory, manifest = reward_model(project, method=method)
    assert manifest.curves[-1]["eval_accuracy"] > 0.9
    write_rows(project.root / "train.jsonl", [{"prompt": f"say {a}"} for a in WORDS[:8]])
    rl = {"algorithm": algorithm, "answers": 4, "new_tokens": 6, "model": str(directory.relative_to(project.root))}
    _, trained = made(project, {**PLAIN, "name": "rl", "objective": "rlhf", "method": "lora", "rl": rl})
    assert {"reward", "reward_std", "kl"} <= {*trained.curves[-1]}
    assert trained.objective == "rlhf"


def test_checks_reward_and_the_manifest_names_them(project: Project) -> None:
    """rlaif: whoever trains makes functions of the checks; here one that wants short answers."""
    write_rows(project.root / "train.jsonl", [{"prompt": f"say {a}"} for a in WORDS[:8]])
    rl = {"algorithm": "grpo", "answers": 4, "new_tokens": 8, "checks": [{"max_words": 1}]}

    def rewards(checks: Any) -> Any:
        assert list(checks) == [{"max_words": 1}]
        return [lambda prompt, answer: float(len(answer) % 3)]

    _, manifest = made(project, {**PLAIN, "objective": "rlaif", "method": "lora", "rl": rl}, rewards=rewards)
    assert manifest.rewards == ["max_words"]
    assert manifest.curves[-1]["reward_std"] > 0


@pytest.mark.skipif(Path("/dev/nvidiactl").exists(), reason="one GPU is no place for two processes; seen on a CPU")
def test_two_processes_train_one_model(project: Project) -> None:
    """`accelerate: {processes: 2}`: half of the steps, one checkpoint an epoch, written by the first, that loads."""
    changes = {**PLAIN, "lora": {"r": 4}, "method": "lora", "training.epochs": 2, "training.batch_size": 4}
    _, alone = made(project, {**changes, "name": "alone"})
    directory, manifest = made(project, {**changes, "accelerate": {"processes": 2}})
    assert (alone.step, manifest.step) == (14, 8)
    assert manifest.recipe["accelerate"]["processes"] == 2
    assert moves(project, directory)


@pytest.mark.torture
@pytest.mark.skipif(Path("/dev/nvidiactl").exists(), reason="with a GPU there it is FSDP")
def test_weights_that_would_not_be_shared_out_as_asked_are_an_error(project: Project) -> None:
    """accelerate would train by whole copies, and call it a success."""
    config = {"compute_environment": "LOCAL_MACHINE", "distributed_type": "FSDP", "fsdp_config": {"fsdp_version": 2},
              "machine_rank": 0, "main_process_port": 0, "num_machines": 1, "num_processes": 2,
              "mixed_precision": "no", "use_cpu": False}  # fmt: skip
    (project.root / "accelerate.json").write_text(json.dumps(config), encoding="utf-8")
    changes = {**PLAIN, "method": "full", "accelerate": {"processes": 2, "config": "accelerate.json"}}
    with pytest.raises(TrainingError, match="asks for FSDP, and accelerate would train without it"):
        made(project, changes)
    assert not list(project.runs.rglob("manifest.json"))


@pytest.mark.parametrize("shares", [False, True])
def test_sharing_that_was_asked_for_is_held_to(monkeypatch: pytest.MonkeyPatch, shares: bool) -> None:
    """As accelerate's launcher asks for it; the trainer knows whether it does. (For real: the test above.)"""
    from trainers.fit import _check_sharing

    monkeypatch.setenv("ACCELERATE_USE_DEEPSPEED", "true")
    trainer = SimpleNamespace(is_fsdp_enabled=False, is_deepspeed_enabled=shares)
    with nullcontext() if shares else pytest.raises(TrainingError, match="asks for DEEPSPEED"):
        _check_sharing(trainer)


def test_one_reward_for_every_answer_ends_the_training(project: Project) -> None:
    """Nothing tells the answers apart: an error that says so, and no checkpoint."""
    write_rows(project.root / "train.jsonl", [{"prompt": f"say {a}"} for a in WORDS[:4]])
    rl = {"answers": 4, "new_tokens": 4, "checks": [{"max_words": 60}]}
    with pytest.raises(TrainingError, match="the same reward"):
        made(
            project,
            {**PLAIN, "objective": "rlaif", "rl": rl, "training.batch_size": 4},
            rewards=lambda checks: [lambda prompt, answer: 1.0],
        )
    assert not list(project.runs.rglob("manifest.json"))


def test_a_value_that_trl_refuses_is_an_error_at_its_line(project: Project) -> None:
    """With TRL's own words."""
    file = project.recipe({"trl": {"neftune_noise_alpha": 5.0, "bf16": True, "fp16": True}})
    with pytest.raises(SourceError, match="SFTConfig refuses bf16: true: At most one of fp16 and bf16") as caught:
        train(file, root=project.root, runs=project.runs, console=Console(quiet=True))
    assert caught.value.line == project.line("bf16")


def test_an_option_of_trl_is_passed_on_and_recorded(project: Project) -> None:
    _, manifest = made(project, {**PLAIN, "method": "lora", "trl": {"neftune_noise_alpha": 5.0}})
    assert manifest.recipe["trl"] == {"neftune_noise_alpha": 5.0}


def test_long_pairs_are_counted_before_trl_drops_them(project: Project) -> None:
    """A reward model's pair that does not fit is left out, a DPO pair is cut; both are said."""
    write_rows(project.root / "train.jsonl", [*PAIRS, {"prompt": "say", "chosen": "red " * 40, "rejected": "no"}])
    short = {**PLAIN, **CRITERIA, "lora": {"r": 4}, "method": "lora", "training.max_length": 32}
    _, ranked = made(project, {**short, "name": "ranks", "objective": "reward"})
    _, paired = made(project, {**short, "objective": "dpo"})
    assert ranked.parameters["rows"] == {"trained": len(PAIRS), "cut": 0, "left_out": 1}
    assert paired.parameters["rows"] == {"trained": len(PAIRS) + 1, "cut": 1, "left_out": 0}
