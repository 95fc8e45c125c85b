"""A gate's sentence: every number of it can be computed again from the counts, in either language, and none lies."""

from __future__ import annotations

import inspect
import json
import re
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.figures import NBSP, number, plural
from harness.gates import (
    Decision,
    Gate,
    Lang,
    Method,
    Paired,
    cases_for_floor,
    cases_for_margin,
    cases_needed,
    clopper_pearson,
    decide_floor,
    decide_musts,
    decide_paired,
    decide_slices,
    exact_cases_for_margin,
    exact_lower,
    holm,
    p_worse,
    say,
    soften,
    tango_lower,
)
from harness.gates import _english as english
from harness.gates import _russian as russian
from harness.gates._words import points, roughly
from harness.gates.decision import Comparison
from harness.gates.words import sentence

cell = st.integers(0, 60)
tables = st.builds(Paired, cell, cell, cell, cell).filter(lambda counts: counts.n > 0)
margins = st.sampled_from([0.01, 0.02, 0.025, 0.03, 0.0375, 0.1, 0.3])
languages = st.sampled_from(get_args(Lang))

_NUMBER = {
    "en": re.compile(r"\d+(?:,\d{3})+|\d+(?:\.\d+)?"),
    "ru": re.compile(rf"\d+(?:{NBSP}\d{{3}})+|\d+(?:,\d+)?"),
}


def numbers_in(sentence: str, lang: Lang) -> list[str]:
    """The numbers as they stand, made plain: without grouping, with a point."""
    found = _NUMBER[lang].findall(sentence)
    return [t.replace(",", "") if lang == "en" else t.replace(NBSP, "").replace(",", ".") for t in found]


def agree(told: str, value: float) -> bool:
    """Whether the text is the value rounded to the digits it has."""
    digits = len(told.partition(".")[2])
    return abs(float(told) - value) <= 0.5 * 10**-digits + 1e-9


def flips(counts: Paired, lang: Lang) -> list[float]:
    """What is told of the flips; in Russian none is a word."""
    told = [counts.broken, counts.fixed]
    return [counts.n, *(told if lang == "en" else [k for k in told if k])]


def significance(p: float) -> float:
    return max(0.0001, float(f"{p:.2g}"))


def recomputed(counts: Paired, margin: float, method: Method, lang: Lang, *, softened: bool) -> list[float]:
    """Every number of a comparison's sentence in order, from counts and margin."""
    exact = method != "tango"
    lower = exact_lower(counts, 0.05, margin) if exact else tango_lower(counts)
    passes = lower >= -margin if exact else lower > -margin
    p = p_worse(counts)
    fewest = (exact_cases_for_margin if exact else cases_for_margin)(margin)
    loss = [-100 * lower] if lower < 0 else []
    if not passes and softened:
        estimate = [100 * abs(counts.delta)] if counts.delta else []
        return [*flips(counts, lang), *loss, 100 * margin, *estimate]
    notice = [significance(p)] if p <= 0.05 else []
    told = [*flips(counts, lang), *notice, *loss, 100 * margin]
    if passes or p <= 0.05:
        return told
    needed = cases_needed(margin, counts.psi, method="tango")
    hint = [float(fewest)] if counts.n < fewest else []
    if needed is None:
        return [*told, *hint, 200_000, 80] if lang == "en" else [*told, *hint, 80, 200_000]
    if max(needed, fewest) > max(counts.n, fewest):
        forecast = float(f"{max(needed, fewest):.1e}")
        return [*told, *hint, forecast, 80] if lang == "en" else [*told, *hint, 80, forecast]
    if counts.n >= needed and counts.n >= fewest and counts.broken:
        return [*told, *hint, 80, *([counts.broken] if counts.broken > 1 else [])]
    return [*told, *hint]


@pytest.mark.parametrize("method", ["tango", "auto"])
@pytest.mark.parametrize("lang", ["en", "ru"])
@given(counts=tables, margin=margins, warn=st.booleans())
@settings(max_examples=35, deadline=None)
def test_every_number_of_a_comparison_follows_from_the_counts(
    method: Method, lang: Lang, counts: Paired, margin: float, warn: bool
) -> None:
    gate = decide_paired(counts, margin, method=method)
    softened = warn and soften(gate) is not gate
    told = numbers_in(say(soften(gate) if warn else gate, lang), lang)
    wanted = recomputed(counts, margin, method, lang, softened=softened)
    assert len(told) == len(wanted), (told, wanted)
    assert all(agree(text, value) for text, value in zip(told, wanted, strict=True)), (told, wanted)


