"""Files for the tests, made here: packages, PDFs by hand, texts in the encodings of before."""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence

from lachan.directives.reader.sources.tables import TCVN3, VNI_ALONE, VNI_PAIRS

LETTER = """ỦY BAN NHÂN DÂN
TỈNH SÔNG MÂY
Số: 123/UBND-VX

Kính gửi:
- Sở Y tế;
- Ủy ban nhân dân các huyện, thành phố.

1. Giao Sở Y tế chủ trì, phối hợp Công an tỉnh rà soát người về từ vùng dịch.
2. Các huyện báo cáo trước 16 giờ ngày 06/8/2021; đường, ngõ, ấp, khóm được giữ sạch.
"""
TONES = "\u0300\u0301\u0303\u0309\u0323"
PARAGRAPH = (
    "<w:p><w:r><w:t>Sở Y tế báo cáo Ủy ban nhân dân tỉnh về tình hình dịch bệnh.</w:t></w:r></w:p>"
)


def windows_1258(text: str) -> bytes:
    """As Windows wrote Vietnamese: the vowel with its own mark, then the tone by itself."""
    out: list[str] = []
    for letter in text:
        try:
            letter.encode("cp1258")
            out.append(letter)
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = "".join(mark for mark in parts if mark in TONES)
            vowel = "".join(mark for mark in parts if mark not in TONES)
            out.append(unicodedata.normalize("NFC", vowel) + tone)
    return "".join(out).encode("cp1258")


def tcvn3(text: str) -> bytes:
    """As typed in .VnTime: capitals with tones do not exist and are typed small."""
    back = {letter: chr(code) for code, letter in TCVN3.items() if code < 0x100}
    return "".join(back.get(letter) or back.get(letter.lower(), letter) for letter in text).encode(
        "cp1252"
    )


def vni(text: str) -> bytes:
    back = {letter: pair for pair, letter in reversed(VNI_PAIRS.items())}
    back |= {letter: pair for pair, letter in VNI_ALONE.items()}
    return "".join(back.get(letter, letter) for letter in text).encode("cp1252")


def docx(body: str, **parts: str) -> bytes:
    """A Word package around the body; `parts` are further parts of the folder `word`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f"<w:body>{body}</w:body></w:document>",
        )
        for name, content in parts.items():
            place = "_rels/document.xml.rels" if name == "relations" else f"{name}.xml"
            package.writestr(f"word/{place}", content)
    return out.getvalue()


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


class _Lock:
    """The first of the PDF security handlers (40-bit RC4): enough to be asked for a password."""

    def __init__(self, password: str) -> None:
        padded = (password.encode() + _PADDING)[:32]
        self.owner = _rc4(hashlib.md5(_PADDING, usedforsecurity=False).digest()[:5], padded)
        secret = padded + self.owner + (0xFFFFFFC0).to_bytes(4, "little") + b"0" * 16
        self.key = hashlib.md5(secret, usedforsecurity=False).digest()[:5]
        self.user = _rc4(self.key, _PADDING)

    def stream(self, number: int, data: bytes) -> bytes:
        salt = number.to_bytes(3, "little") + b"\0\0"
        return _rc4(hashlib.md5(self.key + salt, usedforsecurity=False).digest()[:10], data)

    @property
    def entry(self) -> bytes:
        return b"<< /Filter /Standard /V 1 /R 2 /P -64 /O <%s> /U <%s> >>" % (
            self.owner.hex().encode(),
            self.user.hex().encode(),
        )


def pdf(
    *contents: str,
    pictures: Sequence[int] = (),
    filter_name: str = "",
    password: str | None = None,
) -> bytes:
    """A PDF by hand: one page a content stream, Helvetica.

    `pictures` are the pages (from 0) that one picture covers; a `password` locks the file, the
    empty one only restricts it.
    """
    lock = None if password is None else _Lock(password)
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /Length 1 >>\nstream\n\x80\nendstream",
    ]
    pages: list[int] = []
    for place, content in enumerate(contents):
        stream = content.encode("latin-1")
        if place in pictures:
            stream += b"\nq 595 0 0 842 0 0 cm /I Do Q"
        extra = b""
        if filter_name:
            stream, extra = zlib.compress(stream, 9), f" /Filter /{filter_name}".encode()
        if lock is not None:
            stream = lock.stream(len(objects) + 1, stream)
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), extra, stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>" % len(objects)
        )
        pages.append(len(objects))
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))
    out = bytearray(b"%PDF-1.4\n")
    offsets: list[int] = []
    for number, thing in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    locked = (
        b""
        if lock is None
        else b" /Encrypt %s /ID [<%s> <%s>]"
        % (
            lock.entry,
            (b"0" * 16).hex().encode(),
            (b"0" * 16).hex().encode(),
        )
    )
    out += b"trailer << /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        locked,
        start,
    )
    return bytes(out)
