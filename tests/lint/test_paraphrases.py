"""Cases that stand in the training data in other words, by what an embedding model says of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from linting import chat, told, written
from numpy.typing import NDArray

from harness.case_files import load_cases
from harness.cases import Case
from harness.lint import paraphrases
from harness.lint.contamination import Contamination
from harness.lint.lints import About, Embedding
from harness.lint.paraphrases import Nearest, Paraphrases
from harness.lint.run import lint
from harness.lint_settings import LintSettings

ABOUT = [("return", "bring back", "вернуть"), ("lamp", "lantern", "фонарь"), ("receipt", "slip", "чек"), ("parcel",)]
ASKED = "May I return the lamp if I lost the receipt?"
OTHER = "Can someone bring back a lantern without the slip?"


def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """What a text speaks of, whatever the words."""
    told = np.array([[any(w in text.lower() for w in words) for words in ABOUT] for text in texts], dtype=np.float32)
    told = np.concatenate([told, np.full((len(texts), 1), 0.01, dtype=np.float32)], axis=1)
    return np.asarray(told / np.linalg.norm(told, axis=1, keepdims=True))


def about(tmp_path: Path, *prompts: str, **settings: float) -> About:
    listed = "".join(f"- id: c{i}\n  prompt: {p!r}\n  expect: [{{max_words: 60}}]\n" for i, p in enumerate(prompts))
    (tmp_path / "cases.yaml").write_text(f"suite: own\nsplit: gate\ncases:\n{listed}", encoding="utf-8")
    cases: tuple[Case, ...] = tuple(load_cases([tmp_path / "cases.yaml"]))
    made = LintSettings.model_validate(settings)
    return About(cases=cases, settings=made, embedding=Embedding(name="models/encoder", vectors=vectors))


def test_a_question_in_other_words_is_told_with_both_texts_and_how_alike_they_are(tmp_path: Path) -> None:
    rows = [chat("Where is my parcel?", "In Riga."), chat(OTHER, "Yes."), chat("Можно вернуть фонарь, где чек?", "Да.")]

    ((finding,), unchecked) = told(Paraphrases, written(tmp_path, rows), about(tmp_path, ASKED))

    assert [where.line for where in finding.places] == [2, 3]
    assert ASKED in finding.message
    assert OTHER in finding.message
    assert "1.00 alike by models/encoder" in finding.message
    assert finding.data["pairs"][0] == {"alike": 1.0, "row": str(finding.places[0]), "asked": OTHER}
    assert not unchecked


def test_the_threshold_is_a_setting(tmp_path: Path) -> None:
    data = written(tmp_path, [chat("Can I bring back a lantern?", "Yes.")])

    assert told(Paraphrases, data, about(tmp_path, ASKED))[0]
    assert not told(Paraphrases, data, about(tmp_path, ASKED, contamination_alike=0.9))[0]


def test_what_stands_there_word_for_word_or_edited_is_told_as_a_leak_alone(tmp_path: Path) -> None:
    edited = "Tell me, " + ASKED.lower().replace("?", ", please")
    data, given = written(tmp_path, [chat(ASKED, "Yes."), chat(edited, "Yes.")]), about(tmp_path, ASKED)

    assert not told(Paraphrases, data, given)[0]
    assert [f.rule.name for f in told(Contamination, data, given)[0]] == ["contaminated-case"]


def test_with_a_model_paraphrases_are_not_guessed_by_words_as_well(tmp_path: Path) -> None:
    case = (
        "Which papers has a customer to show who brings a broken glass lantern back to the desk in Riga after Easter?"
    )
    data = written(
        tmp_path, [chat("What must be shown at the desk in Riga for a broken lantern after Easter?", "None.")]
    )
    given = about(tmp_path, case, *[f"What about thing number {i} of the list?" for i in range(30)])

    by_words = told(Contamination, data, About(cases=given.cases))[0]

    assert [f.rule.name for f in by_words] == ["paraphrased-case"]
    assert not told(Contamination, data, given)[0]


def test_a_long_question_is_known_by_one_of_its_sentences(tmp_path: Path) -> None:
    long = f"This is about a parcel. The parcel came by a courier in Riga. {ASKED}"

    ((finding,), _) = told(
        Paraphrases, written(tmp_path, [chat(OTHER, "Yes.")]), about(tmp_path, "Which parcel?", long)
    )

    assert finding.data["case"] == "c1"
    assert finding.data["pairs"][0]["alike"] == 1.0


def test_parts_are_the_whole_its_lines_and_its_sentences() -> None:
    assert Nearest.parts("One two three four. Five.\nSix seven eight nine") == [
        "One two three four. Five.\nSix seven eight nine",
        "One two three four.",
        "Six seven eight nine",
    ]


@pytest.mark.parametrize("batch", [1, 2, 1_024])
def test_batches_change_nothing_and_vectors_of_cases_are_made_once(
    tmp_path: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paraphrases, "_BATCH", batch)
    asked: list[str] = []

    def counting(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return vectors(texts)

    data = written(tmp_path, [chat(OTHER, "Yes.")] * 3 + [chat("Where is my parcel?", "In Riga.")])
    given = about(tmp_path, ASKED)
    ((finding,), _) = told(
        Paraphrases, data, About(cases=given.cases, embedding=Embedding(name="it", vectors=counting))
    )

    assert finding.flagged == 3
    assert asked.count(ASKED) == 1


def test_a_run_says_what_paraphrases_were_sought_by(tmp_path: Path) -> None:
    data, given = written(tmp_path, [chat(OTHER, "Yes.")]), about(tmp_path, ASKED)

    assert lint([data], given).paraphrases_by == "models/encoder"
    assert lint([data], About(cases=given.cases)).paraphrases_by == "words"
    assert lint([data], About()).paraphrases_by == ""


def test_a_rule_that_is_off_asks_no_model(tmp_path: Path) -> None:
    def never(texts: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError(texts)

    given = About(
        cases=about(tmp_path, ASKED).cases,
        settings=LintSettings(severity={"paraphrased-case": "off"}),
        embedding=Embedding(name="it", vectors=never),
    )
    assert "paraphrased-case" not in lint([written(tmp_path, [chat(OTHER, "Yes.")])], given).counts
