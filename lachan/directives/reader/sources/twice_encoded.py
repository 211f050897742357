"""UTF-8 that was read in a one-byte encoding and saved as UTF-8 again."""

from __future__ import annotations

import re

from lachan.directives.reader.sources.samples import FEW, sample_of

_RUN = re.compile(r"[^\x00-\x7f]{2,12}")
_READABLE = re.compile(
    "[ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
    "\u0300-\u0323\u1ea0-\u1ef9\u2010-\u2026\u00a0-\u00bb]+"
)


def is_twice_encoded(text: str) -> bool:
    """True when runs of letters are the bytes of UTF-8 letters read in a one-byte encoding."""
    runs = _RUN.findall(sample_of(text))
    spoilt = sum(map(_was_utf8, runs))
    return spoilt >= FEW or (spoilt > 0 and 3 * spoilt >= len(runs))


def _was_utf8(run: str) -> bool:
    for page in _PAGES:
        raw = bytearray()
        for letter in run:
            byte = page.get(letter)
            if byte is None:
                break
            raw.append(byte)
        else:
            # The run may end inside a letter: what was spoilt into a space is not part of it.
            text = bytes(raw).decode("utf-8", errors="ignore")
            if text and len(text.encode()) * 2 > len(raw) and _READABLE.fullmatch(text):
                return True
    return False


def _page(codec: str) -> dict[str, int]:
    """Letter to byte; the bytes that the page leaves undefined stand for themselves."""
    letters: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        letters[bytes([byte]).decode(codec, errors="ignore") or chr(byte)] = byte
    return letters


_PAGES = (_page("cp1252"), _page("cp1258"), _page("latin-1"))