@given(st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.booleans(), languages)
def test_every_number_of_a_floor_follows_from_the_counts(case: tuple[int, int], warn: bool, lang: Lang) -> None:
    passed, n = case
    gate = decide_floor(passed, n, 0.925)
    told = numbers_in(say(soften(gate) if warn else gate, lang), lang)
    wanted: list[float] = []
    if n:
        lower, upper = clopper_pearson(passed, n, 0.90)
        counts = [n] if lang == "ru" and not passed else [passed, n]
        bounds = [lower] if lower >= 0.925 else [upper] if upper < 0.925 else [lower, upper]
        in_order = [bounds[0], 0.925, *bounds[1:]] if lang == "en" or len(bounds) == 1 else [lower, 0.925, upper]
        softened = warn and soften(gate) is not gate
        fewest = cases_for_floor(0.925)
        hint = [fewest] if fewest and n < fewest and len(bounds) == 2 and not softened else []
        wanted = [*counts, 100 * passed / n, *(100 * rate for rate in in_order), *hint]
    assert len(told) == len(wanted), (told, wanted)
    assert all(agree(text, value) for text, value in zip(told, wanted, strict=True)), (told, wanted)


@given(st.lists(tables, min_size=1, max_size=8), languages)
def test_every_number_of_the_slices_follows_from_the_counts(parts: list[Paired], lang: Lang) -> None:
    slices = dict(zip("abcdefgh", parts, strict=False))
    told = numbers_in(say(decide_slices(slices), lang), lang)
    adjusted = dict(zip(slices, holm([p_worse(counts) for counts in parts]), strict=True))
    ranked = sorted(slices, key=lambda name: adjusted[name])
    lost = [name for name in ranked if adjusted[name] <= 0.05]
    if lost:
        each = [x for name in lost[:5] for x in (*flips(slices[name], lang), significance(adjusted[name]))]
        wanted = [len(lost), len(slices), *each, *([len(lost) - 5] if len(lost) > 5 else [])]
    else:
        wanted = [*([len(slices)] if len(slices) > 1 else []), *flips(slices[ranked[0]], lang)]
    assert len(told) == len(wanted), (told, wanted)
    assert all(agree(text, value) for text, value in zip(told, wanted, strict=True)), (told, wanted)


@given(tables, margins, languages, st.sampled_from(["tango", "auto"]))
@settings(max_examples=40, deadline=None)
def test_loss_and_margin_stand_on_the_side_they_are(counts: Paired, margin: float, lang: Lang, method: Method) -> None:
    """Read back from the sentence, the loss ruled out is under the margin exactly where the gate passes."""
    gate = decide_paired(counts, margin, method=method)
    patterns = {
        "en": r"more than ([\d.]+) points? is ruled out; the margin is ([\d.]+)",
        "ru": r"потеря больше ([\d,]+)\sп.\sп.(?: исключена)?; допуск — ([\d,]+)\sп.\sп.",
    }
    told = re.search(patterns[lang], say(gate, lang))
    if told is None:
        assert gate.numbers["lower"] >= 0
    else:
        loss, limit = (float(text.replace(",", ".")) for text in told.groups())
        assert limit == pytest.approx(100 * margin, abs=1e-9)
        assert (loss < limit) == (gate.decision is Decision.PASS)


