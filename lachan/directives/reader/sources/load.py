"""The one door for a file: bytes in, its text and what must be said about it out.

1  Refuse what is too large before looking inside; tell the kind by the content.
2  Read the kind, each within the limits.
3  Make the text one normal form and say how it was come by.
"""

from __future__ import annotations

from lachan.directives.reader.sources.docx import MEDIA_TYPE as DOCX_MEDIA_TYPE
from lachan.directives.reader.sources.docx import read_docx
from lachan.directives.reader.sources.encodings import decode, examine
from lachan.directives.reader.sources.kinds import Kind, kind_of
from lachan.directives.reader.sources.pdf import MEDIA_TYPE as PDF_MEDIA_TYPE
from lachan.directives.reader.sources.pdf import read_pdf
from lachan.directives.reader.sources.source import (
    Deadline,
    Limits,
    Note,
    Source,
    Unreadable,
    capped,
    digest,
    tidy,
    unique,
)
from lachan.directives.reader.sources.web_page import MEDIA_TYPE as HTML_MEDIA_TYPE
from lachan.directives.reader.sources.web_page import read_html

_STANDARD = Limits()


def load_source(data: bytes, name: str, limits: Limits = _STANDARD) -> Source:
    """The text of one file. `name` is only kept and shown: the content tells the kind.

    Raises `Unreadable`, and nothing else, for a file that gives no text. Opens no network
    connection and follows nothing that the file refers to.
    """
    if len(data) > limits.file_bytes:
        megabytes = limits.file_bytes / 1_000_000
        raise Unreadable(
            "too-large",
            f"The file is larger than {megabytes:g} MB; send the directive by itself.",
            f"Tệp lớn hơn {megabytes:g} MB; đề nghị gửi riêng văn bản chỉ đạo.",
        )
    kind = kind_of(data)
    deadline = Deadline(limits.seconds)
    breaks: tuple[int, ...] = ()
    notes: tuple[Note, ...]
    if kind is Kind.DOCX:
        raw, notes = read_docx(data, limits, deadline)
        encoding, media_type = "Unicode (Word document)", DOCX_MEDIA_TYPE
    elif kind is Kind.PDF:
        raw, notes, breaks = read_pdf(data, limits, deadline)
        encoding, media_type = "Unicode (text layer of a PDF)", PDF_MEDIA_TYPE
    elif kind is Kind.HTML:
        raw, decoded, notes = read_html(data, limits, deadline)
        encoding, media_type = decoded.encoding, HTML_MEDIA_TYPE
    else:
        decoded = decode(data)
        raw, notes = decoded.text, decoded.notes
        encoding, media_type = decoded.encoding, "text/plain"
    if kind in {Kind.DOCX, Kind.PDF}:
        checked = examine(raw)
        raw, notes = checked.text, unique(notes + checked.notes)
        if checked.encoding:
            encoding = f"{encoding}, {checked.encoding}"
    text = tidy(capped(raw, limits))
    if not text.strip():
        raise Unreadable("empty", "The file holds no text.", "Tệp không có chữ nào.")
    return Source(
        name=name,
        text=text,
        encoding=encoding,
        media_type=media_type,
        sha256=digest(data),
        notes=notes,
        breaks=_after_tidying(raw, breaks),
    )


def _after_tidying(raw: str, breaks: tuple[int, ...]) -> tuple[int, ...]:
    """The same places in the tidied text; pages begin after a space or a line end."""
    moved: list[int] = []
    before = at = 0
    for offset in breaks:
        at += len(tidy(raw[before:offset]))
        moved.append(at)
        before = offset
    return tuple(moved)
