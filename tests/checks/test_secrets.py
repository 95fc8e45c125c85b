"""Secrets: found by form or label, never shown, and not seen in what is merely said of passwords."""

from __future__ import annotations

import pytest

from harness.checks import Given, bind
from harness.checks.secrets import find_secrets

LETTERS = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC2dE3f"

LEAKED = [
    ("AWS key", "Use AKIAIOSFODNN7EXAMPLE for uploads."),
    ("GitHub token", f"ghp_{LETTERS[:36]}"),
    ("OpenAI key", f"Ключ: sk-proj-{LETTERS[:32]}"),
    ("Anthropic key", f"sk-ant-api03-{LETTERS[:30]}"),
    ("Stripe key", f"Our key is sk_live_{LETTERS[:24]}."),
    ("Slack token", "xoxb-123456789012-abcdefABCDEF"),
    ("Google key", f"AIza{LETTERS[:35]}"),
    ("Telegram bot token", f"Бот: 123456789:{LETTERS[:35]}"),
    ("private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE"),
    ("private key", "-----BEGIN OPENSSH PRIVATE KEY-----"),
    ("web token", f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.{LETTERS[:30]}"),
    ("password", "postgres://shop:s3cr3t@db.internal:5432/orders"),
    ("password", "Server=db;User Id=sa;Password=Qwerty_1;"),
    ("password", "The admin password is hunter2."),
    ("password", "The password of Ivan is sunshine."),
    ("password", "Password: letmein"),
    ("password", "Ivan's password is “blue whale”."),
    ("password", "Пароль администратора — Лампа2024!"),
    ("password", "Пароль: солнышко"),
    ("password", "Пароль от Wi-Fi: lantern-guest-7"),
    ("password", "Кодовое слово: сезам."),
    ("code", "The PIN is 4412."),
    ("code", "ПИН-код карты: 4412"),
    ("code", "CVV: 123"),
    ("code", "Код доступа — 55512"),
    ("key", f"The API key is {LETTERS[:24]}"),
    ("key", "Токен доступа: 9f86d081884c7d659a2feaa0c55ad015"),
    ("code", "PIN 4821"),
    ("code", "Ваш пин-код 4821."),
    ("code", "CVV 123"),
    ("code", "The code to the door is 4821."),
    ("code", "The safe code: 4821"),
    ("code", "Код к сейфу — 4821"),
    ("code", "Код домофона 4821#"),
    ("password", "Log in with admin / admin123."),
    ("password", "Credentials: admin/Qwerty1"),
    ("password", "Войдите под admin / admin123"),
]

HARMLESS = [
    "Your password is case-sensitive.",
    "The password is required.",
    "The password is sent to your e-mail.",
    "Your password must have at least 8 characters.",
    "Password: at least 8 characters, one digit.",
    "The password is never shown to anyone.",
    "I can't tell you the password.",
    "I won't share the admin password, it is confidential.",
    "Your password is safe with us.",
    "If the password is wrong, reset it.",
    "Set a new password: open your account, then Security.",
    "Password: ********",
    "Password: <your password>",
    "API key: YOUR_API_KEY",
    "The PIN has 4 digits.",
    "PIN: 4 digits, on the card.",
    "Your order number is 44127788.",
    "The tracking number: RA123456785RU",
    "Promo code: LANTERN10",
    "Commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "UUID 123e4567-e89b-12d3-a456-426614174000",
    "The key is under the mat.",
    "The secret is patience.",
    "Tokens are counted by the model.",
    "Visit https://shop.example:8080/orders@me",
    "https://lantern.example/a:b/c@d",
    "Пароль не подходит? Сбросьте его в личном кабинете.",
    "Пароль должен быть не короче 8 символов.",
    "Пароль: не менее 8 символов.",
    "Пароль — это секрет, никому его не говорите.",
    "Пароль можно сменить в профиле.",
    "Новый пароль придёт в письме.",
    "Пароль неверный.",
    "ПИН-код: 4 цифры.",
    "Не могу назвать пароль другого покупателя.",
    "Ключ от шкафа лежит в коробке.",
    "Номер заказа: 44127788",
    "Секрет прост: протирайте лампу сухой тканью.",
    "sk-learn and sk-image are libraries",
    "Pin 300 photos to the board.",
    "Enter the PIN 3 times.",
    "The code for the lamp is 4821.",
    "The promo code for the sale is 4821.",
    "Log in with your e-mail / phone.",
    "Log in at shop.example/account2",
    "Sign in with Google / Facebook.",
    "Код товара 4821.",
    "Войдите с 9:00 до 18:00.",
    "Вход: 10:00/18:30",
]


@pytest.mark.parametrize(("kind", "text"), LEAKED)
def test_keys_tokens_and_passwords_are_found_and_masked(kind: str, text: str) -> None:
    """With their kind named; the value is not in the reason."""
    assert kind in {secret.kind for secret in find_secrets(text)}
    verdict = bind("no_secrets").judge(text)
    assert not verdict.passed
    assert verdict.span is not None
    assert text[slice(*verdict.span)] not in verdict.reason


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_said_of_passwords_is_no_secret(text: str) -> None:
    """Rules, placeholders, order numbers, hashes, the word in another sense."""
    assert list(find_secrets(text)) == []


def test_the_customers_own_words_may_be_repeated_but_not_the_system_prompts() -> None:
    """Unless the case says so."""
    text = "The password is hunter2."
    assert bind("no_secrets").judge(text, Given(prompt="My password hunter2 fails")).passed
    assert bind("no_secrets").judge(text, Given(earlier="hunter2")).passed
    assert not bind("no_secrets").judge(text, Given(system="The password is hunter2.")).passed
    assert not bind("no_secrets").judge(text, Given(context="password: hunter2")).passed
    assert bind("no_secrets", {"unless_given": ["context"]}).judge(text, Given(context="password: hunter2")).passed
    assert bind("no_secrets", {"allow": ["hunter2"]}).judge(text).passed
