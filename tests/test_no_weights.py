"""What is no model, or none that could be asked, is said in one line that tells what to do."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from pathlib import Path

import pytest
from project import Project

from harness.checkpoint import UnknownModel, resolve_checkpoint
from harness.engines._orders import Refused
from harness.engines._transformers_load import check_device
from harness.engines.transformers import TransformersEngine

TEMPLATE = "{{ messages[0].content }}"


def refused(project: Project, model: str) -> str:
    with pytest.raises(UnknownModel) as e:
        resolve_checkpoint(model, runs=project.root / "runs", root=project.root)
    return str(e.value)


@pytest.mark.parametrize(
    ("files", "model", "says"),
    [
        (["m/model.gguf"], "m", "holds GGUF files, which are not loaded here: serve it"),
        (["model.gguf"], "model.gguf", "is a GGUF file, which is not loaded here: serve it"),
        (["m/pytorch_model.bin", "m/config.json"], "m", "pickle format (pytorch_model.bin)"),
        (["model.pt"], "model.pt", "can run code when loaded and is never read: save them again as safetensors"),
        (["m/model.safetensors"], "m/model.safetensors", "is one file of a model: give the directory"),
        (["m/model.safetensors"], "m", "neither config.json (a model) nor adapter_config.json (an adapter)"),
        (["m/model.onnx"], "m", "weights of ONNX and no *.safetensors: save them again"),
        (["m.tar.gz"], "m.tar.gz", "is an archive: unpack it"),
        (["notes.txt"], "notes.txt", "is a file: give the directory of a model"),
        (["m/notes.txt"], "m", "Give the directory of a model, with config.json, *.safetensors and the tokenizer"),
        (["m/last/model.safetensors"], "m", "There are weights in last: name one of these directories"),
    ],
)
def test_what_is_no_model_says_what_to_do(project: Project, files: list[str], model: str, says: str) -> None:
    for name in files:
        project.write(name, "{}")
    told = refused(project, model)
    assert says in told
    assert "\n" not in told


def test_pointers_in_place_of_weights(project: Project) -> None:
    project.write("m/model.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n")
    assert "a pointer of Git LFS and no weights: fetch them with `git lfs pull`" in refused(project, "m")


def test_a_copy_that_lacks_files(project: Project) -> None:
    project.write("m/config.json", "{}")
    project.write("m/model-00001-of-00002.safetensors", "weights")
    shards = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    project.write("m/model.safetensors.index.json", json.dumps({"weight_map": shards}))
    assert "lacks 1 of the files that model.safetensors.index.json names, model-00002-of" in refused(project, "m")


def test_a_name_of_the_hub_is_not_fetched(project: Project) -> None:
    assert "`hf download org/Model-7B --local-dir org/Model-7B` puts it here" in refused(project, "org/Model-7B")
    for name in ("support/ckpt-9", "ckpt-9"):
        assert "hf download" not in refused(project, name)


def test_a_base_that_is_missing(project: Project) -> None:
    project.write("a/adapter_model.safetensors", "weights")
    project.write("a/adapter_config.json", json.dumps({"base_model_name_or_path": "org/Base-1B"}))
    told = refused(project, "a")
    assert "the adapter a stands on 'org/Base-1B', which is no directory here" in told
    assert "Put the base there (`hf download org/Base-1B --local-dir org/Base-1B`) or correct base_model_name" in told


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"chat_template": "chatml"}, "its chat template ('chatml') leaves out what the customer says"),
        ({"chat_template": ""}, "leaves out what the customer says"),
        (
            {"chat_template": "{% turns %}" + TEMPLATE},
            "its chat template can't be read (Encountered unknown tag 'turns'",
        ),
        (
            {"chat_template": [{"name": "rag", "template": TEMPLATE}, {"name": "tool_use", "template": TEMPLATE}]},
            "it has the chat templates rag, tool_use, and none is called default: put the one that",
        ),
    ],
)
def test_a_template_that_asks_nothing(project: Project, config: dict[str, object], says: str) -> None:
    project.checkpoint("m", manifest=False)
    project.write("m/tokenizer_config.json", json.dumps(config))
    told = refused(project, "m")
    assert told.startswith("m can't be asked anything: ")
    assert says in told
    assert told.endswith("into chat_template.jinja")


def test_a_template_that_wants_other_turns_is_one(project: Project) -> None:
    wants = "{% if messages[0].role != 'system' %}{{ raise_exception('say who you are') }}{% endif %}" + TEMPLATE
    project.checkpoint("m", manifest=False)
    project.write("m/tokenizer_config.json", json.dumps({"chat_template": wants}))
    assert resolve_checkpoint("m", runs=project.root / "runs", root=project.root).template.source == wants


def test_without_a_template_the_record_says_what_to_do(project: Project) -> None:
    project.checkpoint("m", manifest=False)
    project.write("m/tokenizer_config.json", "{}")
    project.simple()
    project.answer("m", "good")
    assert project.run("--model=m").ret == 0
    (told,) = (n for n in project.record.notices if "chat template" in n)
    assert told.endswith("If it was trained on one, put that into its directory as chat_template.jinja.")


@pytest.mark.parametrize(
    ("cuda", "here", "says"),
    [
        (None, False, "no GPU is seen here, and the torch that is installed (2.13.0+cpu) is built for CPUs alone"),
        (
            None,
            True,
            "there is a GPU here, and the torch that is installed (2.13.0+cpu) is built for CPUs alone: install a",
        ),
        ("13.0", True, "sees no GPU: see whether `nvidia-smi` does, and that its driver is new enough for CUDA 13.0"),
    ],
)
def test_a_gpu_that_torch_can_t_use(monkeypatch: pytest.MonkeyPatch, cuda: str | None, here: bool, says: str) -> None:
    torch = types.SimpleNamespace(
        __version__="2.13.0+cpu",
        version=types.SimpleNamespace(cuda=cuda, hip=None),
        cuda=types.SimpleNamespace(is_available=lambda: False),
    )
    monkeypatch.setitem(__import__("sys").modules, "torch", torch)
    monkeypatch.setattr("harness.engines._transformers_load.gpu_here", lambda: here)
    check_device("cpu")
    with pytest.raises(Refused) as e:
        check_device("cuda")
    assert says in str(e.value)
    assert "--device=cpu" in str(e.value)


def test_a_gpu_is_seen_without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    there = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self: str(self) == "/dev/nvidiactl" or there(self))
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert TransformersEngine().device == "cuda"
    assert TransformersEngine(device="cpu").device == "cpu"


def test_without_torch_the_extra_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.metadata as metadata

    known: Callable[[str], str] = metadata.version

    def version(name: str) -> str:
        if name == "torch":
            raise metadata.PackageNotFoundError(name)
        return known(name)

    project.checkpoint("m", manifest=False)
    project.simple()
    monkeypatch.setattr(metadata, "version", version)
    result = project.run("--model=m")
    assert result.ret == 11
    result.stdout.fnmatch_lines(["*torch is not installed: pip install 'ckptgate*hf*'*"])
