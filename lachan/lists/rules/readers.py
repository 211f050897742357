"""What the cells of a list say: names, cards, phones, sexes, numbers.

A reader takes the words of a cell and today, and gives a `Read`. It mends only what can be mended
in one way (the lost zero before a phone), and asks about all else: a card number that a spreadsheet
has rounded is not a card number any more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from lachan.core.text import folded, normal
from lachan.lists.rules.dates import read_birth, read_event_day, read_moment
from lachan.lists.rules.readings import Read
from lachan.lists.terms import Weight

Reader = Callable[..., Read]

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOTHING = {
    "",
    "-",
    "--",
    "–",
    "0",
    "x",
    "na",
    "n/a",
    "null",
    "none",
    "khong",
    "khong co",
    "k",
    "ko",
    "khong ro",
    "chua co",
    "chua",
    "?",
}
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_FORMULA = re.compile(r"[=+@\t]|-(?=[^\s\d])|#(?:REF|N/A|VALUE|NAME|DIV)", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*[.,]?(?: [^\W\d_]+(?:['’.\-][^\W\d_]+)*\.?)*")
_TITLES = re.compile(r"^(?:ông|bà|anh|chị|em|cháu|bé|cô|chú)[:.]? (?=\S+ \S)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")

# What was ever a mobile or landline number: 10 digits from 0; landlines of the provinces have 11.
_PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{8,9})")
# Before 2018 mobiles had 11 digits; they were renamed by their first four (Bộ TT-TT, 2018).
_OLD_PHONES = {
    **{"0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036"},
    **{"0167": "037", "0168": "038", "0169": "039", "0120": "070", "0121": "079"},
    **{"0122": "077", "0126": "076", "0128": "078", "0123": "083", "0124": "084"},
    **{"0125": "085", "0127": "081", "0129": "082", "0186": "056", "0188": "058", "0199": "059"},
}


def clean(words: str) -> str:
    """NFC, single spaces, no invisible marks, and not the words for "nothing"."""
    text = normal(_INVISIBLE.sub("", words)).strip(" '`’")
    return "" if folded(text) in _NOTHING else text


def read_text(words: str, *, today: date) -> Read:
    """Any words."""
    return Read(clean(words) or None)


def read_name(words: str, *, today: date) -> Read:
    """A person's name: letters and spaces; capitals are written as names are.

    Codes: `name-formula` (the cell is a formula or an error), `name-not-a-name` (digits, signs).
    """
    text = clean(words)
    if not text:
        return Read()
    if _FORMULA.match(words.strip()):
        return Read(code="name-formula", weight=Weight.REFUSE)
    text = _TITLES.sub("", _BRACKETS.sub("", text)).strip(" .,;-*")
    text = re.sub(r"^\d{1,4}\s*[.)\-/]\s*", "", text)
    if not _NAME.fullmatch(text) or len(text) > 120 or len(text) < 2:
        return Read(code="name-not-a-name", weight=Weight.REFUSE)
    if text.isupper() or text.islower():
        text = _titled(text)
    return Read(text)


def _titled(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:].lower() for word in text.split())


_SEXES = {
    **dict.fromkeys(("nam", "trai", "male", "m", "1", "ong", "boy"), "male"),
    **dict.fromkeys(("nu", "gai", "female", "f", "2", "ba", "girl", "nu gioi"), "female"),
    "nam gioi": "male",
}


def read_sex(words: str, *, today: date) -> Read:
    """`male` or `female`; what cannot be told is noted. Code: `sex-unreadable`."""
    text = folded(clean(words)).strip(" .")
    if not text:
        return Read()
    sex = _SEXES.get(text)
    return Read(sex) if sex else Read(code="sex-unreadable")


def digits_of(words: str) -> str:
    """The digits of a number as people write it: spaces, points, a leading quote are dropped."""
    text = unicodedata.normalize("NFKC", clean(words))
    text = re.sub(r"^(?:so|cccd|cmnd|cmt|sdt|dt|tel|mobile)[\s:.]*", "", folded(text))
    text = re.sub(r"[.,]0$", "", text) if re.fullmatch(r"\d+[.,]0", text) else text
    return re.sub(r"[\s.\-'_/()]", "", text)


def read_card(words: str, *, today: date) -> Read:
    """A citizen number (12 digits) or an old card (9 digits); `value` is (kind, digits).

    Codes, all held: `card-rounded` (9.60E+10: the spreadsheet has dropped digits), `card-lost-zero`
    (11 or 8 digits), `card-masked`, `card-length`, `card-letters`.
    """
    text = clean(words)
    if not text:
        return Read()
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        return Read(code="card-rounded", weight=Weight.HOLD)
    number = digits_of(words)
    if re.fullmatch(r"[a-z]\d{7,8}", number):
        return Read(("passport", number.upper()))
    if re.search(r"[*x#•]", number):
        return Read(code="card-masked", weight=Weight.HOLD)
    if not number.isdecimal():
        return Read(code="card-letters", weight=Weight.HOLD)
    if len(number) == 12:
        if number.endswith("000000") and number[0] != "0":
            return Read(code="card-rounded", weight=Weight.HOLD)
        return Read(("citizen", number))
    if len(number) == 9:
        return Read(("old_card", number))
    code = "card-lost-zero" if len(number) in (8, 11) else "card-length"
    return Read(code=code, weight=Weight.HOLD)


def read_phone(words: str, *, today: date) -> Read:
    """A phone number in digits from 0; of several, the first. Never holds anything up.

    Codes, all notes: `phone-unreadable`, `phone-lost-zero` (mended), `phone-rounded`,
    `phone-several` (the first was taken).
    """
    text = clean(words)
    if not text:
        return Read()
    if _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        return Read(code="phone-rounded")
    parts = [part for part in re.split(r"[;,/|&]|\s-\s|\n|\bhoac\b|\bhoặc\b", text) if part.strip()]
    for part in parts:
        found = _phone(digits_of(part))
        if found.value:
            return Read(found.value, code="phone-several") if len(parts) > 1 else found
    whole = _phone(digits_of(text))
    return whole if whole.value else Read(code="phone-unreadable")


def _phone(number: str) -> Read:
    number = re.sub(r"^(?:\+?84|0084)(?=[235789]\d{8,9}$)", "0", number)
    if len(number) == 11 and number[:4] in _OLD_PHONES:
        number = _OLD_PHONES[number[:4]] + number[4:]
    if _PHONE.fullmatch(number):
        return Read(number)
    if _PHONE.fullmatch(f"0{number}"):
        return Read(f"0{number}", code="phone-lost-zero")
    return Read()


def read_count(words: str, *, today: date) -> Read:
    """A small number: doses, seats. Code: `number-unreadable`."""
    text = folded(clean(words))
    if not text:
        return Read()
    words_for = {"chua tiem": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "du": 2, "du 2 mui": 2}
    if text in words_for:
        return Read(words_for[text])
    found = re.search(r"\d{1,3}", text)
    return Read(int(found[0])) if found else Read(code="number-unreadable")


_RESULTS = {
    **dict.fromkeys(("am tinh", "am", "negative", "neg", "(-)", "-", "am tinh (-)"), "negative"),
    **dict.fromkeys(("duong tinh", "duong", "positive", "pos", "(+)", "+"), "positive"),
    **dict.fromkeys(("nghi ngo", "chua xac dinh", "khong xac dinh"), "undetermined"),
}


def read_result(words: str, *, today: date) -> Read:
    """`negative`, `positive` or `undetermined`. Code: `result-unreadable` (held)."""
    text = folded(normal(words)).strip(" .")
    if not text:
        return Read()
    for key, value in _RESULTS.items():
        if text == key or (len(key) > 3 and text.startswith(key)):
            return Read(value)
    return Read(code="result-unreadable", weight=Weight.HOLD)


_YES = {"x", "co", "v", "yes", "y", "1", "dung", "roi", "da", "chu ho", "true"}


def read_yes(words: str, *, today: date) -> Read:
    """Whether a cell is ticked: `True`, or nothing."""
    return Read(True) if folded(normal(words)).strip(" .") in _YES else Read()


def read_plate(words: str, *, today: date) -> Read:
    """A vehicle's plate in capitals without signs: "69A-123.45" is "69A12345"."""
    text = re.sub(r"[\s.\-_]", "", clean(words)).upper()
    return Read(text or None)


READERS: Mapping[str, Reader] = {
    "text": read_text,
    "name": read_name,
    "birth": read_birth,
    "day": read_event_day,
    "moment": read_moment,
    "sex": read_sex,
    "card": read_card,
    "phone": read_phone,
    "count": read_count,
    "result": read_result,
    "yes": read_yes,
    "plate": read_plate,
}
