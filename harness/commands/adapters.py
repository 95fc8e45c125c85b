"""`ckptgate adapters …` and `ckptgate card`: adapters as products, merged into full weights, and model cards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harness.completing import models_here
from harness.printing import Json, screen
from harness.source import SourceError

if TYPE_CHECKING:
    from harness.merging import Dtype
    from harness.record import Record

__all__ = ["adapters", "card"]

adapters = typer.Typer(
    name="adapters", help="Adapters as products: how each stands, and merging one into its base.", no_args_is_help=True
)


@adapters.command("list")
def list_(json_: Json = False) -> None:
    """Each product: base, adapter, what is in production, the latest record; and what is wrong, with the mend.

    Ends with 12 where an adapter is not on the base that is declared, with 4 where something named is not there.
    """
    from harness.adapters import render, standings
    from harness.outcome import INTEGRITY
    from harness.settings import load_settings, require_root

    root = require_root()
    found = standings(root, load_settings(root))
    if json_:
        told = {"format": "ckptgate.adapters/1", "adapters": [one.to_json() for one in found]}
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        screen().print(render(found))
    if any(one.problem for one in found):
        raise SystemExit(INTEGRITY if any(one.integrity for one in found) else 4)


@adapters.command()
def merge(
    checkpoint: Annotated[str, typer.Argument(help="A checkpoint with an adapter: as for pytest --model.")],
    out: Annotated[
        Path | None, typer.Option(help="The new checkpoint's directory (default: runs/RUN-merged/merged-N).")
    ] = None,
    dtype: Annotated[
        str, typer.Option(help="What its weights are saved in: float32, bfloat16, float16 (default: as the base's).")
    ] = "",
) -> None:
    """Merge an adapter into its base: full weights in a checkpoint of their own, which needs a gate of its own."""
    from harness.merging import merge as run
    from harness.merging import place_of
    from harness.resolving import resolve_files
    from harness.settings import load_settings, require_root
    from trainers.save import code_revision

    wanted: Dtype | None = None
    match dtype:
        case "float32" | "bfloat16" | "float16":
            wanted = dtype
        case str() if dtype:
            raise SourceError(f"--dtype is float32, bfloat16 or float16, not {dtype}")
    root = require_root()
    settings = load_settings(root)
    of = resolve_files(checkpoint, root, settings)
    place = out if out is not None else place_of(of, root / settings.runs)
    made = run(of, place, root=root, dtype=wanted, revision=code_revision(root))
    new, base = made.checkpoint, of.base
    assert base is not None
    known = place.resolve().parent.parent == (root / settings.runs).resolve()
    name = new.name if known else str(place)
    typer.echo(
        f"{name} {new.digest[:12]}: {of.name} ({of.kind}) merged into {base.name} {base.digest[:12]}, summed in "
        f"float32, saved in {made.dtype}"
    )
    for warning in made.warnings:
        typer.echo(f"warning: {warning}")
    typer.echo(
        f"These are other weights than {of.name} ({of.digest[:12]}): none of its records, replies or releases holds "
        f"for them. Next: pytest --model={name}"
    )


def card(
    checkpoint: Annotated[
        str, typer.Argument(help="The checkpoint: as for pytest --model.", autocompletion=models_here)
    ],
    out: Annotated[
        Path | None, typer.Option(help="Write it here (a directory: its README.md) instead of printing it.")
    ] = None,
) -> None:
    """A checkpoint's model card, from its manifest and the newest record of exactly these weights."""
    from harness.card import make_card
    from harness.comparison import compared_with_full
    from harness.manifest import CARD, write_atomic
    from harness.records import newest_record
    from harness.resolving import resolve_files
    from harness.settings import load_settings, require_root

    root = require_root()
    settings = load_settings(root)
    found = resolve_files(checkpoint, root, settings)
    if found.manifest is None:
        raise SourceError(f"{checkpoint} has no manifest: what it is made of is not known, and no card can say it")
    records = root / settings.records
    product = settings.product(checkpoint)

    def whole(record: Record) -> bool:
        mine = product is None or record.product is None or record.product.name == product.name
        return record.split == "gate" and record.complete and mine

    decided = newest_record(records, found.digest, whole) or newest_record(records, found.digest)
    text = make_card(found.path, found.manifest, decided, compared_with_full(records, found.digest, found.manifest))
    if out is None:
        typer.echo(text, nl=False)
        return
    file = out / CARD if out.is_dir() else out
    write_atomic(file, text.encode())
    typer.echo(f"{file}: {found.name}, {f'record {decided.id} ({decided.decision})' if decided else 'no record yet'}")
