"""A small project for tests of the plugin: suites, cases, checkpoints, and replies laid into the store beforehand.

The plugin, the plan, the store and the gates are the real ones; only generation has happened already.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

import harness.hooks  # pytester restores sys.modules after each run, and neither numpy nor scipy can be imported twice
import harness.training_data  # noqa: F401 - comes in when a suite asks for it
from harness.asking import Asking
from harness.case_files import load_cases
from harness.cases import AS_IT_STANDS, Beside
from harness.engines.transformers import TransformersEngine
from harness.manifest import Manifest, hash_files, write_manifest
from harness.record import Record, read_record
from harness.replies import Reply
from harness.reply_store import ReplyStore
from harness.resolving import resolve_arms
from harness.settings import load_settings

TURNS = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}"
TEMPLATE = TURNS + "{% if add_generation_prompt %}[assistant]{% endif %}"


class Project:
    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.root = pytester.path
        self.write("pyproject.toml", "[tool.ckptgate]\n")

    def write(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def checkpoint(self, name: str, *, manifest: bool = True, weights: str | None = None) -> Path:
        """Full weights under `name` (a path): the files a checkpoint has, with little in them."""
        folder = self.root / name
        self.write(f"{name}/model.safetensors", weights or f"weights of {name}")
        self.write(f"{name}/config.json", '{"model_type": "llama"}')
        self.write(f"{name}/tokenizer_config.json", json.dumps({"chat_template": TEMPLATE, "eos_token": "</s>"}))
        if manifest:
            write_manifest(folder, Manifest(name=name, method="pretrain", files=hash_files(folder)))
        return folder

    def suite(self, name: str, mark: str = "floor=0.5", body: str = "case.expect(reply)", extra: str = "") -> Path:
        return self.write(
            f"suites/test_{name}.py",
            f"import pytest\npytestmark = pytest.mark.suite({name!r}, {mark})\n{extra}\n"
            f"@pytest.mark.cases('{name}/*.yaml')\ndef test_{name}(case, reply):\n    {body}\n",
        )

    def cases(
        self, suite: str, cases: Sequence[Mapping[str, Any]], *, split: str = "gate", file: str = "a.yaml"
    ) -> Path:
        text = yaml.safe_dump(
            {"suite": suite, "split": split, "cases": list(cases)}, allow_unicode=True, sort_keys=False
        )
        return self.write(f"golden/{suite}/{file}", text)

    def simple(self, n: int = 20, suite: str = "greet", mark: str = "floor=0.5") -> list[str]:
        """A suite of `n` cases that want the word `good`; returns their ids."""
        ids = [f"case-{i:03}" for i in range(n)]
        self.suite(suite, mark)
        self.cases(suite, [{"id": i, "prompt": f"Question {i}?", "expect": [{"matches": "good"}]} for i in ids])
        return ids

    def answer(
        self,
        model: str,
        replies: Mapping[str, str] | str,
        *,
        suite: str | None = None,
        variants: Mapping[str, str] | None = None,
        beside: str = "",
    ) -> None:
        """Put the model's replies to every case into the store: one text for all, or by case id.

        `variants` holds other replies to the variants of a case, `beside` is the one in the ways that a suite's mark
        names beside: without the system prompt, under `other.md`, pressed.
        """
        settings = load_settings(self.root)
        identity = TransformersEngine(device="cpu").identity
        with ReplyStore(self.root / settings.store) as store:
            for arm in resolve_arms(model, None, root=self.root, settings=settings).values():
                for case in load_cases(sorted(self.root.glob(f"golden/{suite or '*'}/*.yaml"))):
                    text = replies if isinstance(replies, str) else replies.get(case.id)
                    if text is None:
                        continue
                    for reading in replace(case, beside=self._ways() if beside else ()).readings:
                        varied = text if reading.name == AS_IT_STANDS else (variants or {}).get(case.id, text)
                        told = varied if reading.counts else beside
                        for said in range(reading.case.speaks):
                            key = arm.request(reading.case, identity, said=(text,) * said).key
                            store.put(arm.about.digest, [(key, Reply(text=told, finish="stop", tokens=3))])

    def _ways(self) -> tuple[Beside, ...]:
        return Asking.of_mark(
            ("*",), {"beside": ["no system prompt", "other.md", "pressed"]}, self.root, self.root
        ).beside

    def run(self, *args: str) -> pytest.RunResult:
        return self.pytester.runpytest("-p", "no:cacheprovider", "--device=cpu", *args)

    def records(self) -> list[Record]:
        """All records, oldest first."""
        return sorted((read_record(f) for f in self.root.glob("records/*/record.json")), key=lambda r: r.created)

    @property
    def record(self) -> Record:
        """The newest record."""
        return self.records()[-1]
