"""Releasing, promoting and rolling back, on real files."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from small_project import Project

from harness.manifest import IntegrityError, sha256_file
from harness.record_notes import Change
from harness.releases import Refused, make_release, parse_version, promote, releases, rollback
from harness.releases.journal import Promote, Release
from harness.source import SourceError


@pytest.fixture
def line(project: Project) -> Project:
    """1.0.0, 1.1.0 and 1.2.0 went into production one after the other."""
    for version, name in (("1.0.0", "ckpt-1"), ("1.1.0", "ckpt-2"), ("1.2.0", "ckpt-3")):
        project.ship(version, name)
    return project


def test_a_passing_record_of_these_bytes_releases_them(project: Project) -> None:
    """One step: the version exists and is in production; the journal holds what it rests on."""
    record = project.evaluate()
    done = project.release("1.0.0")
    assert (done.release.title, done.release.in_production, done.before) == ("support@1.0.0", True, None)
    release, move = (e.event for e in project.journal.read())
    now = project.candidate()
    assert isinstance(release, Release)
    assert isinstance(move, Promote)
    assert (release.record, release.decision, release.digest, release.manifest_digest, release.path) == (
        record,
        "PASS",
        now.digest,
        now.manifest_digest,
        "runs/support/ckpt-3",
    )
    assert release.record_digest == sha256_file(project.records / record / "record.json")
    assert release.deployment == now.deployment
    assert release.files == now.files
    assert release.suites == {s["name"]: s["digest"] for s in project.record()["suites"]}
    assert (move.from_version, move.to_version) == (None, "1.0.0")


def test_the_journal_holds_nothing_about_the_person_or_the_machine(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No user, no host, no folder above the project."""
    monkeypatch.setenv("USER", "somebody-by-name")
    project.evaluate()
    project.release("1.0.0")
    content = project.journal.file.read_text()
    assert "somebody-by-name" not in content
    assert str(project.root) not in content


def test_a_version_is_never_given_twice(line: Project) -> None:
    """Not for the same bytes and not for others; the next free one is named."""
    line.evaluate()
    with pytest.raises(Refused, match=r"never given twice; 1\.2\.1 is free"):
        line.release("1.2.0")
    line.checkpoint("ckpt-4")
    line.evaluate("ckpt-4")
    with pytest.raises(Refused, match="never given twice"):
        line.release("1.0.0", "ckpt-4")


@pytest.mark.parametrize("target", ["support", "support@prod", "support@1", "Support@1.0.0"])
def test_only_a_name_with_a_version_can_be_released(project: Project, target: str) -> None:
    """The alias prod is moved by a release, never given."""
    project.evaluate()
    with pytest.raises(SourceError):
        make_release(project.journal, target, project.candidate(), records=project.records)
    assert project.journal.read() == ()


def test_a_patch_of_an_older_line_is_released_and_said(project: Project) -> None:
    """Going back in numbers is legitimate, and never silent."""
    project.ship("2.0.0", "ckpt-1")
    done = project.ship("1.9.1", "ckpt-2")
    assert done.notices == ("1.9.1 is older than 2.0.0, the newest release of support",)
    assert [v.version for v in releases(project.journal)] == ["1.9.1", "2.0.0"]
    assert project.in_production() == "1.9.1"


def test_the_same_weights_under_a_second_version_are_said(project: Project) -> None:
    """Released again, under another number, with a notice."""
    project.ship("1.0.0", "ckpt-3")
    project.evaluate()
    assert project.release("1.0.1").notices == ("the same weights are released as support@1.0.0",)


def test_mended_expectations_are_said(project: Project) -> None:
    """A FAIL that became a PASS by another expectation is released, and never in silence."""
    project.checkpoint("ckpt-3")
    change = Change(suite="golden", id="window", what=["expectation"], since="r1", reason="a typo")
    record = project.evaluate(changes=[change])
    (notice,) = project.release("1.0.0").notices
    assert notice == f"1 case is not what it was in an earlier record: summary.md of record {record} lists it"


def test_a_release_kept_out_of_production_is_promoted_later(line: Project) -> None:
    """It exists, production stays; then a promotion of its own, while its baseline is still in production."""
    line.checkpoint("ckpt-4")
    line.evaluate("ckpt-4")
    done = line.release("1.3.0", "ckpt-4", production=False)
    assert (done.release.in_production, done.before, line.in_production()) == (False, None, "1.2.0")
    done = line.promote("1.3.0")
    assert (done.release.in_production, done.before, line.in_production()) == (True, "1.2.0", "1.3.0")
    with pytest.raises(Refused, match="in production already"):
        line.promote("1.3.0")


def test_a_promotion_after_production_moved_is_refused(line: Project) -> None:
    """1.3.0 was compared with 1.2.0; against 1.4.0 nobody has compared it."""
    for name in ("ckpt-4", "ckpt-5"):
        line.checkpoint(name)
        line.evaluate(name)
    line.release("1.3.0", "ckpt-4", production=False)
    line.release("1.4.0", "ckpt-5")
    with pytest.raises(Refused, match=r"compared with support@1\.2\.0, and support@1\.4\.0 is in production"):
        line.promote("1.3.0")
    line.rollback()
    assert line.promote("1.3.0").release.in_production


