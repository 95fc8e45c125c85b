"""A project of real files, small enough for a test: checkpoints, two suite files, a prompt, records, a journal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from harness.gates import decide_floor, decide_musts
from harness.manifest import Manifest, digest_of, hash_files, sha256_file, weights_digest, write_manifest
from harness.record import DeploymentRef, Record, suite_digest, write_record
from harness.releases import Candidate, Change, Journal, make_release, production, promote, rollback

CASES = "golden/answers/en.yaml"
SUITE = "suites/test_golden.py"
PROMPT = "prompts/support.md"


@dataclass
class Project:
    root: Path
    numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.write(SUITE, "def test_golden_answer(case, reply):\n    case.expect(reply)\n")
        self.write(CASES, "suite: golden\n")
        self.write(PROMPT, "You answer for a shop.\n")

    @property
    def journal(self) -> Journal:
        return Journal(root=self.root)

    @property
    def records(self) -> Path:
        return self.root / "records"

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def checkpoint(self, name: str = "ckpt-3", weights: str | None = None) -> Path:
        """A checkpoint as the trainer leaves it, with a few bytes for weights."""
        folder = self.root / "runs/support" / name
        self.write(f"runs/support/{name}/model.safetensors", weights or f"the weights of {name}")
        self.write(f"runs/support/{name}/config.json", "{}")
        write_manifest(folder, Manifest(name=name, method="lora", files=hash_files(folder)))
        return folder

    def digest(self, folder: Path) -> str:
        return weights_digest(hash_files(folder))

    def deployment(self, tokens: int = 64) -> dict[str, Any]:
        system = (self.root / PROMPT).read_text(encoding="utf-8").strip()
        content = {"system": system, "sampling": {"max_new_tokens": tokens}}
        return {"file": "deployment.yaml", **content, "digest": digest_of(content)}

    def candidate(self, name: str = "ckpt-3", tokens: int = 64) -> Candidate:
        """What a release step sees: everything computed from the files as they are now."""
        folder = self.root / "runs/support" / name
        files = {
            p.relative_to(self.root).as_posix(): sha256_file(p)
            for top in ("golden", "suites")
            for p in (self.root / top).rglob("*.*")
        }
        return Candidate(
            name=name,
            path=f"runs/support/{name}",
            digest=self.digest(folder),
            manifest_digest=sha256_file(folder / "manifest.json"),
            deployment=DeploymentRef(**self.deployment(tokens)),
            files=files,
        )

    def record(self, name: str = "ckpt-3", **changes: Any) -> dict[str, Any]:
        """A passing record of the checkpoint as it is now, compared with what is in production."""
        number, now = next(self.numbers), self.candidate(name)
        arm = {
            "name": f"support/{name}",
            "path": now.path,
            "digest": now.digest,
            "manifest_digest": now.manifest_digest,
            "deployment": self.deployment(),
        }
        standing = production(self.journal, "support")
        baseline = standing and {
            **arm,
            "name": standing.title,
            "path": standing.path,
            "digest": standing.digest,
            "deployment": standing.deployment.model_dump(),
        }
        rate = {"passed": 2, "n": 2, "rate": 1.0, "lower": 0.2, "upper": 1.0}
        answer = {"reply": "Yes.", "passed": True, "reason": "", "finish": "stop", "tokens": 2}
        case = {
            "suite": "golden",
            "file": CASES,
            "line": 3,
            "digest": "d",
            "expect": ["answer"],
            "flip": "both pass",
            "messages": [{"role": "user", "content": "Can I?"}],
            "candidate": answer,
            "baseline": answer if standing else None,
        }
        gates = [
            {"kind": g.kind, "suite": "golden", "decision": "PASS", "reason": g.reason, "numbers": g.numbers}
            for g in (decide_floor(2, 2, 0.2), decide_musts([], 1))
        ]
        policy = {"floor": 0.2, "margin": None, "pool": False}
        made = {
            "id": f"r{number:04}",
            "created": (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)).isoformat(),
            "split": "gate",
            "complete": True,
            "decision": "PASS",
            "exit_status": 0,
            "sentence": "every gate passed",
            "candidate": arm,
            "production": baseline,
            "engine": {},
            "environment": {},
            "suites": [
                {
                    "name": "golden",
                    "file": SUITE,
                    "digest": suite_digest(policy, ["d", "d"]),
                    "policy": policy,
                    "planned": 2,
                    "ran": 2,
                    "candidate": rate,
                    "baseline": rate if standing else None,
                    "decision": "PASS",
                    "gates": gates,
                }
            ],
            "slices": [],
            "files": dict(now.files),
            "patterns": ["answers/*.yaml"],
            "cases": [{**case, "id": "refund", "critical": True}, {**case, "id": "delivery"}],
        }
        return {**made, **changes}

    def save(self, record: dict[str, Any]) -> str:
        write_record(Record.model_validate(record), self.records / record["id"])
        return str(record["id"])

    def evaluate(self, name: str = "ckpt-3", **changes: Any) -> str:
        return self.save(self.record(name, **changes))

    def release(self, version: str, name: str = "ckpt-3", **options: Any) -> Change:
        return make_release(self.journal, f"support@{version}", self.candidate(name), records=self.records, **options)

    def ship(self, version: str, name: str) -> Change:
        """Train, evaluate, release."""
        self.checkpoint(name)
        self.evaluate(name)
        return self.release(version, name)

    def rollback(self, **options: Any) -> Change:
        return rollback(self.journal, "support", digest_of=self.digest, **options)

    def promote(self, version: str) -> Change:
        return promote(self.journal, f"support@{version}", digest_of=self.digest)

    def in_production(self) -> str | None:
        standing = production(self.journal, "support")
        return standing and standing.version
