"""`ckptgate store …`: what the reply store holds, and its lines for other tools."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from harness.figures import counted, plural
from harness.printing import Json
from harness.source import SourceError

if TYPE_CHECKING:
    from harness.reply_store import ReplyStore

__all__ = ["store"]

store = typer.Typer(name="store", help="The reply store: every reply, kept under what made it.", no_args_is_help=True)

_Weights = Annotated[str, typer.Option(help="Only replies of these weights: the digest, or how it begins.")]


@store.command()
def info(json_: Json = False) -> None:
    """How many replies there are, of which weights, since when, and how many texts have vectors."""
    with _opened() as kept:
        found, vectors = kept.holdings(), kept.vectors()
        size = kept.file.stat().st_size
    if json_:
        held = [
            {
                "weights": h.weights,
                "replies": h.replies,
                "first": h.first,
                "last": h.last,
                "engines": [json.loads(engine) for engine in h.engines],
            }
            for h in found
        ]
        told = {"format": "ckptgate.store/1", "file": str(kept.file), "bytes": size, "weights": held}
        told["vectors"] = [one._asdict() for one in vectors]
        typer.echo(json.dumps(told, indent=1))
        return
    names = _names()
    replies = counted(sum(h.replies for h in found), "reply", "replies")
    models = counted(len(found), "model")
    typer.echo(f"{kept.file}: {replies} of {models}, {size / 2**20:.1f} MB")
    for one in found:
        known = ", ".join(names.get(one.weights, [])) or "in no record here"
        typer.echo(f"  {one.weights[:12]}  {one.replies:6}  {one.first[:10]} … {one.last[:10]}  {known}")
        for engine in map(json.loads, one.engines):
            shown = " ".join(
                engine[key] for key in ("name", "version", "dtype", "quantization", "device") if key in engine
            )
            varies = "; a reply may depend on its batch" if "batch_invariance" in engine else ""
            typer.echo(f"{'':16}{shown}{varies}")
    for model in vectors:
        typer.echo(
            f"  vectors of {counted(model.vectors, 'text')} by {model.model}, {model.first[:10]} … {model.last[:10]}"
        )


@store.command()
def prune(
    weights: _Weights = "",
    older_than: Annotated[int | None, typer.Option(min=0, help="Only replies made more than so many days ago.")] = None,
    unknown: Annotated[
        bool, typer.Option("--unknown", help="Only replies of weights that no record here names any more.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and keep it.")] = False,
) -> None:
    """Forget replies and the vectors of their texts; what is asked for again is made again.

    With --older-than alone, vectors of that age go as well whose texts are nobody's reply.
    """
    if not weights and older_than is None and not unknown:
        raise SourceError("say which replies: --weights, --older-than or --unknown")
    # Moments are kept to the second: what was made in this very second is not older than now, and is meant by 0 days.
    before = datetime.now(UTC) - timedelta(days=older_than) if older_than else None
    with _opened() as kept:
        chosen = [h.weights for h in kept.holdings() if h.weights.startswith(_prefix(weights))]
        if unknown:
            names = _names()
            chosen = [digest for digest in chosen if digest not in names]
        gone = kept.forget(chosen, before=before, vectors=not weights and not unknown, dry_run=dry_run)
    told = counted(gone.replies, "reply", "replies") + (
        f" and {counted(gone.vectors, 'vector')}" if gone.vectors else ""
    )
    done = "would be" if dry_run else plural(gone.replies + gone.vectors, "was", "were")
    typer.echo(f"{told} {done} forgotten")


@store.command()
def export(weights: _Weights = "") -> None:
    """Print replies as JSONL: key, weights, text, finish, tokens, created, engine."""
    with _opened() as kept:
        for row in kept.rows(_prefix(weights)):
            sys.stdout.write(json.dumps(row) + "\n")


def _prefix(weights: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{0,64}", weights):
        raise SourceError(f"--weights takes the hexadecimal digits of a digest, not {weights[:40]!r}")
    return weights


def _opened() -> ReplyStore:
    from harness.reply_store import ReplyStore
    from harness.settings import load_settings, require_root

    root = require_root()
    file = root / load_settings(root).store
    if not file.is_file():
        raise SourceError("there is no reply store yet: the first run makes it", file=file)
    return ReplyStore(file, keep_damaged=True)


def _names() -> dict[str, list[str]]:
    """By which names the records here know weights."""
    from harness.record import read_record
    from harness.settings import load_settings, require_root

    root = require_root()
    names: dict[str, dict[str, None]] = {}
    for file in sorted((root / load_settings(root).records).glob("*/record.json")):
        try:
            record = read_record(file)
        except (SourceError, OSError):
            continue
        for arm in (record.candidate, record.production, record.base, record.anchor):
            if arm is not None:
                names.setdefault(arm.digest, {})[arm.name] = None
    return {digest: list(found) for digest, found in names.items()}
