"""From bytes to text, saying which encoding it was; what cannot be told is asked, not mended.

1  A byte order mark decides.
2  Bytes that are valid UTF-8 are UTF-8; UTF-16 without a mark shows by its zero bytes.
3  Other bytes are read in each Vietnamese encoding of before Unicode; the one whose words are
   built like Vietnamese syllables is taken and said, and without a clear one the file is refused.
4  Text of any origin is then looked at again: UTF-8 that was encoded twice is refused, legacy
   font text inside Unicode is turned and said, look-alike letters and lost letters are asked about.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from lachan.directives.reader.sources.samples import FEW, SAMPLE, sample_bytes, sample_of, weight_of
from lachan.directives.reader.sources.source import Manner, Note, Unreadable, unique
from lachan.directives.reader.sources.syllables import (
    is_syllable,
    marked_words,
    share_vietnamese,
)
from lachan.directives.reader.sources.tables import from_tcvn3, from_vni
from lachan.directives.reader.sources.twice_encoded import is_twice_encoded

# Measured on ordinary texts: in the right encoding 0.95 and more of the marked words are built like
# Vietnamese syllables, in a wrong one less than 0.6.
_SURE = 0.85
_DOUBTFUL = 0.6
_MARGIN = 0.1

# 0.5 % of characters lost is about one in each line of print.
_LOST_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, its encoding in words, and what must be said about it."""

    text: str
    encoding: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of the bytes; `declared` is what an HTML page says of itself, believed if it fits.

    Raises `Unreadable` with code `encoding-unknown`, `not-text`, `mojibake`, `letters-lost` or
    `not-vietnamese`.
    """
    found = _by_mark(data) or _by_declaration(data, declared) or _by_utf(data) or _by_words(data)
    checked = examine(found.text)
    encoding = found.encoding if checked.encoding == "" else f"{found.encoding}, {checked.encoding}"
    return Decoded(checked.text, encoding, unique(found.notes + checked.notes))


# 1 · a byte order mark


def _by_mark(data: bytes) -> Decoded | None:
    for mark, codec, words in (
        (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 (little-endian)"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 (big-endian)"),
    ):
        if data.startswith(mark):
            body = data[len(mark) :]
            try:
                return Decoded(body.decode(codec), words, _said(words))
            except UnicodeDecodeError:
                return _damaged(body, codec, words)
    return None


def _said(words: str) -> tuple[Note, ...]:
    return (
        Note(
            "encoding",
            f"The file was recognised as {words}.",
            f"Đã nhận ra bảng mã của tệp: {_IN_VIETNAMESE.get(words, words)}.",
        ),
    )


_IN_VIETNAMESE = {
    "UTF-8 with a byte order mark": "UTF-8 có dấu thứ tự byte (BOM)",
    "TCVN3 (ABC, fonts .VnTime)": "TCVN3 (ABC, phông .VnTime)",
    "VNI (fonts VNI-Times)": "VNI (phông VNI-Times)",
}


def _damaged(body: bytes, codec: str, words: str) -> Decoded:
    """Text with a few broken characters, asked about; more than a few are refused."""
    text = body.decode(codec, errors="replace")
    lost = text.count("\ufffd")
    if lost > max(FEW, _LOST_SHARE * len(text)):
        raise _lost_letters()
    return Decoded(text, words)


def _lost_letters() -> Unreadable:
    return Unreadable(
        "letters-lost",
        "Many letters of the file are lost; can the sender save it again from the original?",
        "Nhiều chữ trong tệp đã bị mất; nơi gửi có thể lưu lại từ bản gốc không?",
    )


# 2 · what the file says of itself, and the forms of Unicode


def _by_declaration(data: bytes, declared: str | None) -> Decoded | None:
    if declared is None:
        return None
    try:
        codec = codecs.lookup(declared).name
    except (LookupError, ValueError):
        return None
    if codec in {"utf-8", "ascii", "iso8859-1", "cp1252"} or not _is_text_codec(codec):
        # A page that says Latin-1 often is something else: the words decide.
        return None
    try:
        text = data.decode(codec)
    except (UnicodeError, ValueError):
        return None
    share = share_vietnamese(sample_of(text))
    if share is not None and share < _SURE:
        return None
    words = declared.strip().lower()
    words = {"windows-1258": "Windows-1258", "cp1258": "Windows-1258"}.get(words, words)
    return Decoded(text, words, _said(words))


def _is_text_codec(name: str) -> bool:
    # Python has codecs that unpack ("zip") or run far too long ("punycode"): only these are text.
    return name.startswith(("cp125", "iso8859", "utf-16", "utf-32", "koi8", "gb", "big5"))


def _by_utf(data: bytes) -> Decoded | None:
    if b"\0" in data[:4096]:
        return _by_zeros(data)
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        # A file that was cut in the middle of its last letter is still UTF-8.
        whole = data[: error.start]
        if len(data) - error.start > 3 or error.reason != "unexpected end of data" or not whole:
            return None
        return Decoded(whole.decode("utf-8") + "\ufffd", "UTF-8")


def _by_zeros(data: bytes) -> Decoded:
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    words = f"UTF-16 ({'little' if odd > even else 'big'}-endian) without a byte order mark"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        raise _not_text() from None
    if "\0" in text or _controls(text) or (share_vietnamese(sample_of(text)) or 0.0) < _SURE:
        raise _not_text()
    return Decoded(text, words, _said(words))


def _not_text() -> Unreadable:
    return Unreadable(
        "not-text",
        "The file is of an unknown kind; send the directive as .docx, .pdf, .html or plain text.",
        "Không nhận ra loại tệp; đề nghị gửi văn bản dạng .docx, .pdf, .html hoặc .txt.",
    )


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _controls(text: str) -> bool:
    """More control characters than any text has."""
    return len(_CONTROLS.findall(sample_of(text))) > max(2, len(text[: 2 * SAMPLE]) // 1000)


# 3 · the encodings of before Unicode

_LEGACY: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("Windows-1258", "cp1258", lambda text: text),
    ("TCVN3 (ABC, fonts .VnTime)", "cp1252", from_tcvn3),
    ("VNI (fonts VNI-Times)", "cp1252", from_vni),
)


def _by_words(data: bytes) -> Decoded:
    if _controls(data[: 2 * SAMPLE].decode("latin-1")):
        raise _not_text()
    ranked: list[tuple[float, str, str, Callable[[str], str]]] = []
    sample = sample_bytes(data)
    for words, codec, turn in _LEGACY:
        text = turn(sample.decode(codec, errors="replace"))
        ranked.append((weight_of(text), words, codec, turn))
    utf8 = sample.decode("utf-8", errors="replace")
    ranked.append((weight_of(utf8.replace("\ufffd", " ")), "UTF-8", "utf-8", lambda text: text))
    ranked.sort(key=lambda entry: -entry[0])
    best, second = ranked[0], ranked[1]
    if best[0] < _SURE or best[0] - second[0] < _MARGIN:
        raise Unreadable(
            "encoding-unknown",
            "The encoding of the text cannot be told; can it be sent as .docx, .pdf or in UTF-8?",
            "Không xác định được bảng mã của văn bản; có thể gửi lại dạng .docx, .pdf hoặc UTF-8"
            " không?",
        )
    _, words, codec, turn = best
    if codec == "utf-8":
        return _damaged(data, codec, words)
    try:
        text = turn(data.decode(codec))
    except UnicodeDecodeError:
        decoded = _damaged(data, codec, words)
        return Decoded(turn(decoded.text), words, _said(words) + _without_case(words))
    return Decoded(text, words, _said(words) + _without_case(words))


def _without_case(words: str) -> tuple[Note, ...]:
    if not words.startswith("TCVN3"):
        return ()
    return (
        Note(
            "case-lost",
            "TCVN3 has no capital letters with tones: some capitals of the original read as small.",
            "TCVN3 không có chữ hoa mang dấu: một số chữ hoa của bản gốc được đọc thành chữ"
            " thường.",
        ),
    )


# 4 · a second look at text of any origin


def examine(text: str) -> Decoded:
    """The text, with legacy font text turned; `encoding` is "" unless something was turned.

    Raises `Unreadable` for UTF-8 encoded twice, for many lost letters and for letters that form
    no Vietnamese words.
    """
    if is_twice_encoded(text):
        raise Unreadable(
            "mojibake",
            "The letters were spoilt by saving UTF-8 text in a wrong encoding; can the sender give"
            " the original file?",
            "Chữ bị hỏng do văn bản UTF-8 được lưu sai bảng mã; nơi gửi có thể cung cấp tệp gốc"
            " không?",
        )
    words = marked_words(sample_of(text))
    share = sum(map(is_syllable, words)) / len(words) if words else None
    if share is not None and len(words) >= FEW and share < _DOUBTFUL:
        for name, _, turn in _LEGACY[1:]:
            turned = turn(text)
            if weight_of(sample_of(turned)) >= _SURE:
                return Decoded(turned, name, _said(name) + _without_case(name))
    if _letters_became_question_marks(text):
        raise _lost_letters()
    if share is not None and len(words) >= 10 and share < 0.3:
        raise Unreadable(
            "not-vietnamese",
            "The letters form no Vietnamese words; is it another language, or a wrong encoding?",
            "Các chữ không tạo thành từ tiếng Việt; đây là tiếng khác hay sai bảng mã?",
        )
    return Decoded(text, "", _doubts(text, share))


_EATEN = re.compile(r"[A-Za-zĐđ]\?[A-Za-z]|\?\?[A-Za-z]|[A-Za-z]\?\?")


def _letters_became_question_marks(text: str) -> bool:
    sample = sample_of(text)
    eaten = len(_EATEN.findall(sample))
    return eaten >= 5 and eaten * 12 > len(sample.split())


_MIXED_SCRIPT = re.compile(
    r"[A-Za-z\u00c0-\u01b0\u1ea0-\u1ef9\d/-]+[\u0370-\u052f]+|[\u0370-\u052f]+[A-Za-z\u00c0-\u01b0\u1ea0-\u1ef9\d/-]+"
)
_LATIN = re.compile(r"[a-z]{2,}", re.IGNORECASE)


def _doubts(text: str, share: float | None) -> tuple[Note, ...]:
    notes: list[Note] = []
    lost = text.count("\ufffd")
    if lost > max(FEW, _LOST_SHARE * len(text)):
        raise _lost_letters()
    if lost:
        notes.append(
            Note(
                "letters-lost",
                f"{lost} characters of the file are lost; what stood there?",
                f"{lost} ký tự trong tệp đã bị mất; ở đó viết gì?",
                Manner.QUESTION,
            )
        )
    mixed = list(dict.fromkeys(_MIXED_SCRIPT.findall(text)))
    if mixed:
        shown = ", ".join(mixed[:5])
        notes.append(
            Note(
                "look-alikes",
                f"Some words hold letters of another alphabet that look alike ({shown}); are they"
                " what was meant?",
                f"Một số từ có chữ cái của bảng chữ khác trông giống nhau ({shown}); có đúng ý"
                " người soạn không?",
                Manner.QUESTION,
            )
        )
    if share is None and len(_LATIN.findall(text)) >= 20:
        notes.append(
            Note(
                "no-marks",
                "The text has no Vietnamese letters; were the marks lost?",
                "Văn bản không có chữ tiếng Việt có dấu; dấu có bị mất không?",
                Manner.QUESTION,
            )
        )
    foreign = _foreign_lines(text)
    if foreign:
        notes.append(
            Note(
                "mixed-encodings",
                f"{foreign} lines are written in another encoding (TCVN3 or VNI) than the rest;"
                " they are left as they are. What do they say?",
                f"{foreign} dòng dùng bảng mã khác (TCVN3 hoặc VNI) với phần còn lại và được giữ"
                " nguyên. Nội dung các dòng đó là gì?",
                Manner.QUESTION,
            )
        )
    return tuple(notes)


def _foreign_lines(text: str) -> int:
    """How many lines read as TCVN3 or VNI in a text that otherwise is Unicode."""
    count = 0
    for line in sample_of(text).split("\n"):
        words = marked_words(line)
        if len(words) < FEW or sum(map(is_syllable, words)) >= _DOUBTFUL * len(words):
            continue
        if max(weight_of(from_tcvn3(line)), weight_of(from_vni(line))) >= _SURE:
            count += 1
    return count