@pytest.mark.parametrize(
    ("gate", "told"),
    [
        (
            decide_paired(Paired(190, 2, 2, 6), 0.03),
            "Из 200 примеров хуже стали 2, лучше — 2; потеря больше 2,1 п. п. исключена; допуск — 3 п. п.",
        ),
        (
            decide_paired(Paired(1900, 12, 2, 86), 0.03, kind="creep"),
            "По сравнению с эталоном: из 2000 примеров хуже стали 12, лучше — 2; ухудшение не случайно (p = 0,0037), "
            "но в пределах допуска; потеря больше 0,9 п. п. исключена; допуск — 3 п. п.",
        ),
        (
            decide_paired(Paired(30, 0, 10, 11), 0.03, kind="overall"),
            "По всем наборам вместе: из 51 примера ни один не стал хуже, лучше стали 10; "
            "потеря исключена; допуск — 3 п. п.",
        ),
        (
            decide_paired(Paired(150, 30, 2, 18), 0.03),
            "Из 200 примеров хуже стали 30, лучше — 2; ухудшение значимо (p < 0,0001); "
            "исключена лишь потеря больше 18,8 п. п.; допуск — 3 п. п.",
        ),
        (
            decide_paired(Paired(100, 3, 3, 14), 0.03),
            "Из 120 примеров хуже стали 3, лучше — 3; исключена лишь потеря больше 4 п. п.; допуск — 3 п. п.; "
            "модель не хуже прежней прошла бы с вероятностью 80 % примерно на 380 таких примерах",
        ),
        (
            decide_paired(Paired(30, 0, 0, 10), 0.03),
            "Из 40 примеров ни один не стал ни хуже, ни лучше; исключена лишь потеря больше 7,2 п. п.; "
            "допуск — 3 п. п.; меньше чем на 99 примерах пройти может только модель лучше прежней",
        ),
        (
            decide_paired(Paired(800, 61, 45, 59), 0.03),
            "Из 965 примеров хуже стал 61, лучше — 45; исключена лишь потеря больше 3,4 п. п.; допуск — 3 п. п.; "
            "модель не хуже прежней прошла бы с вероятностью не меньше 80 %: разберите 61 ухудшившийся пример",
        ),
        (
            soften(decide_paired(Paired(40, 1, 0, 0), 0.03)),
            "Из 41 примера хуже стал 1, лучше — ни один; исключена лишь потеря больше 11,1 п. п.; допуск — 3 п. п.; "
            "не доказано, пропущено с предупреждением: по оценке потеря 2,4 п. п.",
        ),
        (
            decide_paired(Paired(500, 500, 500, 500), 0.001),
            "Из 2000 примеров хуже стали 500, лучше — 500; исключена лишь потеря больше 2,6 п. п.; "
            "допуск — 0,1 п. п.; меньше чем на 2995 примерах пройти может только модель лучше прежней; "
            "чтобы модель не хуже прежней прошла с вероятностью 80 %, "
            "не хватило бы и 200 000 таких примеров",
        ),
        (decide_paired(Paired(0, 0, 0, 0), 0.03), "нет ни одной пары ответов для сравнения"),
        (decide_musts([], 20), "прошли все 20 критических примеров"),
        (decide_musts([], 1), "единственный критический пример прошёл"),
        (decide_musts(["no-dates"], 21), "не прошёл 1 из 21 критического примера: no-dates"),
        (decide_musts(list("abcdefg"), 9), "не прошли 7 из 9 критических примеров: a, b, c, d, e и ещё 2"),
        (decide_musts([], 0), "ни один критический пример не выполнен"),
        (
            decide_floor(155, 160, 0.9),
            "прошли 155 из 160 (96,9 %); нижняя граница 93,5 % не ниже порога 90 %",
        ),
        (decide_floor(0, 3, 0.9), "не прошёл ни один из 3 (0 %); даже верхняя граница 63,2 % ниже порога 90 %"),
        (
            decide_floor(21, 21, 0.9),
            "прошёл 21 из 21 (100 %); нижняя граница 86,7 % ниже порога 90 %, верхняя граница 100 % — нет; "
            "меньше чем на 29 примерах этого не подтвердить",
        ),
        (
            decide_floor(500, 500, 1.0),
            "прошли 500 из 500 (100 %); нижняя граница 99,4 % ниже порога 100 %, верхняя граница 100 % — нет; "
            "порог 100 % не подтвердить никаким числом примеров",
        ),
        (
            soften(decide_floor(146, 160, 0.9)),
            "прошли 146 из 160 (91,2 %); нижняя граница 86,7 % ниже порога 90 %, верхняя граница 94,6 % — нет; "
            "не доказано, пропущено с предупреждением: доля не ниже порога",
        ),
        (decide_floor(0, 0, 0.9), "ни один пример не выполнен"),
        (
            decide_slices({"refusal": Paired(0, 20, 0, 1), "sums": Paired(9, 1, 0, 0)}),
            "просел 1 из 2 срезов: refusal (из 21 примера хуже стали 20, лучше — ни один; p < 0,0001)",
        ),
        (
            decide_slices({"sums": Paired(9, 1, 2, 0), "facts": Paired(9, 0, 2, 0)}),
            "ни один из 2 срезов не просел; ближе всех к этому sums (из 12 примеров хуже стал 1, лучше — 2)",
        ),
        (
            decide_slices({"sums": Paired(9, 1, 2, 0)}),
            "единственный срез не просел: sums (из 12 примеров хуже стал 1, лучше — 2)",
        ),
        (
            decide_slices({"language en": Paired(9, 1, 2, 0)}),
            "единственный срез не просел: язык en (из 12 примеров хуже стал 1, лучше — 2)",
        ),
        (decide_slices({}), "нет ни одного среза для сравнения"),
        (
            decide_slices({"sums": Paired(0, 0, 0, 0), "facts": Paired(0, 0, 0, 0)}),
            "нет ни одного выполненного примера в срезах sums, facts",
        ),
    ],
)
def test_russian_sentences(gate: Gate, told: str) -> None:
    """Spaces that must not break are no-break ones; here they are written plainly."""
    sentence = say(gate, "ru")
    assert sentence.replace(NBSP, " ") == told
    assert " %" not in sentence
    assert " п." not in sentence
    assert not re.search(r"\d \d", sentence)


