"""Templates render as transformers renders them, and the marked parts are the ones it masks by."""

from __future__ import annotations

import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_project import TEMPLATE, conversation

from harness import sandbox
from trainers.template import TemplateRefused, TrainingTemplate

TOKENS = {"eos_token": "<end>", "bos_token": "<start>"}
# Whitespace control, loop controls, filters and special tokens, as published templates use them.
RICH = """{{- bos_token }}
{%- for m in messages %}
    {%- if m.role == 'system' %}{% continue %}{% endif %}
    {{- '<' + m.role + '>\\n' }}
    {%- if m.role == 'assistant' %}
        {%- generation -%}
            {{ m.content | trim }}
            {{- eos_token }}
        {%- endgeneration -%}
    {%- else %}
        {{- m.content | tojson }}
    {%- endif %}
    {{- '\\n' }}
{%- endfor %}
"""

texts = st.text(st.characters(exclude_categories=["Cs", "Cn"]), min_size=1, max_size=30)


@pytest.mark.parametrize("source", [TEMPLATE, RICH])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(texts, min_size=2, max_size=4).filter(lambda t: len(t) % 2 == 0), system=st.none() | texts)
def test_a_template_renders_as_in_transformers(source: str, turns: list[str], system: str | None) -> None:
    """Text and marked parts, character for character."""
    from transformers.utils.chat_template_utils import render_jinja_template

    messages = conversation(*turns, system=system)["messages"]
    rendered = TrainingTemplate(source, TOKENS).render(messages)
    expected, spans = render_jinja_template(
        [messages], chat_template=source, return_assistant_tokens_mask=True, **TOKENS
    )
    assert rendered.text == expected[0]
    assert list(rendered.spans) == spans[0]


def test_the_marked_part_is_the_answer_with_its_end() -> None:
    """Each answer of several has its own part."""
    rendered = TrainingTemplate(TEMPLATE, TOKENS).render(conversation("a", "да", "b", "нет")["messages"])
    assert rendered.marked() == ("да<end>", "нет<end>")


@pytest.mark.parametrize(
    "source",
    [
        "{{ raise_exception('no system role') }}",
        "{{ messages[9].content }}",
        "{{ 1 / 0 }}",
        "{{ messages.append(1) }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages | nosuchfilter }}",
        "{{ messages | random }}",
        "{% for m in messages %}",
    ],
)
def test_a_template_that_fails_or_reaches_out_is_refused(source: str) -> None:
    """Templates come with models, and are hostile until shown otherwise."""
    with pytest.raises(TemplateRefused):
        TrainingTemplate(source, TOKENS).render(conversation("a", "b")["messages"])


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'x' * 10000000000 }}",
        "{{ 'x' | center(10000000000) }}",
        "{{ '%9999999999d' % 1 }}",
        "{% set ns = namespace(x='x') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{{ 'x' * 2000000 }}",
    ],
)
def test_a_template_that_takes_all_memory_is_refused(source: str) -> None:
    """Before the memory is taken, and with the process as it was."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(TemplateRefused, match="not to be trusted"):
        TrainingTemplate(source, TOKENS).render(conversation("a", "b")["messages"])
    assert resource.getrlimit(resource.RLIMIT_AS) == before


@pytest.mark.parametrize("source", ["{{ 10 ** 1000000000 }}", f"{{{{ {10**1300} * 7 }}}}"])
def test_huge_numbers_are_refused(source: str) -> None:
    """No signal stops one operation on them."""
    with pytest.raises(TemplateRefused, match="4096 bits"):
        TrainingTemplate(source, TOKENS).render(conversation("a", "b")["messages"])


def test_a_template_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so much processor time."""
    monkeypatch.setattr(sandbox, "SECONDS", 0.2)
    source = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateRefused, match=r"more than 0\.2 seconds"):
        TrainingTemplate(source, TOKENS).render(conversation("a", "b")["messages"])
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == signal.SIG_DFL


def test_in_another_thread_memory_is_held_alone() -> None:
    """Signals arrive in the main one."""
    with ThreadPoolExecutor(1) as pool:
        render = pool.submit(TrainingTemplate("{{ 'x' * 10000000000 }}", TOKENS).render, [])
        with pytest.raises(TemplateRefused, match="MB of memory"):
            render.result()


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    """The line is the template's own."""
    with pytest.raises(TemplateRefused, match="line 2"):
        TrainingTemplate("fine\n{% if %}", TOKENS)


def test_nothing_marked_gives_no_parts() -> None:
    """A template without markers renders, and the caller sees that no loss could be taken."""
    plain: Any = TEMPLATE.replace("{% generation %}", "").replace("{% endgeneration %}", "")
    assert TrainingTemplate(plain, TOKENS).render(conversation("a", "b")["messages"]).spans == ()
