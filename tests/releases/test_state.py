"""Finding releases by what people call them, and journals that contradict themselves."""

from __future__ import annotations

import pytest
from small_project import Project

from harness.manifest import IntegrityError
from harness.releases import find, production, releases
from harness.releases.journal import Event, Promote, Release, Rollback
from harness.releases.state import replay
from harness.source import SourceError


@pytest.fixture
def two(project: Project) -> Project:
    project.ship("1.0.0", "ckpt-1")
    project.ship("1.10.0", "ckpt-2")
    return project


def test_a_release_is_found_by_version_and_as_production(two: Project) -> None:
    """`support@1.0.0` and `support@prod`, with what is needed to run it again."""
    old, now = find(two.journal, "support@1.0.0"), find(two.journal, "support@prod")
    assert (old.title, old.in_production, old.next_back) == ("support@1.0.0", False, True)
    assert (now.title, now.in_production, now.next_back) == ("support@1.10.0", True, False)
    assert now == production(two.journal, "support")
    assert two.digest(two.root / now.path) == now.digest
    assert now.deployment.system == "You answer for a shop."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("support@2.0.0", r"no support@2\.0\.0; released: support@1\.0\.0, support@1\.10\.0"),
        ("supprt@prod", r"no release 'supprt' \(there is: support\); did you mean support\?"),
        ("support", "write name@version"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(two: Project, text: str, told: str) -> None:
    """An unknown version, an unknown name, a name alone."""
    with pytest.raises(SourceError, match=told):
        find(two.journal, text)


def test_nothing_in_production_is_said(project: Project) -> None:
    """No release at all, and one that was kept out of production."""
    assert production(project.journal, "support") is None
    assert releases(project.journal) == []
    with pytest.raises(SourceError, match="nothing is released yet"):
        find(project.journal, "support@prod")
    project.evaluate()
    project.release("1.0.0", production=False)
    with pytest.raises(SourceError, match=r"nothing is in production under support; released: support@1\.0\.0"):
        find(project.journal, "support@prod")


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Promote(name="support", from_version="1.10.0", to_version="9.0.0", reason=""), "names 9.0.0, never released"),
        (Promote(name="support", from_version=None, to_version="1.0.0", reason=""), "leaves None, and 1.10.0 was"),
        (Rollback(name="support", from_version="1.10.0", to_version="1.10.0", reason=""), "never in production before"),
        ("again", "gives a version a second time"),
    ],
)
def test_an_entry_that_cannot_follow_is_named(two: Project, event: Event | str, told: str) -> None:
    """A journal whose chain holds and whose story doesn't: IntegrityError with the line."""
    first = two.journal.read()[0].event
    assert isinstance(first, Release)
    two.journal.append(lambda _: [first if isinstance(event, str) else event])
    with pytest.raises(IntegrityError, match=rf"line 5 can't follow.*{told}"):
        replay(two.journal.read())
    with pytest.raises(IntegrityError):
        two.rollback()