def test_a_first_release_kept_back_cannot_pass_one_that_came_after_it(project: Project) -> None:
    """1.0.0 was compared with nothing; once 1.1.0 is in production that is not enough, and alone it was."""
    project.evaluate()
    project.release("1.0.0", production=False)
    project.checkpoint("ckpt-4")
    project.evaluate("ckpt-4")
    project.release("1.1.0", "ckpt-4", production=False)
    project.promote("1.1.0")
    with pytest.raises(Refused, match=r"compared with nothing, and support@1\.1\.0 is in production"):
        project.promote("1.0.0")


def test_a_promotion_looks_at_the_files(line: Project) -> None:
    """What is promoted is what was tested."""
    line.rollback()
    line.checkpoint("ckpt-3", weights="overwritten")
    with pytest.raises(IntegrityError, match="not those that were released"):
        line.promote("1.2.0")
    with pytest.raises(SourceError, match=r"no support@7\.0\.0; released: support@1\.0\.0, support@1\.1\.0"):
        line.promote("7.0.0")
    with pytest.raises(SourceError, match=r"no release 'suport' .* did you mean support"):
        promote(line.journal, "suport@1.0.0", digest_of=line.digest)


def test_rolling_back_is_a_history_not_a_toggle(line: Project) -> None:
    """1.2.0 → 1.1.0 → 1.0.0, and there it ends."""
    done = line.rollback(reason="refunds answered wrongly")
    assert (done.release.version, done.before, line.in_production()) == ("1.1.0", "1.2.0", "1.1.0")
    assert done.entries[0].event.reason == "refunds answered wrongly"
    assert line.rollback().release.version == "1.0.0"
    with pytest.raises(Refused, match=r"support@1\.0\.0 is the first in production: there is nothing to go back to"):
        line.rollback()
    assert line.in_production() == "1.0.0"


def test_rolling_back_further_at_once(line: Project) -> None:
    """--to names any version that was in production before, and nothing else."""
    with pytest.raises(Refused, match=r"1\.2\.0 is in production already"):
        line.rollback(to="1.2.0")
    with pytest.raises(Refused, match=r"was not in production before 1\.2\.0; what was: 1\.1\.0, 1\.0\.0"):
        line.rollback(to="3.0.0")
    with pytest.raises(SourceError, match="not a version"):
        line.rollback(to="yesterday")
    line.ship("1.3.0", "ckpt-9")
    line.rollback()
    with pytest.raises(Refused, match=r"`ckptgate promote support@1\.3\.0` puts it there"):
        line.rollback(to="1.3.0")
    assert line.rollback(to="1.0.0").release.version == "1.0.0"
    with pytest.raises(Refused, match="nothing to go back to"):
        line.rollback()


def test_what_was_rolled_back_can_be_promoted_again(line: Project) -> None:
    """It stays released; its evidence was against the version that is in production again."""
    line.rollback()
    assert line.promote("1.2.0").before == "1.1.0"
    assert line.rollback().release.version == "1.1.0"


def test_a_release_after_a_rollback_goes_on_from_there(line: Project) -> None:
    """The version rolled back from is not on the way back."""
    line.rollback()
    line.ship("1.3.0", "ckpt-4")
    assert line.rollback().release.version == "1.1.0"


def test_an_unknown_name_lists_what_exists(line: Project) -> None:
    """With a guess at what was meant."""
    with pytest.raises(SourceError, match=r"no release 'suport' \(there is: support\); did you mean support\?"):
        rollback(line.journal, "suport", digest_of=line.digest)


def test_rollback_of_nothing_says_so(project: Project) -> None:
    """No release, and a release that never was in production."""
    with pytest.raises(SourceError, match="nothing is released yet"):
        project.rollback()
    project.evaluate()
    project.release("1.0.0", production=False)
    with pytest.raises(Refused, match="nothing of support is in production"):
        project.rollback()


def test_rollback_to_a_missing_or_changed_checkpoint_is_refused_and_names_a_way_out(line: Project) -> None:
    """Production stays; the next one back is offered, and works."""
    line.checkpoint("ckpt-2", weights="overwritten")
    with pytest.raises(IntegrityError, match=r"files of runs/support/ckpt-2 are not those.*--to 1\.0\.0"):
        line.rollback()
    shutil.rmtree(line.root / "runs/support/ckpt-2")
    with pytest.raises(IntegrityError, match=r"runs/support/ckpt-2 is gone\. Restore .* back with --to 1\.0\.0"):
        line.rollback()
    assert line.in_production() == "1.2.0"
    assert line.rollback(to="1.0.0").release.version == "1.0.0"


def test_a_folder_that_cannot_be_digested_is_an_integrity_error(line: Project) -> None:
    """The reason of the one who computes the digest is passed on."""

    def unreadable(folder: Path) -> str:
        raise SourceError("its base is missing", file=folder)

    with pytest.raises(IntegrityError, match=r"can't be read .*its base is missing"):
        rollback(line.journal, "support", digest_of=unreadable)


