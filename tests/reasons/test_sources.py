"""Every sentence of a check, a note and an error that a reviewer meets has its Russian: read from the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

import harness
from harness.reasons import _answers, _forms, _ifeval, _json, _notes, _policy, _troubles, note_in, reason_in

from .sources import Told, sayings

HARNESS = Path(harness.__file__).parent
CHECKS = sorted((HARNESS / "checks").glob("*.py"))
REASONS = Told(
    (_answers, _forms, _ifeval, _json, _policy), lambda text: reason_in("ru", text), names=[*_forms.LANGUAGES]
)
NOTES = Told((_notes, _troubles), lambda text: note_in("ru", text))

MADE_OF = {"Verdict": 1, "Doubt": 0, "OtherRole": 0, "Hit": 1, "Found": 1, "Secret": 0, "_error": 0}
TROUBLES = {"EngineError": 0, "Refused": 0, "StoreError": 0, "NotAtHand": 0}


def reasons_of(file: Path) -> dict[str, int]:
    """The instructions of IFEval give their reasons back."""
    of_ifeval = file.name == "ifeval.py"
    return sayings(file, MADE_OF, lambda name: of_ifeval and name.startswith("_") and name not in ("_name", "_alike"))


@pytest.mark.parametrize("file", CHECKS, ids=lambda file: file.stem)
def test_what_a_check_can_say_has_its_russian(file: Path) -> None:
    """Add what is listed to harness/reasons."""
    assert REASONS.lacking(file, reasons_of(file)) == []


def test_the_words_of_reasons_are_found_in_the_sources() -> None:
    """The reading above is no sieve without a bottom: it finds the sentences of direct, named and returned reasons."""
    said = {text for file in CHECKS for text in reasons_of(file)}
    assert len(said) > 150
    for words in ("heading “", "” is missing", "denied", "takes another part", "numbered item", "a bullet *"):
        assert words in said, words


NOTED = {
    "evidence.py": ("_of_gates", "_unchecked", "_relatives", "_replies", "_of_arms", "_of_the_whole", "_changed"),
    "session.py": ("add",),
    "unfinished.py": ("unfinished", "_unasked_languages", "_of_another_name"),
    "hooks.py": ("_trained",),
    "answers.py": ("_remember",),
    "forms.py": (),
    "training_data.py": ("_not_at_hand", "_by_fingerprint"),
    "engines/choice.py": (),
    "recorded.py": (),
}


@pytest.mark.parametrize("name", NOTED)
def test_the_notes_of_a_record_have_their_russian(name: str) -> None:
    file = HARNESS / name
    said = sayings(
        file, {"Choice": 1, "Forms": "missing", "_nothing": 0} | TROUBLES, lambda function: function in NOTED[name]
    )
    assert said
    assert NOTES.lacking(file, said) == []


@pytest.mark.parametrize(
    "file",
    [
        *sorted((HARNESS / "engines").glob("*.py")),
        *(HARNESS / f"{name}.py" for name in ("waves", "recorded", "reply_store", "training_cases")),
    ],
    ids=lambda file: file.stem,
)
def test_what_keeps_a_run_from_its_verdict_has_its_russian(file: Path) -> None:
    assert NOTES.lacking(file, sayings(file, TROUBLES)) == []
