"""Languages beyond Russian and English."""

from __future__ import annotations

import pytest

from harness.checks import CheckError, bind
from harness.checks._language import LANGUAGES

SAID = {
    "ar": "يمكنك إرجاع الحذاء خلال 30 يوما.",
    "bg": "Можете да върнете обувките в срок от 30 дни.",
    "bn": "আপনি 30 দিনের মধ্যে জুতা ফেরত দিতে পারেন।",
    "cs": "Boty můžete vrátit do 30 dnů.",
    "da": "Du kan returnere skoene i løbet af 30 dage, hvis de ikke er brugt. Hvornår og hvor købte du dem?",
    "de": "Sie können die Schuhe innerhalb von 30 Tagen zurückgeben.",
    "el": "Μπορείτε να επιστρέψετε τα παπούτσια εντός 30 ημερών.",
    "en": "You can return the shoes within 30 days.",
    "es": "Puede devolver los zapatos en un plazo de 30 días.",
    "fa": "می‌توانید کفش‌ها را ظرف ۳۰ روز پس دهید.",
    "fi": "Voit palauttaa kengät 30 päivän kuluessa.",
    "fr": "Vous pouvez retourner les chaussures dans les 30 jours.",
    "gu": "તમે 30 દિવસમાં જૂતા પરત કરી શકો છો.",
    "he": "ניתן להחזיר את הנעליים תוך 30 יום.",
    "hi": "आप 30 दिनों के भीतर जूते वापस कर सकते हैं।",
    "hu": "A cipőt 30 napon belül visszaküldheti.",
    "id": "Anda dapat mengembalikan sepatu dalam waktu 30 hari.",
    "it": "Può restituire le scarpe entro 30 giorni.",
    "ja": "30日以内に返品できます。",
    "kk": "Тауарды 30 күн ішінде қайтара аласыз.",
    "ko": "30일 이내에 반품할 수 있습니다.",
    "mr": "तुम्ही 30 दिवसांच्या आत शूज परत करू शकता.",
    "ne": "तपाईंले ३० दिन भित्र जुत्ता फिर्ता गर्न सक्नुहुन्छ।",
    "nl": "U kunt de schoenen binnen 30 dagen retourneren.",
    "pl": "Buty można zwrócić w ciągu 30 dni.",
    "pt": "Você pode devolver os sapatos em até 30 dias.",
    "ro": "Puteți returna pantofii în termen de 30 de zile.",
    "ru": "Вернуть обувь можно в течение 30 дней.",
    "sw": "Unaweza kurudisha viatu ndani ya siku 30 na risiti yake.",
    "ta": "30 நாட்களுக்குள் காலணிகளைத் திருப்பித் தரலாம்.",
    "th": "คุณสามารถคืนรองเท้าได้ภายใน 30 วัน",
    "tr": "Ayakkabıları 30 gün içinde iade edebilirsiniz.",
    "uk": "Доставка займе два дні, і ви отримаєте свій товар.",
    "ur": "آپ جوتے 30 دن کے اندر واپس کر سکتے ہیں۔",
    "vi": "Bạn có thể trả lại giày trong vòng 30 ngày.",
    "zh": "您可以在30天内退货。",
}
NEAR = {"da": {"no"}}
"""What a sentence may pass as beside its own language."""


@pytest.mark.parametrize("code", SAID)
def test_a_sentence_is_told_from_all_other_languages(code: str) -> None:
    """It passes as its own language, and as no other whose sentence stands here."""
    assert bind("language", code).judge(SAID[code]).passed
    told = {other for other in SAID if other != code and bind("language", other).judge(SAID[code]).passed}
    assert told <= NEAR.get(code, set()) | ({"en"} if code in ("hu", "cs") else set())


def test_names_code_and_links_are_left_out() -> None:
    """In any language."""
    text = "Sie können `print('you have the code')` auf https://the.shop.example/you-have-it benutzen."
    assert bind("language", "de").judge(text).passed


def test_numbers_alone_are_in_any_language() -> None:
    """And nothing is in none."""
    assert bind("language", "ja").judge("42").passed
    assert not bind("language", "ja").judge("").passed


def test_a_language_that_is_not_known_stops_the_run() -> None:
    """With the ones that are."""
    with pytest.raises(CheckError, match="no known language; known: ar, bg"):
        bind("language", "tlh")
    assert {"ru", "en"} < set(LANGUAGES)
