"""The journal keeps what it was given, whole, or says which line it lost."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.manifest import IntegrityError
from harness.releases import Journal, JournalError
from harness.releases.journal import Entry, Promote


def note(text: str = "why", to: str = "1.0.0") -> Promote:
    return Promote(name="support", from_version=None, to_version=to, reason=text)


def add(journal: Journal, *texts: str) -> tuple[Entry, ...]:
    return journal.append(lambda _: [note(t) for t in texts])


def reasons(journal: Journal) -> list[str]:
    return [e.event.reason for e in journal.read() if isinstance(e.event, Promote)]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(root=tmp_path, timeout=5)


@pytest.fixture
def four(journal: Journal) -> Journal:
    for i in range(4):
        add(journal, f"entry {i}")
    return journal


def test_nothing_released_is_an_empty_journal_and_makes_no_file(journal: Journal) -> None:
    """Looking changes nothing on the disk."""
    assert journal.read() == ()
    assert not journal.file.parent.exists()


def test_entries_come_back_in_order_and_with_every_letter(journal: Journal) -> None:
    """What was appended is what is read, line breaks and Cyrillic included, one line an entry."""
    texts = ["первая", "line\nbreak\u2028and another\r\n", '"quoted" \\ \x00', "🐢"]
    for text in texts:
        add(journal, text)
    assert reasons(journal) == texts
    assert len(journal.file.read_bytes().splitlines()) == 4
    assert [e.seq for e in journal.read()] == [1, 2, 3, 4]


def test_each_line_carries_the_digest_of_the_line_before(four: Journal) -> None:
    """The chain can be checked with sha256sum, without this program."""
    lines = four.file.read_bytes().splitlines()
    for before, line in itertools.pairwise(lines):
        told = subprocess.run(["sha256sum"], input=before, capture_output=True, check=True).stdout.split()[0].decode()
        assert json.loads(line)["prev"] == told


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_an_edited_line_is_named(four: Journal, number: int) -> None:
    """One letter of any line, the last too: IntegrityError with that line, and no entry."""
    lines = four.file.read_bytes().splitlines(keepends=True)
    lines[number - 1] = lines[number - 1].replace(b"entry", b"Entry")
    four.file.write_bytes(b"".join(lines))
    with pytest.raises(IntegrityError, match=rf"journal\.jsonl:{number}: .*line {number} was edited"):
        four.read()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_missing_line_is_named(four: Journal, number: int) -> None:
    """Any line taken out, the last too."""
    lines = four.file.read_bytes().splitlines(keepends=True)
    del lines[number - 1]
    four.file.write_bytes(b"".join(lines))
    with pytest.raises(IntegrityError, match=rf"journal\.jsonl:{number}: .*missing"):
        four.read()


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: c[:-1],
        lambda c: c[:-20],
        lambda c: c + b"{}\n",
        lambda c: c + b"\n",
        lambda c: c + b"not json\n",
        lambda c: c + c.splitlines(keepends=True)[-1],
        lambda c: b"\xff" + c,
        lambda c: b"[" * 100_000 + b"\n" + c,
        lambda c: b"",
        lambda c: b"".join(sorted(c.splitlines(keepends=True), reverse=True)),
    ],
)
def test_any_other_damage_is_an_integrity_error(four: Journal, damage: Any) -> None:
    """Cut, added, doubled, turned round, emptied or garbled: never read in part, never written on."""
    content = damage(four.file.read_bytes())
    four.file.write_bytes(content)
    with pytest.raises(IntegrityError, match=r"journal\.jsonl:\d: "):
        four.read()
    with pytest.raises(IntegrityError):
        add(four, "one more")
    assert four.file.read_bytes() == content


def test_a_lost_journal_or_head_is_found(four: Journal) -> None:
    """Neither file can go without the other."""
    head = four.head.read_bytes()
    four.head.unlink()
    with pytest.raises(IntegrityError, match=r"journal\.head is missing"):
        four.read()
    four.head.write_bytes(b"4\n")
    with pytest.raises(IntegrityError, match=r"journal\.head: damaged"):
        four.read()
    four.head.write_bytes(head)
    four.file.unlink()
    with pytest.raises(IntegrityError, match="line 1 is missing: there were 4"):
        four.read()


def test_a_head_left_behind_by_a_crash_is_allowed_and_repaired(four: Journal) -> None:
    """A crash after the journal's rename and before the head's leaves the head one writing behind."""
    head = four.head.read_bytes()
    add(four, "five", "six")
    four.head.write_bytes(head)
    assert len(four.read()) == 6
    add(four, "seven")
    assert len(four.read()) == 7
    assert json.loads(four.head.read_bytes())["seq"] == 7


def test_what_decide_raises_passes_and_nothing_is_written(four: Journal) -> None:
    """A refusal under the lock leaves no trace, and the lock is free again."""
    before = four.file.read_bytes()

    def refuse(entries: tuple[Entry, ...]) -> list[Promote]:
        raise LookupError(len(entries))

    with pytest.raises(LookupError, match="4"):
        four.append(refuse)
    assert four.append(lambda _: []) == ()
    assert four.file.read_bytes() == before
    add(four, "after")


def test_a_held_lock_is_told_after_the_timeout(tmp_path: Path) -> None:
    """Nobody waits for ever, and the message says that nothing changed."""
    journal = Journal(root=tmp_path, timeout=0.1)
    add(journal, "first")
    lock = FileLock(journal.file.with_name("journal.lock"))
    with lock, pytest.raises(JournalError, match=r"another process.*Nothing was changed"):
        add(journal, "second")
    assert reasons(journal) == ["first"]


def test_a_link_to_the_journal_stays_a_link(tmp_path: Path) -> None:
    """The journal on a shared disk, linked into the project, is written where it lies."""
    shared = tmp_path / "shared"
    add(Journal(root=shared), "first")
    for name in ("journal.jsonl",):
        (tmp_path / "project/releases").mkdir(parents=True)
        (tmp_path / "project/releases" / name).symlink_to(shared / "releases" / name)
    add(Journal(root=tmp_path / "project"), "second")
    assert reasons(Journal(root=shared)) == ["first", "second"]


LIMITED = """
import resource, sys
from pathlib import Path
from harness.releases import Journal, JournalError
from harness.releases.journal import Promote

