"""What a file is, told by its first bytes and never by its name; and why some kinds are refused."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from lachan.directives.reader.sources.source import Unreadable
from lachan.directives.reader.sources.web_page import looks_like_html


class Kind(StrEnum):
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"


def kind_of(data: bytes) -> Kind:
    """The kind of a file that can be read; raise `Unreadable` for the kinds that cannot.

    Codes: `empty`, `picture`, `old-word`, `spreadsheet`, `other-document`, `archive`, `damaged`.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Unreadable("empty", "The file is empty.", "Tệp trống, không có nội dung.")
    head = data[:4096]
    # Mail gateways put a line or two before the mark of a PDF; readers accept it within 1024 bytes.
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _old_office(data)
    for marks, refusal in _REFUSED:
        if head.startswith(marks):
            raise Unreadable(*refusal)
    if head[4:8] == b"ftyp" or head[8:12] == b"WEBP":
        raise Unreadable(*_PICTURE)
    if looks_like_html(head):
        return Kind.HTML
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        raise Unreadable(*_OTHER)
    return Kind.TEXT


_PICTURE = (
    "picture",
    "The file is a picture; key the directive in beside it.",
    "Tệp là ảnh; hãy nhập nội dung văn bản bên cạnh ảnh.",
)
_OTHER = (
    "other-document",
    "This kind of document is not read; open it and save it as .docx, .pdf or plain text.",
    "Chưa đọc được loại tài liệu này; hãy mở và lưu lại dạng .docx, .pdf hoặc .txt.",
)
_ARCHIVE = (
    "archive",
    "The file is an archive; unpack it and send the documents one by one.",
    "Tệp là tệp nén; hãy giải nén và gửi từng văn bản.",
)
_SPREADSHEET = (
    "spreadsheet",
    "The file is a spreadsheet, not a directive; lists are brought in elsewhere.",
    "Tệp là bảng tính, không phải văn bản chỉ đạo; danh sách được nhập ở mục khác.",
)
_OLD_WORD = (
    "old-word",
    "The file is an old Word document (.doc); open it and save it as .docx.",
    "Tệp là Word định dạng cũ (.doc); hãy mở và lưu lại dạng .docx.",
)
_ENCRYPTED = (
    "encrypted",
    "The file is protected by a password; send it without one.",
    "Tệp có mật khẩu; đề nghị gửi tệp không đặt mật khẩu.",
)
_DAMAGED = (
    "damaged",
    "The file is damaged and cannot be opened; can it be sent again?",
    "Tệp bị hỏng, không mở được; có thể gửi lại không?",
)

_REFUSED: tuple[tuple[tuple[bytes, ...], tuple[str, str, str]], ...] = (
    (
        (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"AT&TFORM"),
        _PICTURE,
    ),
    ((b"{\\rtf", b"MIME-Version:", b"%!PS", b"\xdbRTF"), _OTHER),
    (
        (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"),
        _ARCHIVE,
    ),
)


def _zipped(data: bytes) -> Kind:
    """A zip file is told by what it holds; nothing is unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except Exception:
        # A hostile central directory fails in more ways than the module documents.
        raise Unreadable(*_DAMAGED) from None
    if "word/document.xml" in names:
        return Kind.DOCX
    if any(name.startswith(("xl/", "Index/Tables")) for name in names):
        raise Unreadable(*_SPREADSHEET)
    if "mimetype" in names or any(name.startswith(("ppt/", "word/")) for name in names):
        raise Unreadable(*_OTHER)
    raise Unreadable(*_ARCHIVE)


def _old_office(data: bytes) -> Unreadable:
    """The container of Office 97; it also holds newer documents that have a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable(*_ENCRYPTED)
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return Unreadable(*_SPREADSHEET)
    return Unreadable(*_OLD_WORD)
