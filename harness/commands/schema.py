"""`ckptgate schema`: the formats of files as JSON Schema, for editors and programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from harness.source import SourceError

__all__ = ["schema"]


def schema(name: Annotated[str, typer.Argument(help="case, recipe, manifest or record.")]) -> None:
    """Print the JSON Schema (2020-12) of a file's format: an editor completes and checks by it."""
    made = _SCHEMAS.get(name)
    if made is None:
        raise SourceError(f"no schema is called {name!r} (known: {', '.join(_SCHEMAS)})")
    typer.echo(json.dumps(made(), ensure_ascii=False, indent=2))


def _recipe() -> dict[str, Any]:
    from trainers.recipe_schema import recipe_schema

    return _titled(recipe_schema(), "a recipe of ckptgate train")


def _manifest() -> dict[str, Any]:
    from harness.manifest import Manifest

    return _titled(Manifest.model_json_schema(), "ckptgate checkpoint, version 1")


def _record() -> dict[str, Any]:
    from harness.record import json_schema

    return json_schema()


def _case() -> dict[str, Any]:
    from harness.case_schema import case_schema
    from harness.own_checks import load_own_checks

    load_own_checks(Path())
    return case_schema()


def _titled(made: dict[str, Any], title: str) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **{key: value for key, value in made.items() if key != "title"},
    }


_SCHEMAS = {"case": _case, "recipe": _recipe, "manifest": _manifest, "record": _record}
