"""`ckptgate decide` and `ckptgate size`: the paired decision over results that others made. Loads no torch."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from harness.printing import Json, screen
from harness.source import SourceError

if TYPE_CHECKING:
    from harness.deciding import Decided, Rules
    from harness.gates import Lang, Paired
    from harness.pairs import Pair, Pairs
    from harness.sizing import Size

__all__ = ["decide", "size"]

_PairsFile = Annotated[
    Path | None,
    typer.Option(help="CSV or JSONL with the columns case, baseline, candidate; optional suite, tags, cluster."),
]
_Margin = Annotated[float, typer.Option(help="How much worse is still no worse: a loss, 0.03 is 3 points.")]
_Alpha = Annotated[float, typer.Option(help="The one-sided error rate of every bound and test.")]


def decide(
    counts: Annotated[
        tuple[int, int, int, int] | None,
        typer.Option(metavar="A B C D", help="Both pass, newly broken, newly fixed, both miss."),
    ] = None,
    pairs: _PairsFile = None,
    lm_eval: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="A B", help="Sample logs of lm_eval --log_samples, baseline then candidate; or folders."),
    ] = None,
    margin: _Margin = 0.03,
    suite_margin: Annotated[float, typer.Option(help="The same for each suite.")] = 0.10,
    alpha: _Alpha = 0.05,
    metric: Annotated[str | None, typer.Option(help="With --lm-eval: the metric to compare by.")] = None,
    filter_: Annotated[str | None, typer.Option("--filter", help="With --lm-eval: the filter to compare by.")] = None,
    prompts_differ: Annotated[
        bool, typer.Option("--prompts-differ", help="With --lm-eval: each model has a prompt template of its own.")
    ] = False,
    expect: Annotated[int | None, typer.Option(help="The number of cases; any other is no verdict.")] = None,
    lang: Annotated[str, typer.Option(help="The language of the sentences: en or ru.")] = "en",
    json_: Json = False,
) -> None:
    """Decide from results you have: no worse than the baseline by the margin? Needs neither models nor a project."""
    from harness.deciding import Rules, decide_counts
    from harness.pairs import read_lm_eval, read_table

    rules = Rules(
        margin=_within(margin, "--margin"), suite_margin=_within(suite_margin, "--suite-margin"), alpha=_error(alpha)
    )
    _one_of({"--counts": counts, "--pairs": pairs, "--lm-eval": lm_eval}, needed=True)
    words = _language(lang)
    if lm_eval is None and (metric or filter_ or prompts_differ):
        raise SourceError("--metric, --filter and --prompts-differ go with --lm-eval")
    if counts is not None and expect is not None:
        raise SourceError("--expect goes with --pairs or --lm-eval")
    if counts is not None:
        decided = decide_counts(_paired(counts), rules, words)
    elif lm_eval is not None:
        read = partial(read_lm_eval, metric=metric, filter_=filter_, prompts_differ=prompts_differ, expect=expect)
        decided = _decided(partial(read, *lm_eval), rules, words)
    else:
        assert pairs is not None
        decided = _decided(partial(read_table, pairs, expect=expect), rules, words)
    if json_:
        _print_json(decided.to_json())
    else:
        from harness.decided import decision_text

        screen().print(decision_text(decided))
    raise SystemExit(decided.status)


def size(
    margin: _Margin = 0.03,
    power: Annotated[float, typer.Option(help="How often an equal model is to pass.")] = 0.8,
    psi: Annotated[
        float | None, typer.Option(help="The share of cases that flip (0.1 where nothing is known).")
    ] = None,
    pairs: _PairsFile = None,
    record: Annotated[Path | None, typer.Option(help="A record, records/ID: the flips of that run.")] = None,
    samples: Annotated[
        int | None, typer.Option(help="With --pairs of shares: the samples a case behind each share.")
    ] = None,
    alpha: _Alpha = 0.05,
    json_: Json = False,
) -> None:
    """How many cases, or samples a case, a margin needs, given the flips seen so far."""
    _within(margin, "--margin"), _within(power, "--power"), _error(alpha)
    _one_of({"--psi": psi, "--pairs": pairs, "--record": record}, needed=False)
    if samples is not None and pairs is None:
        raise SourceError("--samples goes with --pairs")
    answer = _sized(margin, power, alpha, psi, pairs, record, samples)
    if json_:
        _print_json(answer.to_json())
    else:
        from harness.decided import size_text

        screen().print(size_text(answer))


def _decided(read: Callable[[], Pairs], rules: Rules, lang: Lang) -> Decided:
    from harness.deciding import decide, undecided
    from harness.pairs import Incomplete

    try:
        found = read()
    except Incomplete as e:
        return undecided(e.problems, e.more, rules, lang)
    return decide(found.pairs, rules, found.notices, lang)


def _sized(
    margin: float,
    power: float,
    alpha: float,
    psi: float | None,
    pairs: Path | None,
    record: Path | None,
    samples: int | None,
) -> Size:
    from harness.pairs import read_table
    from harness.sizing import size_for, size_of_pairs

    if record is None and pairs is None:
        return size_for(margin, _share(0.1 if psi is None else psi), power, alpha)
    try:
        if record is not None:
            found, drawn = _of_record(record)
            return size_of_pairs(found, margin, power, alpha, drawn)
        assert pairs is not None
        return size_of_pairs(read_table(pairs).pairs, margin, power, alpha, samples)
    except ValueError as e:
        raise SourceError(str(e), file=record or pairs) from e


def _of_record(folder: Path) -> tuple[list[Pair], int | None]:
    """The cases of a record, and the samples of each where there are several.

    Against production where there was one, else against each suite's own baseline.
    """
    from harness.pairs import Pair
    from harness.record import read_record

    file = folder / "record.json" if folder.is_dir() else folder
    cases = [case for case in read_record(file).cases if case.candidate]
    released = any(case.production is not None for case in cases)
    pairs, samples = [], set()
    for case in cases:
        before = case.production if released else case.baseline.share if case.baseline else None
        if case.candidate and before is not None:
            pairs.append(
                Pair(
                    case=case.id,
                    suite=case.suite,
                    baseline=before,
                    candidate=case.candidate.share,
                    cluster=f"{case.suite} {case.cluster}" if case.cluster else None,
                )
            )
            samples.add(len(case.candidate.samples))
    if not pairs:
        raise SourceError("no case of this record has a baseline", file=file)
    several = len(samples) == 1 and any(share not in (0, 1) for p in pairs for share in (p.baseline, p.candidate))
    return pairs, samples.pop() if several else None


def _paired(counts: tuple[int, int, int, int]) -> Paired:
    from harness.gates import Paired
    from harness.pairs import MOST_CASES

    if min(counts) < 0 or sum(counts) > MOST_CASES:
        raise SourceError(f"--counts takes four numbers from 0, {MOST_CASES} cases in all at most")
    return Paired(*counts)


def _one_of(given: dict[str, Any], *, needed: bool) -> None:
    there = [name for name, value in given.items() if value is not None]
    if len(there) > 1 or (needed and not there):
        raise SourceError(f"give one of {', '.join(given)}" + (f", not {' and '.join(there)}" if there else ""))


def _language(lang: str) -> Lang:
    languages: dict[str, Lang] = {"en": "en", "ru": "ru"}
    if lang not in languages:
        raise SourceError(f"--lang is en or ru, not {lang}")
    return languages[lang]


def _within(value: float, option: str) -> float:
    if not 0 < value < 1:
        raise SourceError(f"{option} lies strictly between 0 and 1, not {value:g}")
    return value


def _error(alpha: float) -> float:
    if not 0.0005 <= alpha <= 0.2:
        raise SourceError(f"--alpha lies from 0.0005 to 0.2, not {alpha:g}")
    return alpha


def _share(psi: float) -> float:
    if not 0 <= psi <= 1:
        raise SourceError(f"--psi lies from 0 to 1, not {psi:g}")
    return psi


def _print_json(value: dict[str, Any]) -> None:
    # Escapes everything beyond ASCII: a name from a file can't drive the terminal, and any encoding of stdout will do.
    typer.echo(json.dumps(value, indent=1, allow_nan=False))