@pytest.mark.parametrize(
    ("form", "counts"),
    [
        ("пример", [1, 21, 31, 101, 121, 1001, 10_021]),
        ("примера", [2, 3, 4, 22, 24, 33, 102, 124, 1004]),
        ("примеров", [0, 5, 6, 9, 10, 11, 12, 13, 14, 15, 19, 20, 25, 30, 100, 105, 111, 112, 114, 211, 1000, 1011]),
    ],
)
def test_all_russian_plural_categories(form: str, counts: list[int]) -> None:
    """One, few and many of Unicode's CLDR, the teens among the many."""
    assert {plural(n, "пример", "примера", "примеров") for n in counts} == {form}


@pytest.mark.parametrize(
    ("n", "critical", "look", "of", "on"),
    [
        (2, "2 критических примера", "2 ухудшившихся примера", "2 примеров", "2 примерах"),
        (5, "5 критических примеров", "5 ухудшившихся примеров", "5 примеров", "5 примерах"),
        (11, "11 критических примеров", "11 ухудшившихся примеров", "11 примеров", "11 примерах"),
        (21, "21 критический пример", "21 ухудшившийся пример", "21 примера", "21 примере"),
        (22, "22 критических примера", "22 ухудшившихся примера", "22 примеров", "22 примерах"),
        (111, "111 критических примеров", "111 ухудшившихся примеров", "111 примеров", "111 примерах"),
    ],
)
def test_each_russian_noun_takes_the_form_of_its_place(n: int, critical: str, look: str, of: str, on: str) -> None:
    """After a bare count, after «из», after «на»."""
    assert russian.all_critical(n).endswith(critical)
    assert russian.look_at(n, "80 %").endswith(look)
    assert of in russian.flips(n, 1, 1)
    assert on in russian.too_few(n)
    assert russian.look_at(1, "80 %").endswith(": разберите ухудшившийся пример")
    assert "из 1 примера" in russian.flips(1, 1, 0)


def test_both_languages_have_the_same_clauses() -> None:
    """The same names with the same parameters."""
    clauses: list[dict[str, Any]] = []
    for voice in (english, russian):
        own = {name: thing for name, thing in vars(voice).items() if not name.startswith("_")}
        texts = {name: str for name, thing in own.items() if isinstance(thing, str) and name != "NBSP"}
        made = {
            name: inspect.signature(thing)
            for name, thing in own.items()
            if inspect.isfunction(thing) and thing.__module__ == voice.__name__
        }
        clauses.append(texts | made)
    assert clauses[0] == clauses[1]
    assert len(clauses[0]) > 20


