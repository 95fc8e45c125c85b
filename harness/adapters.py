"""How each product stands: its adapter on its base, what is in production, what was decided last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from harness.checkpoint import Checkpoint, UnknownModel, resolve_checkpoint
from harness.manifest import IntegrityError
from harness.products import Product
from harness.records import newest_record
from harness.releases.journal import Journal
from harness.releases.state import State, replay
from harness.report.text import one_line
from harness.resolving import resolve_product
from harness.settings import Settings
from harness.source import SourceError

__all__ = ["Standing", "render", "standings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One product as it stands now; digests are those of weights, None where the files are not there or not sound."""

    name: str
    purpose: str
    suites: tuple[str, ...] | None
    base: str
    base_digest: str | None
    adapter: str
    kind: str
    """`lora r16`; empty for full weights, or where there is no adapter."""
    digest: str | None
    production: str | None
    """The version in production under the product's name."""
    production_digest: str | None
    record: str | None
    """The newest record of exactly these weights, as this product or through all suites."""
    decision: str | None
    problem: str
    """What is wrong, and the mend; empty where nothing is."""
    integrity: bool
    """Whether what is wrong is that files are not those that somebody vouches for."""

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        return asdict(self)


def standings(root: Path, settings: Settings) -> list[Standing]:
    """Every product, in the order of the settings.

    Raises:
        IntegrityError: the journal of releases is damaged.
    """
    state = replay(Journal(root=root, folder=settings.releases).read())
    return [_standing(product, state, root, settings) for product in settings.adapters]


def _standing(product: Product, state: State, root: Path, settings: Settings) -> Standing:
    adapter: Checkpoint | None = None
    problem, integrity = "", False
    try:
        adapter = resolve_product(product, root, settings)
    except IntegrityError as e:
        problem, integrity = str(e), True
    except (SourceError, UnknownModel) as e:
        problem = str(e)
    current = state.current(product.name)
    found = adapter and newest_record(
        root / settings.records, adapter.digest, lambda r: r.product is None or r.product.name == product.name
    )
    return Standing(
        name=product.name,
        purpose=product.purpose,
        suites=product.suites,
        base=product.base,
        base_digest=_digest(product.base, root, settings),
        adapter=product.adapter,
        kind=adapter.kind if adapter else "",
        digest=adapter.digest if adapter else None,
        production=current.version if current else None,
        production_digest=current.digest if current else None,
        record=found.id if found else None,
        decision=found.decision if found else None,
        problem=problem,
        integrity=integrity,
    )


def _digest(base: str, root: Path, settings: Settings) -> str | None:
    try:
        return resolve_checkpoint(base, runs=root / settings.runs, root=root).digest
    except (SourceError, UnknownModel, IntegrityError):
        return None  # the product's own problem says it


def render(found: Sequence[Standing]) -> Table | Text:
    """A row a product, for a terminal; texts of others are printed, never read as markup."""
    if not found:
        return Text("No product yet: a table [[tool.ckptgate.adapters]] in pyproject.toml makes one (docs/adapters.md)")
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    wrong = any(one.problem for one in found)
    for title in ("Product", "Purpose", "Base", "Adapter", "In production", "Latest record"):
        table.add_column(title, overflow="fold", no_wrap=title == "Product")
    if wrong:
        table.add_column("What is wrong", overflow="fold", ratio=1)
    for one in found:
        cells = [one.name, one.purpose, _named(one.base, one.base_digest), _adapter(one), _production(one)]
        cells.append(f"{one.decision} {one.record}" if one.record else "none" if one.digest else "–")
        texts = [Text(one_line(cell, 300)) for cell in cells]
        table.add_row(*texts, *([Text(one_line(one.problem, 600), style="red")] if wrong else []))
    return table


def _named(name: str, digest: str | None) -> str:
    return f"{name} {digest[:12] if digest else '(not there)'}"


def _adapter(one: Standing) -> str:
    kind = f" ({one.kind or 'full weights'})" if one.digest else ""
    return f"{one.adapter}{kind} {(one.digest or '')[:12]}".rstrip()


def _production(one: Standing) -> str:
    if one.production is None:
        return "nothing"
    same = one.digest is None or one.digest == one.production_digest
    return f"{one.name}@{one.production}" + ("" if same else ", other weights")