def test_the_project_can_be_moved(line: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Paths in the journal are relative to the root."""
    moved = tmp_path_factory.mktemp("elsewhere") / "project"
    shutil.move(line.root, moved)
    assert Project(moved).rollback().release.path == "runs/support/ckpt-2"


def test_a_checkpoint_outside_the_project_keeps_its_whole_path(project: Project, tmp_path_factory: Any) -> None:
    """There is nothing that it could be relative to."""
    project.evaluate()
    outside = tmp_path_factory.mktemp("disk") / "ckpt"
    shutil.copytree(project.root / "runs/support/ckpt-3", outside)
    candidate = replace(project.candidate(), path=str(outside))
    made = make_release(project.journal, "support@1.0.0", candidate, records=project.records)
    assert made.release.path == outside.as_posix()


def test_names_do_not_touch_each_other(project: Project) -> None:
    """Two products, one journal: each its own production and way back."""
    project.evaluate()
    make_release(project.journal, "sales@1.0.0", project.candidate(), records=project.records)
    project.release("1.0.0")
    project.ship("1.1.0", "ckpt-4")
    project.rollback()
    assert {v.title for v in releases(project.journal) if v.in_production} == {"sales@1.0.0", "support@1.0.0"}


def _race(root: Path, name: str, start: Any, told: Any) -> None:
    project = Project(root)
    start.wait()
    try:
        told.put(project.release("1.0.0", name).release.path)
    except Refused as e:
        told.put(f"refused: {e}")


def test_of_two_releases_of_one_version_at_once_exactly_one_wins(project: Project) -> None:
    """Four processes, each with a checkpoint and a passing record of its own."""
    names = [f"ckpt-{i}" for i in range(4)]
    for name in names:
        project.checkpoint(name)
        project.evaluate(name)
    context = multiprocessing.get_context("spawn")
    start, told = context.Barrier(len(names)), context.Queue()
    racers = [context.Process(target=_race, args=(project.root, name, start, told)) for name in names]
    for racer in racers:
        racer.start()
    answers = [told.get(timeout=60) for _ in racers]
    for racer in racers:
        racer.join()
    won = [a for a in answers if not a.startswith("refused")]
    assert len(won) == 1
    assert all("never given twice" in a for a in answers if a not in won)
    (view,) = releases(project.journal)
    assert view.path == won[0]


def test_production_that_moves_while_a_rollback_hashes_is_not_overrun(line: Project) -> None:
    """Another rollback comes in between: this one is refused, not applied to a state it never saw."""

    def slow(folder: Path) -> str:
        rollback(line.journal, "support", digest_of=line.digest)
        return line.digest(folder)

    with pytest.raises(Refused, match="production has moved while this was looked at"):
        rollback(line.journal, "support", digest_of=slow)
    assert line.in_production() == "1.1.0"


class AgainstAModel(RuleBasedStateMachine):
    """Any sequence of steps agrees with the simplest description: a list of what was in production, last is now."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.project = Project(Path(self.folder.name))
        self.project.checkpoint()
        self.baseline: dict[str, str | None] = {}
        self.way: list[str] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    versions = st.builds("{}.{}.0".format, st.integers(1, 2), st.integers(0, 1))

    @rule(version=versions, production=st.booleans())
    def release(self, version: str, production: bool) -> None:
        name = f"ckpt-{version}"
        self.project.checkpoint(name)
        self.project.evaluate(name)
        if version in self.baseline:
            with pytest.raises(Refused, match="never given twice"):
                self.project.release(version, name, production=production)
            return
        self.project.release(version, name, production=production)
        self.baseline[version] = self.way[-1] if self.way else None
        self.way += [version] if production else []

    @rule(version=versions)
    def promote(self, version: str) -> None:
        now = self.way[-1] if self.way else None
        if version not in self.baseline:
            with pytest.raises(SourceError):
                self.project.promote(version)
        elif version == now or self.baseline[version] != now:
            with pytest.raises(Refused):
                self.project.promote(version)
        else:
            self.project.promote(version)
            self.way.append(version)

    @precondition(lambda self: self.baseline)
    @rule(to=st.none() | versions)
    def rollback(self, to: str | None) -> None:
        goal = to or (self.way[-2] if len(self.way) > 1 else None)
        if goal is None or goal not in self.way[:-1] or goal == self.way[-1]:
            with pytest.raises(Refused):
                self.project.rollback(to=to)
            return
        self.project.rollback(to=to)
        while self.way.pop() and self.way[-1] != goal:
            pass

    @rule()
    def look(self) -> None:
        views = releases(self.project.journal)
        assert [v.version for v in views] == sorted(self.baseline, key=parse_version)
        assert [v.version for v in views if v.in_production] == self.way[-1:]
        assert [v.version for v in views if v.next_back] == self.way[-2:-1]


# Steps flush to the disk: on a busy machine their time says nothing about the code.
AgainstAModel.TestCase.settings = settings(
    max_examples=80, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
test_any_sequence_of_steps_agrees_with_a_simple_model = AgainstAModel.TestCase