@given(tables, margins, st.sampled_from(get_args(Comparison)), languages)
@settings(max_examples=15, deadline=None)
def test_a_stored_gate_is_told_as_the_living_one(counts: Paired, margin: float, kind: Comparison, lang: Lang) -> None:
    """Through JSON and back, its decision a plain word and its names a list."""
    for gate in (decide_paired(counts, margin, kind=kind), decide_slices({"a": counts, "b": Paired(9, 9, 0, 0)})):
        kept = {"kind": gate.kind, "decision": gate.decision, "numbers": gate.numbers, "names": gate.names}
        stored = SimpleNamespace(**json.loads(json.dumps(kept)), reason="forgotten")
        assert say(stored, lang) == say(gate, lang)
        assert say(gate) == gate.reason


@pytest.mark.parametrize(
    "gate",
    [
        Gate(kind="integrity", decision=Decision.ERROR, reason="2 cases have no verdict: a, b", numbers={"n": 2}),
        Gate(kind="overall", decision=Decision.PASS, reason="a mean of its own", numbers={"n": 40, "mean": 0.1}),
        Gate(kind="floor", decision=Decision.PASS, reason="from an older version"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_gate_with_words_of_its_own_keeps_them(gate: Gate, lang: Lang) -> None:
    """Integrity, and numbers that are not those of this version's gates."""
    assert say(gate, lang) == gate.reason


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="en, ru"):
        say(decide_musts([], 1), "de")  # type: ignore[arg-type]


@pytest.mark.parametrize(("n", "rough"), [(0, 0), (7, 7), (99, 99), (104, 100), (1234, 1200), (86_900, 87_000)])
def test_a_forecast_has_two_digits(n: int, rough: int) -> None:
    assert roughly(n) == rough


def test_thousands_stand_apart_from_five_digits_on() -> None:
    assert [number(9999), number(12_500), number(1_200_000)] == ["9999", "12,500", "1,200,000"]
    assert number(12_500, "ru") == f"12{NBSP}500"


@pytest.mark.parametrize(
    ("losses", "declared", "told"),
    [
        ([0.0054], 0.0025, ["0.54", "0.25"]),
        ([0.00296], 0.00298, ["0.296", "0.298"]),
        ([0.0299], 0.03, ["2.99", "3"]),
        ([0.02996], 0.03, ["2.996", "3"]),
        ([0.0214], 0.03, ["2.1", "3"]),
        ([0.03], 0.03, ["3", "3"]),
        ([0.0001], 0.05, ["0.01", "5"]),
    ],
)
def test_what_was_declared_is_told_as_declared(losses: list[float], declared: float, told: list[str]) -> None:
    """And the measured with digits enough not to be rounded to it, or to nothing."""
    assert points(*losses, declared=declared) == told


@pytest.mark.parametrize(
    ("value", "ends", "bound", "decision", "says"),
    [
        (1.234, (1.1, 1.3), 1.5, "PASS", "верхняя граница 1,3 меньше 1,5"),
        (1.7, (1.5001, 1.9), 1.5, "FAIL", "даже нижняя граница 1,5001 больше 1,5"),
        (1.4, (1.2, 1.6), 1.5, "INCONCLUSIVE", "между границами 1,2 и 1,6 лежит 1,5"),
        (1.4, (None, None), 1.5, "INCONCLUSIVE", "интервала нет"),
    ],
)
def test_drift_is_told_in_russian_too(
    value: float, ends: tuple[float | None, float | None], bound: float, decision: str, says: str
) -> None:
    numbers = {"value": value, "lower": ends[0], "upper": ends[1], "bound": bound}
    told = sentence("drift", decision, numbers, ["kl"], "ru")
    assert told is not None
    assert says in told
    assert (sentence("drift", decision, numbers, ["kl"], "en") or "").startswith("the mean KL(base‖candidate)")


@pytest.mark.parametrize(
    ("n", "says"),
    [
        (1, "выполнен единственный пример"),
        (21, "все 21 пример"),
        (22, "выполнены все 22 примера"),
        (400, "400 примеров"),
    ],
)
def test_what_ran_is_told_in_russian_too(n: int, says: str) -> None:
    assert says in (sentence("integrity", "PASS", {"ran": n}, (), "ru") or "")
    assert sentence("integrity", "ERROR", {"ran": n}, (), "ru") is None
