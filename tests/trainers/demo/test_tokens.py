"""The tokenizer: nothing is lost, a word has one token wherever it stands, and the loss reaches the end token."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from trainers.demo.corpus import corpus
from trainers.demo.tokens import END, TEMPLATE, train_tokenizer
from trainers.template import TrainingTemplate


@cache
def tokenizer() -> Any:
    return train_tokenizer(f" {text}" for row in corpus(0, 2000) for text in (row.prompt, row.answer) if text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r")))
def test_what_is_encoded_decodes_to_the_same_text(text):
    """Newlines, spaces at the ends and signs outside the vocabulary included, up to Unicode's composed form."""
    import unicodedata

    composed = unicodedata.normalize("NFC", text)
    ids = tokenizer()(f" {text}", add_special_tokens=False)["input_ids"]
    assert tokenizer().decode(ids, clean_up_tokenization_spaces=False) == composed


def test_a_word_has_the_same_token_at_the_start_inside_and_on_a_new_line():
    tokens = tokenizer().tokenize(" lamp lamp\nlamp")
    assert [t for t in tokens if "lamp" in t] == [tokens[0]] * 3


def test_digits_stand_alone():
    assert tokenizer().tokenize(" 1234")[-4:] == ["1", "2", "3", "4"]


def test_the_template_marks_the_answer_and_its_end():
    tokens = tokenizer().special_tokens_map
    turns = [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Yes"},
    ]
    rendered = TrainingTemplate(TEMPLATE, {k: v for k, v in tokens.items() if isinstance(v, str)}).render(turns)
    assert rendered.marked() == (f" Yes{END}",)
    assert "\n" not in rendered.text


def test_a_prompt_to_answer_is_the_beginning_of_the_conversation_trained_on():
    user, answer = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Yes"}
    asked = tokenizer().apply_chat_template([user], tokenize=False, add_generation_prompt=True)
    whole = tokenizer().apply_chat_template([user, answer], tokenize=False)
    assert whole == f"{asked} Yes{END}"
