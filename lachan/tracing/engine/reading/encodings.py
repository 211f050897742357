"""The bytes of a file of text as UTF-8; other encodings are recognised by their words, and said.

The recogniser is the one that reads directives: it is as free of Django as this engine, and a
second table of TCVN3 would be a second place for a mistake.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lachan.directives.reader.sources.encodings import decode
from lachan.directives.reader.sources.source import Unreadable as Unrecognised
from lachan.directives.reader.sources.tables import from_tcvn3, from_vni
from lachan.tracing.engine.reading.account import Unreadable
from lachan.tracing.engine.reading.files import Source

_SAMPLE = 100_000
_MARKED_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 (little-endian)"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 (big-endian)"),
)
_OF_BEFORE_UNICODE: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("Windows-1258", "cp1258", lambda text: text),
    ("TCVN3", "cp1252", from_tcvn3),
    ("VNI", "cp1252", from_vni),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file of text is written.

    words      its name, "" for plain UTF-8
    is_known   False when the words could not be told: then only numbers may be read from the file
    """

    words: str = ""
    codec: str = "utf-8"
    turn: Callable[[str], str] | None = None
    mark: int = 0
    is_known: bool = True

    def utf8(self, source: Source) -> Iterator[bytes]:
        """The bytes of the file in UTF-8, in pieces that may end anywhere."""
        waiting = self.mark
        decoder = codecs.getincrementaldecoder(self.codec)("replace")
        rest = ""
        for piece in source.pieces():
            piece, waiting = piece[waiting:], max(0, waiting - len(piece))
            if self.codec == "utf-8":
                yield piece
                continue
            # Letters whose marks follow them are put together: none is cut off from its mark here.
            text = rest + decoder.decode(piece)
            cut = text.rfind("\n") + 1
            rest = text[cut:]
            yield self._turned(text[:cut])
        yield self._turned(rest)

    def _turned(self, text: str) -> bytes:
        turned = self.turn(text) if self.turn is not None else text
        return unicodedata.normalize("NFC", turned).encode()


def encoding_of(source: Source) -> Encoding:
    """Look through the whole file. Raises `Unreadable` for what is no text at all."""
    pieces = source.pieces()
    first = next(pieces, b"")
    for mark, codec, words in _MARKS:
        if first.startswith(mark):
            return Encoding(words, codec, mark=len(mark))
    if b"\0" in first:
        raise Unreadable(f"{source}: is neither text nor Parquet")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(first)
        for piece in pieces:
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _recognised(source)
    return Encoding()


def _recognised(source: Source) -> Encoding:
    sample: list[bytes] = []
    size = 0
    for piece in source.pieces():
        for line in _MARKED_LINE.findall(piece):
            if size < _SAMPLE:
                sample.append(line)
                size += len(line)
        if size >= _SAMPLE:
            break
    try:
        decoded = decode(b"\n".join([*sample, b""]))
    except Unrecognised:
        return Encoding("unknown", "latin-1", is_known=False)
    for name, codec, turn in _OF_BEFORE_UNICODE:
        if decoded.encoding.startswith(name):
            return Encoding(decoded.encoding, codec, turn)
    return Encoding("UTF-8 with broken letters", "utf-8")
