"""When two words are one word in two forms, or one name in two spellings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from harness.checks.text import listed

__all__ = ["KINDS", "STOPWORDS", "Vocabulary", "stem"]

STOPWORDS = listed(
    "a an the of in on at to for by with from as and or is are was were be been being it its this that these those "
    "their his her him he she they them there which who whom whose what when where how do does did has have had will "
    "would can could may might into between during about than then also up out over per "
    "в во на к ко у из от за по с со о об и или а но это является был была было были быть его ее их он она оно они "
    "который которая которое которые как что чем кто где когда для при до после же ли бы"
)
KINDS = listed(
    "city town village county state country republic kingdom empire river lake sea ocean mountain mount island "
    "islands bay cape valley hotel university college school institute church cathedral castle palace house "
    "building tower park bridge street road avenue airport station center centre museum theatre theater company "
    "corporation band film movie album song book novel series season episode show war battle treaty act law "
    "amendment party award prize cup league club team king queen prince princess president saint sir lord lady dr "
    "new old great north south east west northern southern eastern western central upper lower american british "
    "english first second third type form part group system theory movement language languages people world "
    "national international город река море океан озеро остров острова гора область край республика королевство "
    "империя страна район улица площадь университет институт школа академия собор церковь музей театр замок дворец "
    "башня мост вокзал аэропорт станция компания группа фильм роман повесть книга песня альбом сериал сезон серия "
    "война битва договор закон партия премия кубок клуб команда король королева царь царица князь император "
    "императрица президент святой новый новая великий великая северный южный восточный западный центральный верхний "
    "нижний первый второй язык мир народ"
)
"""Words that say of what kind a thing is: alone they do not tell it from its like."""

_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "norway": "norwegian", "france": "french", "spain": "spanish spaniard", "denmark": "danish", "greece": "greek",
        "netherlands": "dutch", "poland": "polish", "sweden": "swedish", "finland": "finnish", "ireland": "irish",
        "scotland": "scottish scots", "wales": "welsh", "england": "english", "switzerland": "swiss",
        "turkey": "turkish", "thailand": "thai", "portugal": "portuguese", "usa": "american america",
        "uk": "british", "germany": "german",
        "child": "children", "man": "men", "woman": "women", "foot": "feet", "tooth": "teeth", "mouse": "mice",
        "person": "people", "wife": "wives", "life": "lives", "leaf": "leaves", "wolf": "wolves", "build": "built",
        "hold": "held", "make": "made", "win": "won", "write": "wrote written", "sing": "sang sung", "grey": "gray",
        "two": "both", "франция": "французский", "англия": "английский", "греция": "греческий", "турция": "турецкий",
        "человек": "люди людей людям людьми", "ребенок": "ребенка дети детей детям детьми", "год": "лет",
        "лев": "льва льву львом", "день": "дня дней дни", "лед": "льда льду льдом", "огонь": "огня огню огнем",
    }.items()
    for form in forms.split()
}  # fmt: skip
_EN_ENDINGS = listed(
    "ations ation ingly edly ments ment ings ing ness ists ist isms ism ians ian ions ion ers ies ied ity ive ic al "
    "ed es er or ly s e y"
)
_RU_ENDINGS = listed(
    "иями ями ами ого его ому ему ыми ими ость ости остью ения ение ении ением ений ов ев ей ий ый ой ая яя ое ее "
    "ые ие ую юю ых их ым им ом ем ам ям ах ях ию ия ии иям иях а е и й о у ы ь ю я"
)
_LONGEST_ENDING = 5


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its commonest ending; at least three letters stay. Irregular forms are their first form."""
    word = _IRREGULAR.get(word, word)
    endings = _EN_ENDINGS if word.isascii() else _RU_ENDINGS
    for size in range(min(_LONGEST_ENDING, len(word) - 3), 0, -1):
        if word[-size:] in endings:
            return word[:-size]
    return word


class Vocabulary:
    """The distinct words of a text, to be asked for a word in any of its forms."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = dict.fromkeys(words)
        self._by_start: dict[str, list[str]] = {}
        for word in self._words:
            self._by_start.setdefault(_start(word), []).append(word)

    def forms(self, word: str) -> list[str]:
        """The words that are this one in another form or, from six letters on, in another spelling.

        Another form: a common stem, or a common beginning of five letters and of seven tenths of the longer word.
        Another spelling: one letter of six, two of ten. A number has one form.
        """
        if not word.isalpha():
            return [word] if word in self._words else []
        near = self._by_start.get(_start(word), ())
        found = [other for other in near if other == word or _one_word(word, other)]
        if found or len(word) < 6:
            return found
        most = 2 if len(word) >= 10 else 1
        spelled = process.extract(word, list(self._words), scorer=Levenshtein.distance, score_cutoff=most, limit=None)
        return [other for other, _, _ in spelled if other.isalpha() and len(other) >= 5]


def _start(word: str) -> str:
    return _IRREGULAR.get(word, word)[:3]


def _one_word(one: str, other: str) -> bool:
    other = other.rstrip("0123456789") if len(other) > 4 else other  # a footnote's number sticks to its word
    if not other.isalpha():
        return False
    a, b = sorted((stem(one), stem(other)), key=len)
    if a == b or (not a.isascii() and len(a) >= 5 and b.startswith(a) and len(b) - len(a) <= 4):
        return True  # in Russian also a word made from it: фарфор, фарфоровая
    letters = zip(one, other, strict=False)
    common = next((i for i, (a, b) in enumerate(letters) if a != b), min(len(one), len(other)))
    return common >= 5 and common >= 0.7 * max(len(one), len(other))