journal = Journal(root=Path(sys.argv[1]))
size = journal.file.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, resource.RLIM_INFINITY))
try:
    journal.append(lambda _: [Promote(name="support", from_version=None, to_version="2.0.0", reason="x" * 500)])
except JournalError as e:
    sys.exit(str(e))
"""


def test_a_disk_that_takes_only_a_part_changes_nothing(four: Journal) -> None:
    """The system takes fifty bytes of the new line and no more (a file size limit, which fails like a full disk)."""
    before = four.file.read_bytes()
    done = subprocess.run([sys.executable, "-c", LIMITED, str(four.root)], capture_output=True, text=True, check=False)
    assert "can't be written" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert four.file.read_bytes() == before
    assert {p.name for p in four.file.parent.iterdir()} <= {"journal.head", "journal.jsonl", "journal.lock"}
    add(four, "with room again")
    assert len(four.read()) == 5


@pytest.mark.parametrize("fails_at", [1, 2])
def test_a_failing_flush_is_told_as_it_is(four: Journal, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    """At the file's flush nothing has changed; at the folder's, after the rename, the entry stands, and it says so."""
    calls, real = [], os.fsync

    def fsync(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    expected = "Nothing was changed" if fails_at == 1 else "is written, but the disk did not confirm"
    with pytest.raises(JournalError, match=expected):
        add(four, "one more")
    assert len(four.read()) == 3 + fails_at


DYING = """
import os, signal, sys
from pathlib import Path
from harness.releases import Journal
from harness.releases.journal import Promote

left, real = int(sys.argv[2]), os.fsync

def fsync(descriptor):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(descriptor)

os.fsync = fsync
Journal(root=Path(sys.argv[1])).append(
    lambda _: [Promote(name="support", from_version=None, to_version="1.0.0", reason="new")] * 2
)
"""


@pytest.mark.parametrize(("at", "found"), [(1, 4), (2, 6), (3, 6), (4, 6), (5, 6)])
def test_a_writer_killed_at_each_step_has_written_all_or_nothing(four: Journal, at: int, found: int) -> None:
    """Killed before the journal's rename: the old one stands. After it, before or in the head's: the new one stands."""
    done = subprocess.run([sys.executable, "-c", DYING, str(four.root), str(at)], check=False)
    assert done.returncode == (0 if at == 5 else -signal.SIGKILL)  # four flushes: file and folder, twice
    assert len(four.read()) == found
    add(four, "after")
    assert len(four.read()) == found + 1
    assert not list(four.file.parent.glob(".*.tmp"))


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from harness.releases import Journal
    from harness.releases.journal import Promote
    journal = Journal(root=Path(sys.argv[1]))
    while True:
        journal.append(lambda _: [Promote(name="a", from_version=None, to_version="1.0.0", reason="x" * 2000)] * 2)
        print(len(journal.read()), flush=True)
""")


def test_a_writer_killed_at_any_moment_leaves_a_whole_journal(journal: Journal) -> None:
    """kill -9 while it writes, again and again: what was told as done is there, pairs are whole, no rubbish stays."""
    told = 0
    for round_ in range(12):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(journal.root)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        told = int(writer.stdout.readline())
        time.sleep(round_ * 0.0013)
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().splitlines(keepends=True)
        writer.stdout.close()
        writer.wait()
        told = int(rest[-1]) if rest and rest[-1].endswith(b"\n") else told
        found = len(journal.read())
        assert found >= told
        assert found % 2 == 0
    add(journal, "after")
    assert not list(journal.file.parent.glob(".*.tmp"))


def _add_many(root: Path, who: str) -> None:
    for i in range(10):
        add(Journal(root=root, timeout=60), f"{who} {i}")


def test_writers_side_by_side_lose_nothing_and_a_reader_sees_whole_journals(journal: Journal) -> None:
    """Four processes write while this one reads: forty entries, each writer's in its order."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_many, args=(journal.root, f"w{i}")) for i in range(4)]
    for writer in writers:
        writer.start()
    seen = [0]
    while any(writer.is_alive() for writer in writers):
        seen.append(len(journal.read()))
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert seen == sorted(seen)
    assert len(journal.read()) == 40
    for who in ("w0", "w1", "w2", "w3"):
        assert [r for r in reasons(journal) if r.startswith(who)] == [f"{who} {i}" for i in range(10)]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_change_of_bytes_goes_unnoticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Any one byte changed, put in or taken out at any place is an IntegrityError."""
    journal = Journal(root=tmp_path_factory.mktemp("j"))
    add(journal, "первая", "second")
    content = journal.file.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.binary(min_size=1, max_size=1).filter(lambda b: b[0] != content[at]))
    changed = data.draw(
        st.sampled_from(
            [
                content[:at] + byte + content[at + 1 :],
                content[:at] + byte + content[at:],
                content[:at] + content[at + 1 :],
            ]
        )
    )
    journal.file.write_bytes(changed)
    with pytest.raises(IntegrityError):
        journal.read()
