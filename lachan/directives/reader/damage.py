"""Text that was hurt on its way: wrong decoding, look-alike letters."""

from __future__ import annotations

import re
import unicodedata

from lachan.directives.reader.model import Question, Span

_MOJIBAKE = re.compile(r"Ã[\x80-\xbf¡-¿ªº]|Æ°|Æ¡|á»|áº|Ä‘|Ä\x91|Ä�|Â[\xa0-\xbf]|�")
_LOOK_ALIKE = {
    **dict(zip("АВЕКМНОРСТХУаеорсухіІј", "ABEKMHOPCTXYaeopcyxiIj", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True)),
    "＿": "_",
    "–": "–",
}
_TABLE = str.maketrans(_LOOK_ALIKE)
_FOREIGN = re.compile("[" + "".join(_LOOK_ALIKE).replace("–", "").replace("＿", "") + "]")
# Bold and italic marks of plain-text copies; a star that stands alone is a bullet or a rule.
_MARKUP = re.compile(r"\*{2,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\S)\*(?=[^\s*])")
_VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.I)


def is_mojibake(text: str) -> bool:
    """Whether the text was decoded with the wrong table."""
    hurt = len(_MOJIBAKE.findall(text))
    return hurt >= 3 and hurt > len(_VIETNAMESE.findall(text)) * 0.2


def latin(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with Cyrillic and Greek look-alikes replaced (same length), and where they stood."""
    plain = _MARKUP.sub(lambda match: " " * len(match[0]), text.translate(_TABLE))
    return plain, [match.span() for match in _FOREIGN.finditer(text)]


def refusal(text: str) -> Question | None:
    """Why this text cannot be read at all, or None."""
    if not text.strip():
        return Question(
            "text", "the document holds no text", "văn bản không có chữ", None, "text_empty"
        )
    if is_mojibake(text):
        return Question(
            "text",
            "the letters are garbled (decoded with a wrong table): give the original file",
            "chữ bị vỡ do sai bảng mã: xin gửi lại tệp gốc",
            None,
            "text_garbled",
        )
    return None


def look_alikes(places: list[Span]) -> Question:
    """What to ask about letters that only look Latin."""
    return Question(
        "text",
        f"{len(places)} letters look Latin but are not",
        f"có {len(places)} chữ trông giống chữ La-tinh nhưng không phải",
        places[0],
        "look_alikes",
    )


def normal(text: str) -> str:
    """NFC, with one kind of line end: the text in which spans count."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
