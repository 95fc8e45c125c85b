"""The reply store: keyed by everything that can change a reply, safe against what breaks."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harness.deployment import Sampling
from harness.replies import EngineIdentity, Reply, Request, missing, reply_key
from harness.reply_store import ReplyStore, StoreError

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


def damaged_at(file: Path, where: float) -> None:
    """Overwrite a few hundred bytes in the middle of a store."""
    with sqlite3.connect(file) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    db.close()
    data = bytearray(file.read_bytes())
    at = int(where * len(data))
    data[at : at + 600] = b"\xff" * 600
    file.write_bytes(data)


@pytest.mark.parametrize("where", [0.0, 0.4])
def test_a_damaged_file_is_set_aside_and_a_new_one_begins(tmp_path: Path, where: float) -> None:
    """Never emptied: what can still be read of it is there for whoever wants to."""
    file = tmp_path / "r.sqlite"
    with ReplyStore(file) as store:
        store.put("w", [(f"k{i}", Reply(text="x" * 200, finish="stop", tokens=1)) for i in range(200)])
    damaged_at(file, where)
    before = file.read_bytes()
    with ReplyStore(file) as store:
        assert store.aside is not None
        assert store.aside.name.startswith("r.sqlite.damaged-")
        assert store.aside.read_bytes() == before
        assert store.get(["k1"]) == {}
        store.put("w", [("new", Reply(text="kept", finish="stop", tokens=1))])
    with ReplyStore(file) as store:
        assert store.aside is None
        assert set(store.get(["new"])) == {"new"}


def test_a_text_file_is_no_store_and_set_aside(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").write_text("this is no database, and long enough to be looked at as one" * 50)
    with ReplyStore(tmp_path / "r.sqlite") as store:
        assert store.aside is not None
        assert store.aside.read_text().startswith("this is no database")


def test_damage_that_shows_only_when_read_is_set_aside_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a file too large to be looked through at the start."""
    file = tmp_path / "r.sqlite"
    with ReplyStore(file) as store:
        store.put("w", [(f"k{i}", Reply(text="x" * 200, finish="stop", tokens=1)) for i in range(2000)])
    damaged_at(file, 0.5)
    monkeypatch.setattr("harness.reply_store._LOOKED_THROUGH", 0)
    store = ReplyStore(file)
    with pytest.raises(StoreError, match=r"was damaged .* set aside as r\.sqlite\.damaged-.*: run again"):
        store.get([f"k{i}" for i in range(2000)])
    assert not file.exists()


def test_a_file_that_can_not_be_opened_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "r.sqlite").mkdir()
    with pytest.raises(StoreError, match="can't be opened"):
        ReplyStore(tmp_path / "r.sqlite")
    assert (tmp_path / "r.sqlite").is_dir()


def test_what_it_holds_is_told_exported_and_forgotten(tmp_path: Path) -> None:
    with ReplyStore(tmp_path / "r.sqlite") as store:
        store.put("aa", [(f"k{i}", Reply(text=f"Да {i}", finish="stop", tokens=2)) for i in range(3)])
        store.put("ab", [("k9", Reply(text="x", finish="length", tokens=1))])
        store.put("ab", [("k8", Reply(text="y", finish="stop", tokens=1))], ENGINE)
        store.put("ab", [("k7", Reply(text="z", finish="stop", tokens=1))], replace(ENGINE, dtype="bfloat16"))
        assert [(h.weights, h.replies) for h in store.holdings()] == [("aa", 3), ("ab", 3)]
        invariance = {
            json.loads(e)["dtype"]: json.loads(e).get("batch_invariance") for e in store.holdings()[1].engines
        }
        assert invariance == {"float32": None, "bfloat16": "not promised"}
        assert [row["key"] for row in store.rows("ab")] == ["k7", "k8", "k9"]
        assert [row["text"] for row in store.rows()] == ["Да 0", "Да 1", "Да 2", "z", "y", "x"]
        assert store.forget(["aa"], dry_run=True).replies == 3
        assert store.forget(["aa"], before=datetime(2020, 1, 1, tzinfo=UTC)) == (0, 0)
        assert store.forget(["aa"]).replies == 3
        assert [h.weights for h in store.holdings()] == ["ab"]


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
        db.execute("drop table engines")
        db.execute("alter table replies drop column engine")
    with ReplyStore(tmp_path / "r.sqlite") as store:
        store.keep_measured("m", 1)
        assert store.measured("m") == 1
        assert store.get(["k"])["k"].text == "kept"
        store.put("w", [("l", Reply(text="new", finish="stop", tokens=1))], ENGINE)
        assert len(store.holdings()[0].engines) == 1


def test_vectors_go_with_the_last_reply_of_their_text(tmp_path: Path) -> None:
    """A text that another model said, too, keeps its vector, and so does one that nobody's reply is."""
    with ReplyStore(tmp_path / "s") as store:
        alone, both = (Reply(text=text, finish="stop", tokens=1) for text in ("only aa", "both"))
        store.put("aa", [("1", alone), ("2", both)])
        store.put("bb", [("3", both)])
        for text in ("only aa", "both", "the answer"):
            store.keep_vector(f"key of {text}", [1.0], model="encoder", text=text)
        (held,) = store.vectors()
        assert (held.model, held.vectors) == ("encoder", 3)
        assert store.forget(["aa"], dry_run=True) == (2, 1)
        assert store.forget(["aa"]) == (2, 1)
        assert store.vector("key of only aa") is None
        assert store.vector("key of both") == [1.0]
        assert store.forget(["bb"], before=datetime(2020, 1, 1, tzinfo=UTC), vectors=True) == (0, 0)
        assert store.forget([], vectors=True) == (0, 2)
        assert store.vectors() == []
