"""Chat templates are rendered as transformers renders them."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from harness.templates import ChatTemplate, TemplateError, read_template

CHATML = (
    "{%- for message in messages %}\n{{- '<|im_start|>' + message.role + '\\n' }}\n"
    "{%- if message.role == 'assistant' %}{% generation %}{{ message.content + eos_token }}{% endgeneration %}\n"
    "{%- else %}{{ message.content + '<|im_end|>' }}{% endif %}\n"
    "    {# a comment #}\n{%- endfor %}\n"
    "{%- if add_generation_prompt %}\n{{- '<|im_start|>assistant\\n' }}\n{%- endif %}"
)
STRICT = (
    "{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}"
    "{% if loop.first %}{{ bos_token }}{% endif %}[{{ m['role'] | upper }}]{{ m['content'] | trim }}"
    "{% if m.tools is defined %}{{ m.tools | tojson }}{% endif %}{% break %}{% endfor %}"
)
TURNS = [
    [{"role": "user", "content": " Привет, «мир»! "}],
    [{"role": "system", "content": "S"}, {"role": "user", "content": "a\n\nb"}],
    [
        {"role": "user", "content": "1"},
        {"role": "assistant", "content": "2"},
        {"role": "user", "content": "3 <b>&amp;"},
    ],
]


@pytest.mark.parametrize("messages", TURNS)
@pytest.mark.parametrize("source", [CHATML, STRICT])
def test_the_prompt_is_what_transformers_renders(source: str, messages: list[dict[str, str]]) -> None:
    from transformers.utils.chat_template_utils import render_jinja_template

    tokens = {"eos_token": "</s>", "bos_token": "<s>"}
    ours = ChatTemplate(source=source, tokens=tokens)
    try:
        theirs = render_jinja_template([messages], chat_template=source, add_generation_prompt=True, **tokens)[0][0]
    except Exception:
        with pytest.raises(TemplateError):
            ours.render(messages)
    else:
        assert ours.render(messages) == theirs


def test_a_template_that_refuses_the_system_role_says_so() -> None:
    with pytest.raises(TemplateError, match="System role not supported"):
        ChatTemplate(source=STRICT, tokens={"bos_token": ""}).render(TURNS[1])


@pytest.mark.parametrize(
    "source",
    ["{{ messages.__class__.__mro__ }}", "{{ cycler.__init__.__globals__ }}", "{{ messages.append(1) }}", "{% if %}"],
)
def test_a_hostile_template_is_stopped(source: str) -> None:
    """The sandbox lets nothing out and changes nothing: an error, or an empty string."""
    with contextlib.suppress(TemplateError):
        assert ChatTemplate(source=source, tokens={}).render(TURNS[0]) == ""


def test_without_a_template_the_turns_stand_as_text() -> None:
    assert ChatTemplate(source=None, tokens={}).render(TURNS[1]) == "S\n\na\n\nb\n"


def test_reading_from_a_directory(tmp_path: Path) -> None:
    assert read_template(tmp_path).source is None
    config = {"chat_template": "old", "eos_token": {"content": "</s>"}, "bos_token": None}
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(config))
    assert read_template(tmp_path) == ChatTemplate(source="old", tokens={"eos_token": "</s>"})
    (tmp_path / "chat_template.jinja").write_text("new")
    assert read_template(tmp_path).source == "new"
    named = {"chat_template": [{"name": "tool_use", "template": "t"}, {"name": "default", "template": "d"}]}
    (tmp_path / "chat_template.jinja").unlink()
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(named))
    assert read_template(tmp_path).source == "d"


@pytest.mark.parametrize(
    ("prompt", "said", "start", "end"),
    [
        ("<a>", "<a> {{ m.content }}<end>", " ", "<end>"),
        ("<a>\n", "<a>\n{{ m.content }}<end>\n", "", "<end>"),
        ("<a><think>", "<a>{{ m.content }}", "", ""),
    ],
)
def test_what_stands_around_the_assistant_s_words(prompt: str, said: str, start: str, end: str) -> None:
    """A choice stands where a reply would: behind the space, too, that the template writes before it."""
    turns = (
        "{% for m in messages %}{% if m.role == 'user' %}<u>{{ m.content }}{% else %}"
        + said
        + "{% endif %}{% endfor %}"
    )
    template = ChatTemplate(source=turns + "{% if add_generation_prompt %}" + prompt + "{% endif %}", tokens={})
    assert (template.turn_start, template.turn_end) == (start, end)
    assert ChatTemplate(source=None, tokens={}).turn_start == ""


@pytest.mark.parametrize("source", ["{{ 'x' * 10000000000 }}", "{{ 10 ** 1000000000 }}", "{{ messages | random }}"])
def test_a_hostile_template_is_an_error(source: str) -> None:
    """It comes with a checkpoint; what it may take is bounded."""
    with pytest.raises(TemplateError, match="the chat template"):
        ChatTemplate(source=source, tokens={}).render(TURNS[0])
