"""The reply store: keyed by everything that can change a reply, safe against what breaks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from harness.deployment import Sampling
from harness.replies import EngineIdentity, Reply, ReplyStore, Request, StoreError, missing, reply_key

ENGINE = EngineIdentity(name="transformers", version="5", dtype="float32", device="cpu")
GIVEN = {"weights": "w", "prompt": "p", "special_tokens": False, "sampling": Sampling(), "engine": ENGINE}


@pytest.mark.parametrize(
    "change",
    [
        {"weights": "other"},
        {"prompt": "q"},
        {"special_tokens": True},
        {"sampling": Sampling(max_new_tokens=7)},
        {"engine": EngineIdentity(name="vllm", version="5", dtype="float32", device="cpu")},
        {"engine": EngineIdentity(name="transformers", version="6", dtype="float32", device="cpu")},
        {"engine": EngineIdentity(name="transformers", version="5", dtype="bfloat16", device="cpu")},
        {"engine": EngineIdentity(name="transformers", version="5", dtype="float32", device="cuda")},
    ],
)
def test_the_key_changes_with_everything_that_can_change_a_reply(change: dict[str, object]) -> None:
    assert reply_key(**{**GIVEN, **change}) != reply_key(**GIVEN)
    assert reply_key(**GIVEN) == reply_key(**GIVEN)


def test_what_was_put_is_there_after_reopening(tmp_path: Path) -> None:
    with ReplyStore(tmp_path / "s/r.sqlite") as store:
        store.put("w", [("k1", Reply(text="Да\n", finish="stop", tokens=2))])
    with ReplyStore(tmp_path / "s/r.sqlite") as store:
        assert store.get(["k1", "k2"]) == {"k1": Reply(text="Да\n", finish="stop", tokens=2)}


def test_a_reply_is_never_overwritten(tmp_path: Path) -> None:
    with ReplyStore(tmp_path / "r.sqlite") as store:
        store.put("w", [("k", Reply(text="first", finish="stop", tokens=1))])
        store.put("w", [("k", Reply(text="second", finish="stop", tokens=1))])
        assert store.get(["k"])["k"].text == "first"


def test_lone_surrogates_become_text(tmp_path: Path) -> None:
    with ReplyStore(tmp_path / "r.sqlite") as store:
        store.put("w", [("k", Reply(text="a\ud800b", finish="stop", tokens=1))])
        assert store.get(["k"])["k"].text == "a?b"


def test_thousands_of_keys_are_looked_up(tmp_path: Path) -> None:
    with ReplyStore(tmp_path / "r.sqlite") as store:
        store.put("w", [(f"k{i}", Reply(text=str(i), finish="stop", tokens=1)) for i in range(2500)])
        assert len(store.get([f"k{i}" for i in range(3000)])) == 2500


def test_a_file_that_is_no_store_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").write_text("this is no database, and long enough to be looked at as one" * 50)
    with pytest.raises(StoreError, match="Move it away"):
        ReplyStore(tmp_path / "r.sqlite")


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    """SQLite's page limit stands in for the disk's end: the write fails whole, earlier replies stay."""
    with ReplyStore(tmp_path / "r.sqlite") as store:
        store.put("w", [("k", Reply(text="kept", finish="stop", tokens=1))])
        pages = store._db.execute("pragma page_count").fetchone()[0]
        store._db.execute(f"pragma max_page_count={pages}")
        with pytest.raises(StoreError, match="safe"):
            store.put("w", [("big", Reply(text="x" * 100_000, finish="stop", tokens=1))])
        assert set(store.get(["k", "big"])) == {"k"}
    assert sqlite3.connect(tmp_path / "r.sqlite").execute("select count(*) from replies").fetchone() == (1,)


def test_the_plan_asks_each_missing_key_once() -> None:
    requests = [Request(key=k, prompt=k, special_tokens=False, sampling=Sampling()) for k in ("a", "b", "a", "c")]
    assert [r.key for r in missing(requests, {"b"})] == ["a", "c"]


def test_a_measurement_is_kept_once(tmp_path: Path) -> None:
    with ReplyStore(tmp_path / "r.sqlite") as store:
        assert store.measured("k") is None
        store.keep_measured("k", {"kl": [[0.1, 3]]})
        store.keep_measured("k", {"kl": []})
    with ReplyStore(tmp_path / "r.sqlite") as store:
        assert store.measured("k") == {"kl": [[0.1, 3]]}


def test_a_store_from_before_measurements_goes_on(tmp_path: Path) -> None:
    with ReplyStore(tmp_path / "r.sqlite") as store:
        store.put("w", [("k", Reply(text="kept", finish="stop", tokens=1))])
    with sqlite3.connect(tmp_path / "r.sqlite") as db:
        db.execute("drop table measures")
    with ReplyStore(tmp_path / "r.sqlite") as store:
        store.keep_measured("m", 1)
        assert store.measured("m") == 1
        assert store.get(["k"])["k"].text == "kept"
