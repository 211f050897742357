"""Names of bodies and units as comparable keys: abbreviations written out, tones in one place.

Two keys are compared. The *accented* key keeps the diacritics but not where the tone stands
("Uỷ" and "Ủy" are one), the *plain* key has none. Both write the abbreviations of documents out
and drop what documents vary freely: punctuation, "và", "bệnh" in "phòng, chống dịch bệnh".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Abbreviations that mean one thing wherever they stand, folded -> written out, folded.
ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "bcd": "ban chi dao",
    "bch": "ban chi huy",
    "bchqs": "ban chi huy quan su",
    "bdbp": "bo doi bien phong",
    "bp": "bien phong",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "mttqvn": "mat tran to quoc",
    "ubmttqvn": "uy ban mat tran to quoc",
    "ldld": "lien doan lao dong",
    "bhxh": "bao hiem xa hoi",
    "btv": "ban thuong vu",
    "btvtu": "ban thuong vu tinh uy",
    "btvhuy": "ban thuong vu huyen uy",
    "btvhu": "ban thuong vu huyen uy",
    "ttr": "thuong truc",
    "vp": "van phong",
    "vptu": "van phong tinh uy",
    "vphu": "van phong huyen uy",
    "ubkt": "uy ban kiem tra",
    "tp": "thanh pho",
    "tx": "thi xa",
    "ttyt": "trung tam y te",
    "gtvt": "giao thong van tai",
    "nnptnt": "nong nghiep phat trien nong thon",
    "nn ptnt": "nong nghiep phat trien nong thon",
    "ldtbxh": "lao dong thuong binh xa hoi",
    "ldtb xh": "lao dong thuong binh xa hoi",
    "ld tbxh": "lao dong thuong binh xa hoi",
    "tttt": "thong tin truyen thong",
    "tt tt": "thong tin truyen thong",
    "khdt": "ke hoach dau tu",
    "kh dt": "ke hoach dau tu",
    "gddt": "giao duc dao tao",
    "gd dt": "giao duc dao tao",
    "vhttdl": "van hoa the thao du lich",
    "vhtt dl": "van hoa the thao du lich",
    "tnmt": "tai nguyen moi truong",
    "tn mt": "tai nguyen moi truong",
    "khcn": "khoa hoc cong nghe",
    "kh cn": "khoa hoc cong nghe",
    "qltt": "quan ly thi truong",
    "hcm": "ho chi minh",
    "tphcm": "thanh pho ho chi minh",
}
_LONGEST_FIRST = sorted(ABBREVIATIONS, key=len, reverse=True)
_ABBREVIATION = re.compile(rf"\b({'|'.join(_LONGEST_FIRST)})\b")
# "CA tỉnh" is the police only before a level: Cà Mau folds to "ca mau".
_POLICE = re.compile(r"\bca (?=(tinh|huyen|thanh pho|thi xa|quan|xa|phuong|thi tran)\b)")
_EPIDEMIC = re.compile(
    r"\b(cong tac )?phong chong (dai )?dich( benh)?( (covid|sars cov 2|ncov)( 19)?)?\b"
    r"|\bcovid( 19)?\b"
)
_FRONT = re.compile(r"\b(mat tran to quoc) viet nam\b")
_NOT_LETTERS = re.compile(r"[^\w]+|_")
_PARENTHESES = re.compile(r"\([^()]*\)")
_TONES = {"̀", "́", "̃", "̉", "̣"}


def fold(words: str) -> str:
    """Lower case, no diacritics, no punctuation, single spaces."""
    decomposed = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D").lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(_NOT_LETTERS.sub(" ", plain).split())


@lru_cache(maxsize=65_536)
def plain_key(words: str) -> str:
    """The key without diacritics: "UBND TP. Cà Mau" is "uy ban nhan dan thanh pho ca mau"."""
    words_only = fold(_PARENTHESES.sub(" ", words)).split()
    key = " ".join(word for word in words_only if word != "va")
    key = _ABBREVIATION.sub(lambda found: ABBREVIATIONS[found[1]], key)
    key = _POLICE.sub("cong an ", key)
    key = _FRONT.sub(r"\1", key)
    key = _EPIDEMIC.sub("covid", key)
    return key


@lru_cache(maxsize=65_536)
def accented_key(words: str) -> str:
    """Lower case with diacritics, each syllable's tone moved to its end: "hoà" is "hòa"."""
    syllables = _NOT_LETTERS.sub(" ", unicodedata.normalize("NFC", words).lower()).split()
    return " ".join(_tone_last(syllable) for syllable in syllables)


def _tone_last(syllable: str) -> str:
    decomposed = unicodedata.normalize("NFD", syllable)
    letters = "".join(letter for letter in decomposed if letter not in _TONES)
    tones = "".join(sorted(letter for letter in decomposed if letter in _TONES))
    return unicodedata.normalize("NFC", letters) + tones


def without_end(key: str, end: str) -> str:
    """The key without these last words, or unchanged when it does not end so."""
    if end and key.endswith(f" {end}"):
        return key[: -len(end) - 1]
    return key


def is_within(words: str, key: str) -> bool:
    """Whether these whole words stand together somewhere in the key."""
    return f" {words} " in f" {key} "
