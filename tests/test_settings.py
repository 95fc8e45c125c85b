"""`[tool.ckptgate]`: a mistake is named with its line, and nothing is turned into what it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.settings import load_settings
from harness.source import SourceError


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('alpha = "0.05"', 'alpha: has to be a number, not "0.05"'),
        ("alpha = true", "alpha: has to be a number, not true"),
        ("demo = 1", "demo: has to be true or false, not 1"),
        ('release_endpoints = "yes"', 'release_endpoints: has to be true or false, not "yes"'),
        ("seed = -1", "seed: has to be 0 or more, not -1"),
        ("pool = []", "pool: names no suite: leave the key out to pool them all"),
        ('pool = "golden"', 'pool: has to be a list, not "golden"'),
        ("marign = 0.1", "unknown key"),
        ("lint = 5", "lint: has to be a mapping of keys, not 5"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.ckptgate]\n{line}\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_settings(tmp_path)
    assert "pyproject.toml:2: [tool.ckptgate]" in str(caught.value)
    assert why in str(caught.value)


def test_what_toml_can_write_is_taken(tmp_path: Path) -> None:
    text = '[tool.ckptgate]\nalpha = 0.01\npool = ["a", "b"]\nstore = "x/y.sqlite"\nseed = 7\ntemperature = 1\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    made = load_settings(tmp_path)
    assert (made.pool, made.store, made.temperature) == (("a", "b"), Path("x/y.sqlite"), 1)


PRODUCT = '[[tool.ckptgate.adapters]]\nname = "faq"\nbase = "base"\nadapter = "ckpt-1"\npurpose = "answers"\n'


@pytest.mark.parametrize(
    ("change", "line", "why"),
    [
        (('"ckpt-1"', "1"), 10, "adapter: has to be a text, not 1"),
        (('"ckpt-1"', '"openai:x"'), 10, "adapter: 'openai:x' is no checkpoint"),
        (('"faq"', '"FAQ"'), 8, "name: 'FAQ' is no product's name"),
        (('"faq"', '"ckpt-2"'), 8, "name: 'ckpt-2' is no product's name"),
        (('"faq"', '"letters"'), 8, "name: 'letters' stands twice"),
        (('purpose = "answers"\n', ""), 7, "purpose: is missing"),
        (('purpose = "answers"', 'purpose = "a"\nsuites = []'), 12, "suites: has to hold 1 at least, not []"),
        (('purpose = "answers"', 'purpose = "a"\nsuites = ["../x.py"]'), 12, "lies outside the suites' folder"),
        (('purpose = "answers"', 'purpose = "a"\nversion = "1.0"'), 12, "version: unknown key (known: adapter, base"),
    ],
)
def test_a_mistake_in_a_product_is_named_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, why: str
) -> None:
    first = PRODUCT.replace("faq", "letters")
    text = f"[tool.ckptgate]\n{first.replace('[[', '[[ ')}{PRODUCT.replace(*change)}\n[tool.other]\nname = 1\n"
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load_settings(tmp_path)
    assert f"pyproject.toml:{line}: [[tool.ckptgate.adapters]]" in str(caught.value)
    assert why in str(caught.value)


def test_a_product_says_which_suites_are_its_own(tmp_path: Path) -> None:
    """By name with those of the family, by file, by folder; all, where it names none."""
    text = f'[tool.ckptgate]\n{PRODUCT}suites = ["faq", "test_policy.py", "extra/"]\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    (product,) = load_settings(tmp_path).adapters
    assert [product.asks(*one) for one in (("faq", "a.py"), ("faq/merged", "a.py"), ("faqs", "a.py"))] == [1, 1, 0]
    assert [product.asks(None, file) for file in ("test_policy.py", "extra/a.py", "other/a.py")] == [1, 1, 0]
    assert product.unmet([("faq/merged", "a.py"), (None, "b.py")]) == ["test_policy.py", "extra/"]
    assert product.model_copy(update={"suites": None}).asks("anything", "x.py")


def test_a_line_is_that_of_the_settings_own_table(tmp_path: Path) -> None:
    """`margin` of another tool's table is none of ours."""
    text = "[tool.other]\nmargin = 1\n[tool.ckptgate]\nseed = 1\nmargin = 2\n[tool.ckptgate.lint]\nx = 1\n"
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"pyproject.toml:5: \[tool.ckptgate\] margin"):
        load_settings(tmp_path)
    (tmp_path / "pyproject.toml").write_text(text.replace("margin = 2", ""), encoding="utf-8")
    with pytest.raises(SourceError, match=r"pyproject.toml:7: \[tool.ckptgate.lint\] x: unknown key \(known: balance"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[tool.ckptgate.lint]\nvolatile_share = 0.1\nseverity = {duplicate-row = "fatal"}\n', 3),
        ('[tool.ckptgate.lint.severity]\nbroken-row = "off"\nduplicate-row = "fatal"\n', 3),
        ('[tool.ckptgate.lint]\nseverity.duplicate-row = "fatal"\n', 2),
        ('[tool.ckptgate]\nlint.severity.duplicate-row = "fatal"\n', 2),
        ('[tool.ckptgate.lint]\n[tool.ckptgate.lint.severity]\n"duplicate-row" = "fatal"\n', 3),
    ],
)
def test_a_mistake_in_a_severity_is_named_with_its_line_however_it_is_written(
    tmp_path: Path, text: str, line: int
) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"severity.duplicate-row: .* or 'off', not \"fatal\"") as caught:
        load_settings(tmp_path)
    assert caught.value.line == line


@pytest.mark.parametrize("text", ["[tool]\nckptgate = 5\n", "tool = 5\n"])
def test_a_table_that_is_none_is_no_crash(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    if "ckptgate" in text:
        with pytest.raises(SourceError, match=r"write \[tool.ckptgate\]"):
            load_settings(tmp_path)
    else:
        assert load_settings(tmp_path).margin == 0.03
