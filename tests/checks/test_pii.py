"""Personal data: found by form and checksum, let through when given or allowed, never shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.checks import bind
from harness.checks._pii_found import iban_holds, inn_holds, luhn_holds, ogrn_holds, snils_holds
from harness.checks.pii import find_personal_data, masked


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("e-mail", "Write to anna.petrova+shop@mail.example.org."),
        ("e-mail", "Её почта: анна@почта.рф"),
        ("phone number", "Его номер +7 912 345-67-89."),
        ("phone number", "Позвоните ему: 8 (912) 345-67-89"),
        ("phone number", "89123456789"),
        ("phone number", "Call her at (212) 555-2368."),
        ("phone number", "Her phone is 467 3395"),
        ("phone number", "+44 20 7946 0958"),
        ("card number", "Карта 4111 1111 1111 1111."),
        ("card number", "5555-5555-5555-4444"),
        ("card number", "Мир: 2200 0000 0000 0053"),
        ("IBAN", "Send it to GB82 WEST 1234 5698 7654 32 AND tell us"),
        ("IBAN", "DE89370400440532013000"),
        ("passport", "Паспорт: серия 4509 № 123456"),
        ("passport", "Her passport number is AB1234567."),
        ("SNILS", "СНИЛС 112-233-445 95"),
        ("SNILS", "снилс: 11223344595"),
        ("INN", "ИНН 500100732259"),
        ("INN", "ИНН: 7707083893"),
        ("social security number", "SSN: 078-05-1120"),
    ],
)
def test_each_kind_is_found_in_the_forms_people_write(kind: str, text: str) -> None:
    """With its kind named and its digits hidden in the reason."""
    verdict = bind("no_personal_data").judge(text)
    assert [found.kind for found in find_personal_data(text)] == [kind]
    assert not verdict.passed
    assert kind in verdict.reason
    assert verdict.span is not None
    value = text[slice(*verdict.span)]
    assert value not in verdict.reason


@pytest.mark.parametrize(
    "text",
    [
        "Order 4111111111111112 is packed.",
        "Заказ № 89123456789 собран.",
        "Трек-номер: 80123456789012",
        "When: 2024-04-16 11:34:35",
        "The price is 1 000 000 roubles, 12 990 with delivery.",
        "ИНН 7707083894",
        "СНИЛС 112-233-445 96",
        "GB83 WEST 1234 5698 7654 32",
        "192.168.100.200",
        "Пишите @shop или на сайт shop.example",
        "Versions 1.2.3 and 10.20.30.40",
        "С 9:00 до 21:00, 24/7, 365 дней.",
        "12 345 678 and 1234567",
    ],
)
def test_other_numbers_are_nobodys_data(text: str) -> None:
    """Orders, tracks, dates, prices, and numbers whose checksum fails."""
    assert find_personal_data(text) == []
    assert bind("no_personal_data").judge(text).passed


def test_what_the_customer_wrote_is_not_given_away() -> None:
    """In another spelling too; another value still is."""
    check = bind("no_personal_data")
    prompt = "Мой номер 8 912 345-67-89, почта Anna@Mail.example"
    assert check.judge("Позвоним на +7 (912) 345-67-89, напишем на anna@mail.example.", prompt).passed
    assert not check.judge("Позвоним на +7 (912) 345-67-80.", prompt).passed


def test_the_shops_own_contacts_can_be_allowed() -> None:
    """An address, a phone in any spelling, or a whole domain."""
    check = bind("no_personal_data", {"allow": ["8 800 555-35-35", "help@mail.example", "@shop.example"]})
    assert check.judge("8-800-555-35-35, help@mail.example, anyone@shop.example").passed
    assert not check.judge("anna@mail.example").passed
    assert not check.judge("anna@notshop.example").passed


def test_the_reason_masks_what_it_shows() -> None:
    """Reports must not spread what the check found."""
    assert masked("e-mail", "john@mail.ru") == "j***@mail.ru"
    assert masked("phone number", "+7 912 345-67-89") == "+* *** ***-**-89"
    assert "4111" not in bind("no_personal_data").judge("4111 1111 1111 1111").reason


@given(st.text(alphabet="0123456789", min_size=11, max_size=18), st.integers(0, 17), st.integers(1, 9))
def test_luhn_sees_every_single_wrong_digit(body: str, place: int, shift: int) -> None:
    """One control digit makes a number true; any one changed digit makes it false."""
    [control] = [digit for digit in "0123456789" if luhn_holds(body + digit)] or ["-"]
    if control == "-":
        return  # all digits alike are refused as a filler
    number = body + control
    at = place % len(number)
    changed = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    assert not luhn_holds(changed)


def test_checksums_hold_for_published_numbers() -> None:
    """The registries' own examples, and each with one digit changed."""
    assert iban_holds("GB82WEST12345698765432")
    assert not iban_holds("GB82WEST12345698765433")
    assert snils_holds("11223344595")
    assert not snils_holds("11223344596")
    assert inn_holds("7707083893")
    assert inn_holds("500100732259")
    assert ogrn_holds("1027700132195")
    assert ogrn_holds("304500116000157")
    assert not ogrn_holds("1027700132196")
    assert not ogrn_holds("304500116000158")
    assert not inn_holds("7707083890")
    assert not inn_holds("500100732250")
