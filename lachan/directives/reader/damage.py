"""Text that was hurt on its way: wrong decoding, look-alike letters."""

from __future__ import annotations

import re
import unicodedata

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


def normal(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
