"""What can be told of a model without reading its weights: enough to choose suites for it, and to warn in time."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from harness.checkpoint import known_checkpoints, lacks_base
from harness.engines import REMOTE, Endpoint
from harness.manifest import read_manifest
from harness.no_weights import why_no_model
from harness.source import SourceError
from harness.templates import read_template

__all__ = ["OPEN", "Model", "look"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The model that a project is for."""

    name: str
    """As `--model=` takes it in the project's folder; empty: left open."""
    remote: bool = False
    base_known: bool = False
    """Whether there is something to hold its base skills to."""
    data_known: bool = False
    """Whether a manifest names what it was trained on."""
    warnings: tuple[str, ...] = ()
    """What would keep a run from a verdict, or bend it; a sentence each."""


OPEN = Model(name="")


def look(named: str, root: Path, runs: Path, here: Path) -> Model:
    """The model that a person in the folder `here` names, for the project in `root`.

    Raises:
        SourceError: it is nothing that could be asked: no directory, no weights, no endpoint; says what to do.
    """
    if named.startswith(REMOTE):
        try:
            return Model(name=str(Endpoint.parse(named)), remote=True)
        except ValueError as e:
            raise SourceError(str(e)) from e
    if named.startswith("hf:"):
        raise SourceError(f"{named!r}: fetch it into a directory first (hf download) and name that directory")
    known = [name for name in known_checkpoints(runs) if named in (name, name.partition("/")[2])]
    if len(known) == 1:
        return _of_files(named, runs / known[0], root)
    path = here / Path(named).expanduser()
    if not path.exists():
        raise SourceError(
            f"there is no {named!r} here: give a model's directory, or openai:URL#NAME. Where only CI has the model, "
            "leave it open (--model '') and name it in CI's file"
        )
    alike = Path(named).expanduser().is_absolute() or root.resolve() == here.resolve()
    name = named if alike else Path(os.path.relpath(path, root.resolve())).as_posix()
    return _of_files(name.rstrip("/") or name, path, root)


def _of_files(name: str, path: Path, root: Path) -> Model:
    if (why := why_no_model(path)) is not None:
        raise SourceError(why)
    manifest, template = read_manifest(path), read_template(path)
    adapter = (path / "adapter_config.json").is_file()
    baseless = lacks_base(path, root)
    warnings = [baseless] if baseless else []
    if template.mistake:
        warnings.append(f"{name} can't be asked anything: {template.mistake}")
    elif template.source is None and not adapter:
        warnings.append(
            f"{name} has no chat template: turns will be given to it as plain text. If it was trained on one, put that "
            "into its directory as chat_template.jinja"
        )
    if lacking := [name for name in ("torch", "transformers", "peft") if importlib.util.find_spec(name) is None]:
        warnings.append(
            f"{lacking[0]} is not installed, and models on this machine need it: pip install 'ckptgate[hf]'"
        )
    return Model(
        name=name,
        base_known=(adapter and baseless is None) or manifest is not None,
        data_known=manifest is not None and bool(manifest.data),
        warnings=tuple(warnings),
    )
