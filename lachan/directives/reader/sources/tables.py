"""The two Vietnamese font encodings of before Unicode, as tables of our own.

TCVN3 ("ABC", fonts .VnTime): one byte a letter, TCVN 5712:1993 third set. It has no capitals with
tones: those were the same bytes in a capital font (.VnTimeH), so a bare text has lost the case.
VNI (fonts VNI-Times): a base letter and, for most, a second byte that carries the marks.
"""

from __future__ import annotations

import unicodedata

_TCVN3_LETTERS: dict[int, str] = dict(
    zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)
) | {
    0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ",
    0xBB: "ằ", 0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ",
    0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ",
    0xCC: "è", 0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ",
    0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ",
    0xD7: "ì", 0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị",
    0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ",
    0xE5: "ồ", 0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ",
    0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ",
    0xEF: "ù", 0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ",
    0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự",
    0xFA: "ỳ", 0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
}  # fmt: skip

# Unicode characters that stand for the same byte when a TCVN3 text went through a Western code
# page: Word writes U+2219 and U+00AD for two of them.
_TCVN3_STRAYS = {0x2219: 0xB7, 0x00B7: 0xB7, 0x20AC: 0x80}

TCVN3: dict[int, str] = _TCVN3_LETTERS | {
    stray: _TCVN3_LETTERS[byte] for stray, byte in _TCVN3_STRAYS.items() if byte in _TCVN3_LETTERS
}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_BREVE, _CIRCUMFLEX = "\u0306", "\u0302"

# The second byte (as its Windows-1252 letter) and the marks that it puts on the letter before it.
_VNI_TONES = {"ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVE = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}
_VNI_ALONE = {
    "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ",
}  # fmt: skip


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for base in "aeouyöô":
        for mark, tone in _VNI_TONES.items():
            pairs[base + mark] = _VNI_ALONE.get(base, base) + tone
    for base in "aeo":
        for mark, tone in _VNI_CIRCUMFLEX.items():
            pairs[base + mark] = base + _CIRCUMFLEX + tone
    for mark, tone in _VNI_BREVE.items():
        pairs["a" + mark] = "a" + _BREVE + tone
    small = {pair: unicodedata.normalize("NFC", letters) for pair, letters in pairs.items()}
    capital = {pair.upper(): letters.upper() for pair, letters in small.items()}
    # A capital letter is often typed with the small mark ("Uûy"): the same byte pair serves both.
    mixed = {pair[0].upper() + pair[1]: letters.upper() for pair, letters in small.items()}
    return small | capital | mixed


VNI_PAIRS: dict[str, str] = _vni_pairs()
VNI_ALONE: dict[str, str] = _VNI_ALONE | {
    key.upper(): letter.upper() for key, letter in _VNI_ALONE.items()
}


def from_tcvn3(text: str) -> str:
    """Unicode for a text whose characters are TCVN3 bytes (read as Latin-1 or Windows-1252)."""
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """Unicode for a text whose characters are VNI bytes (read as Windows-1252)."""
    out: list[str] = []
    at = 0
    while at < len(text):
        pair = VNI_PAIRS.get(text[at : at + 2])
        if pair is not None:
            out.append(pair)
            at += 2
        else:
            out.append(VNI_ALONE.get(text[at], text[at]))
            at += 1
    return "".join(out)
