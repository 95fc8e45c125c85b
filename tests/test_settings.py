"""`[tool.ckptgate]`: a mistake is named with its line, and nothing is turned into what it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.settings import load_settings
from harness.source import SourceError


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('alpha = "0.05"', "alpha: Input should be a valid number"),
        ("alpha = true", "alpha: Input should be a valid number"),
        ("demo = 1", "demo: Input should be a valid boolean"),
        ('release_endpoints = "yes"', "release_endpoints: Input should be a valid boolean"),
        ("seed = -1", "seed: Input should be greater than or equal to 0"),
        ("pool = []", "pool: names no suite: leave the key out to pool them all"),
        ('pool = "golden"', "pool: Input should be a valid list"),
        ("marign = 0.1", "unknown key"),
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
        (('"ckpt-1"', "1"), 10, "adapter: Input should be a valid string"),
        (('"ckpt-1"', '"openai:x"'), 10, "adapter: 'openai:x' is no checkpoint"),
        (('"faq"', '"FAQ"'), 8, "name: 'FAQ' is no product's name"),
        (('"faq"', '"ckpt-2"'), 8, "name: 'ckpt-2' is no product's name"),
        (('"faq"', '"letters"'), 8, "name: 'letters' stands twice"),
        (('purpose = "answers"\n', ""), 7, "purpose: is missing"),
        (('purpose = "answers"', 'purpose = "a"\nsuites = []'), 12, "suites: List should have at least 1 item"),
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
