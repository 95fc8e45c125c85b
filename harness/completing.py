"""What a shell offers behind a half typed word: names of this project. An error offers nothing, and says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["cases_here", "checks_here", "either", "models_here", "products_here", "releases_here"]


def models_here(incomplete: str) -> list[str]:
    """What `--model` may name: checkpoints under `runs/`, and releases."""
    return _offered(lambda: [*_checkpoints(), *_releases()], incomplete)


def releases_here(incomplete: str) -> list[str]:
    """Releases, `support@1.0.0`."""
    return _offered(_releases, incomplete)


def products_here(incomplete: str) -> list[str]:
    """The names of what was released, without versions."""
    return _offered(lambda: (title.partition("@")[0] for title in _releases()), incomplete)


def checks_here(incomplete: str) -> list[str]:
    """Checks, those of the folder's `conftest.py` too."""
    return _offered(_checks, incomplete)


def cases_here(incomplete: str) -> list[str]:
    """Cases, `golden/return-window`."""
    return _offered(_cases, incomplete)


def either(*words: str) -> Callable[[str], list[str]]:
    """A few fixed words."""
    return lambda incomplete: [word for word in words if word.startswith(incomplete)]


def _offered(names: Callable[[], Iterable[str]], incomplete: str) -> list[str]:
    with suppress(Exception, SystemExit):  # a traceback would be written into the line that a person is typing
        return [name for name in dict.fromkeys(names()) if name.startswith(incomplete)]
    return []


def _checkpoints() -> Iterator[str]:
    from harness.checkpoint import known_checkpoints
    from harness.settings import load_settings, require_root

    root = require_root()
    yield from known_checkpoints(root / load_settings(root).runs)


def _releases() -> Iterator[str]:
    from harness.releases.journal import Journal
    from harness.releases.state import releases
    from harness.settings import load_settings, require_root

    root = require_root()
    yield from (view.title for view in releases(Journal(root=root, folder=load_settings(root).releases)))


def _checks() -> Iterator[str]:
    from harness.checks import registered
    from harness.own_checks import load_own_checks

    load_own_checks(Path())
    yield from (check.name for check in registered())


def _cases() -> Iterator[str]:
    from harness.case_names import every_case
    from harness.settings import load_settings, require_root

    root = require_root()
    yield from (f"{case.suite}/{case.id}" for case in every_case(root, load_settings(root)))
