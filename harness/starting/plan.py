"""The files of a new project, from what was chosen."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import get_args

from harness.cases import Split
from harness.engines import Endpoint
from harness.products import NAME
from harness.settings import Settings
from harness.source import SourceError, read_yaml
from harness.starting.additions import ignored, included, settings
from harness.starting.catalogue import LANGUAGES, SUITES, template, templates_of
from harness.starting.choices import CI, GITHUB, GITLAB, GITLAB_ROOT, Choices, There
from harness.starting.model import Model
from harness.starting.writing import Planned, whole

__all__ = ["RENEW", "SCHEMA", "plan"]

SCHEMA = "case.schema.json"
RENEW = f"ckptgate schema case > golden/{SCHEMA}"
_EDITOR = ".vscode/settings.json"


def plan(choices: Choices, there: There, root: Path, schema: str) -> list[Planned]:
    """Every file of the project at `root`, those that are there already too. `schema` is that of cases, as text."""
    deployment = there.deployment
    made = [
        Planned(
            path=Path("pyproject.toml"),
            make=partial(settings, table=_table(choices, deployment)),
            hint=f'add to it: [tool.ckptgate] with deployment = "{deployment}"',
        ),
        *([Planned(path=deployment, make=whole(_deployment(choices, root, deployment)))] if deployment else []),
        *(_own(there.settings.suites / f"test_{name}.py", f"suites/test_{name}.py") for name in choices.suites),
        *_cases(choices, root, there.settings.golden),
        _own(there.settings.golden / "README.md", "golden/README.md"),
    ]
    if "ru" in choices.languages:
        made.append(_own(there.settings.golden / "README.ru.md", "golden/README.ru.md"))
    made.append(
        Planned(
            path=there.settings.golden / SCHEMA,
            make=whole(schema),
            hint=f"where it is of another version of ckptgate, renew it: {RENEW}",
        )
    )
    return [*made, _editor(there), *_ci(choices, there.settings), _ignored(there)]


def _own(path: Path, name: str) -> Planned:
    return Planned(path=path, make=whole(template(name)))


def _cases(choices: Choices, root: Path, golden: Path) -> list[Planned]:
    """Examples for each suite and language that has no cases yet: who deleted them is not given them again."""
    found = []
    for suite in choices.suites:
        folder = root / golden / SUITES[suite].folder
        names = [file.name.split(".") for file in folder.glob("*") if file.suffix in (".yaml", ".yml", ".jsonl")]
        for language in choices.languages:
            # A file whose name tells no language may hold cases of any.
            if not any(language in name or not {*LANGUAGES}.intersection(name) for name in names):
                found += [Planned(path=golden / t.path, make=whole(t.text)) for t in templates_of(suite, language)]
    return found


def _table(choices: Choices, deployment: Path | None) -> str:
    lines = [
        "[tool.ckptgate]",
        *([f'deployment = "{deployment.as_posix()}"'] if deployment else []),
        "# margin = 0.03        # how much worse than production all cases together may be",
        "# suite_margin = 0.1   # the same for each suite by itself, where its mark says nothing",
    ]
    if choices.model.remote:
        lines.append("# release_endpoints = true   # lets a record about a model behind a server release it")
    return "\n".join(lines) + "\n"


def _deployment(choices: Choices, root: Path, file: Path) -> str:
    name = _named_already(root / file) or _release_name(choices.model, root)
    system = json.dumps(choices.system, ensure_ascii=False) if choices.system else ""
    lines = [
        "# What is tested and shipped: the model in production with what surrounds it. `--model=` tries another in its "
        "place.",
        f"# The release in production; none yet: `ckptgate release CHECKPOINT --as {name}@1.0.0` makes the first.",
        f"model: {name}@prod",
        "# The system prompt that customers' questions stand under, a file relative to this one.",
        f"system: {system}" if system else "# system: prompts/system.md",
    ]
    if "grounding" in choices.suites:
        lines += [
            "# How the documents of a case and its question make one message, as your retriever does it.",
            'context: "{context}\\n\\n{question}"',
        ]
    return "\n".join([*lines, "sampling: {max_new_tokens: 256}"]) + "\n"


_OF_NO_PRODUCT = re.compile(
    r"((ckpt|checkpoint|epoch|step|v)[-_.]?\d.*|adapters?|best|checkpoints?|current|data|final|gate|hf|home|last|latest"
    r"|lora|main|master|merged|model|models|new|next|opt|out|outputs?|runs|tmp|work|workspace)"
)
"""Folders called so say nothing of what the model is for."""


def _named_already(deployment: Path) -> str:
    """What an earlier `init` called the releases, so that it is not another name where no model is given again."""
    if deployment.is_file():
        with suppress(SourceError):
            said = read_yaml(deployment).data
            name, at, stage = str(said.get("model", "") if isinstance(said, dict) else "").partition("@")
            if at and stage == "prod":
                return name
    return ""


def _release_name(model: Model, root: Path) -> str:
    """What releases of this project are called unless somebody says otherwise: as the model is, or its folder."""
    name = Endpoint.parse(model.name).name if model.remote else model.name
    for said in (*reversed(Path(name).parts[-2:]), root.resolve().name):
        slug = re.sub(r"[^a-z0-9._-]+", "-", said.lower()).strip("-._")[:64]
        if re.fullmatch(NAME, slug) and not _OF_NO_PRODUCT.fullmatch(slug):
            return slug
    return "assistant"


def _editor(there: There) -> Planned:
    golden = there.settings.golden.as_posix()
    # By the end of a case file's name: not every version of the YAML extension takes exceptions such as glossaries.
    entry = {f"./{golden}/{SCHEMA}": [f"{golden}/**/*.{split}.yaml" for split in get_args(Split)]}

    def make(old: str | None) -> str | None:
        if old is None:
            return json.dumps({"yaml.schemas": entry}, indent=2) + "\n"
        return old if SCHEMA in old else None

    return Planned(path=Path(_EDITOR), make=make, hint=f'add to it: "yaml.schemas": {json.dumps(entry)}')


def _ci(choices: Choices, settings: Settings) -> list[Planned]:
    if choices.ci == "github":
        return [Planned(path=Path(GITHUB), make=whole(_lanes(choices, settings, "github")))]
    if choices.ci == "gitlab":
        return [
            Planned(path=Path(GITLAB), make=whole(_lanes(choices, settings, "gitlab"))),
            Planned(
                path=Path(GITLAB_ROOT),
                make=partial(included, file=GITLAB),
                hint=f"add to it: include: [{{local: {GITLAB}}}]",
            ),
        ]
    return []


def _lanes(choices: Choices, settings: Settings, ci: CI) -> str:
    """The two lanes, for a model behind a server (any machine, a key) or for one in a directory (a machine with it)."""
    remote = choices.model.remote
    if ci == "github":
        runner = "ubuntu-latest" if remote else "[self-hosted, gpu]"
        secret = "      env:\n        OPENAI_API_KEY: ${{ secrets.OPENAI_API_KEY }}\n" if remote else ""
    else:
        runner, secret = "" if remote else "  tags: [gpu]\n", ""
    # GitLab puts other variables in where `$` stands in one.
    name = choices.model.name.replace("$", "$$") if ci == "gitlab" else choices.model.name
    store = settings.store.parent if settings.store.parent != Path() else settings.store
    filled = {
        "@RECORDS@": settings.records.as_posix(),
        "@STORE@": store.as_posix(),
        "@MODEL@": json.dumps(name, ensure_ascii=False),
        "@PACKAGE@": "ckptgate" if remote else "ckptgate[hf]",
        "@RUNNER@": runner,
        "@SECRET@": secret,
    }
    text = template(f"{ci}.yml")
    for place, value in filled.items():
        text = text.replace(place, value)
    return text


def _ignored(there: There) -> Planned:
    """What runs leave behind, as far as it lies in the project."""
    settings = there.settings
    alone = settings.store.parent == Path(".")
    places = [
        (settings.store, "") if alone else (settings.store.parent, "/"),
        (settings.runs, "/"),
        (settings.records, "/"),
    ]
    lines = [f"/{place.as_posix()}{end}" for place, end in places if not place.is_absolute()]
    return Planned(path=Path(".gitignore"), make=partial(ignored, lines=[*lines, "__pycache__/"]))
