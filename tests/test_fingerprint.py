"""Training text as hashes: cases are found in it where the data are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.fingerprint import FINGERPRINT, make_fingerprint, read_fingerprint
from harness.source import SourceError

LONG = "Покупательница прошлой зимой купила два фонаря, потеряла чек и теперь хочет вернуть один из них в Риге."
TEXTS = [
    LONG,
    "How do I reach you by phone?",
    "Hi.",
    *(f"Order number {i} was sent to the town {i * 7}." for i in range(500)),
]


def test_texts_are_found_whole_embedded_and_edited_and_others_are_not(tmp_path: Path) -> None:
    make_fingerprint(TEXTS, tmp_path)
    told = read_fingerprint(tmp_path)

    assert told is not None
    assert told.share(LONG.upper().replace(",", "")) == 1
    assert told.share("how do i reach you by PHONE") == 1
    inner = " ".join(LONG.split()[2:])
    assert told.share(inner) == 1
    assert (told.share(LONG.replace("Риге", "Осло")) or 0) > 0.5
    assert (told.share("Где и в какие дни можно забрать мой большой заказ на новые стулья?") or 0) < 0.1
    assert told.share("Hi there") is None


def test_the_same_texts_give_the_same_bytes_and_nothing_readable(tmp_path: Path) -> None:
    one = make_fingerprint(TEXTS, tmp_path).read_bytes()
    other = make_fingerprint(reversed(TEXTS), tmp_path).read_bytes()

    assert one == other
    assert "фонаря".encode() not in one
    assert len(one) < 10_000


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[1:], lambda b: b"", lambda b: b.replace(b"bits", b"bots")]
)
def test_a_damaged_file_is_said_and_not_read(tmp_path: Path, spoil: object) -> None:
    file = make_fingerprint(TEXTS, tmp_path)
    assert callable(spoil)
    file.write_bytes(spoil(file.read_bytes()))

    with pytest.raises(SourceError, match="not a fingerprint"):
        read_fingerprint(tmp_path)


def test_a_checkpoint_without_one_has_none(tmp_path: Path) -> None:
    assert read_fingerprint(tmp_path) is None


@given(st.lists(st.text(max_size=80), max_size=8), st.text(max_size=80))
def test_what_was_put_in_is_always_found(texts: list[str], other: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        make_fingerprint([*texts, other], Path(folder))
        told = read_fingerprint(Path(folder))
        assert told is not None
        assert told.share(other) in (None, 1)
        assert (Path(folder) / FINGERPRINT).is_file()
