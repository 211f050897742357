"""A Word package opened within limits: weighed, unpacked under a cap, parsed without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lachan.directives.reader.sources.source import Deadline, Limits, Unreadable

# Documents saved as "strict" name the same things in name spaces of another address.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def damaged() -> Unreadable:
    return Unreadable(
        "damaged",
        "The Word document is damaged and cannot be opened; can it be sent again?",
        "Tệp Word bị hỏng, không mở được; có thể gửi lại không?",
    )


def bomb() -> Unreadable:
    return Unreadable(
        "bomb",
        "The file unpacks to far more than a document can hold; it was not opened.",
        "Tệp khi giải nén lớn bất thường so với một văn bản; tệp không được mở.",
    )


class Package:
    """A zip file that is opened within limits: declared sizes first, then a cap on what comes."""

    def __init__(self, data: bytes, limits: Limits, deadline: Deadline) -> None:
        self._limits = limits
        self._deadline = deadline
        self._taken = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception:
            # A hostile central directory fails in more ways than the module documents.
            raise damaged() from None
        members = self._zip.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > limits.members or unpacked > limits.unpacked_bytes:
            raise bomb()
        # A small file of repeated words may well pack a hundred to one; a big one does not.
        if unpacked > 10_000_000 and unpacked > limits.ratio * max(1, len(data)):
            raise bomb()
        self.names = frozenset(member.filename for member in members)

    def bytes(self, name: str) -> bytes | None:
        """The part unpacked, or None when there is none; never more than the limits allow."""
        if name not in self.names:
            return None
        self._deadline.check()
        allowed = min(self._limits.part_bytes, self._limits.unpacked_bytes - self._taken)
        try:
            member = self._zip.getinfo(name)
            if member.flag_bits & 0x1:
                raise Unreadable(
                    "encrypted",
                    "The file is protected by a password; send it without one.",
                    "Tệp có mật khẩu; đề nghị gửi tệp không đặt mật khẩu.",
                )
            if member.file_size > allowed:
                raise Unreadable(
                    "too-long",
                    "The document is far longer than a directive; send the directive by itself.",
                    "Tệp dài hơn nhiều so với một văn bản chỉ đạo; đề nghị gửi riêng văn bản đó.",
                )
            with self._zip.open(member) as stream:
                content = stream.read(allowed + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError):
            raise damaged() from None
        except (NotImplementedError, RuntimeError, UnicodeError, MemoryError):
            raise damaged() from None
        if len(content) > allowed:
            raise bomb()
        self._taken += len(content)
        return content

    def xml(self, name: str) -> Element | None:
        """The part as a tree, or None when there is none."""
        content = self.bytes(name)
        if content is None:
            return None
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return parse(content)


def parse(content: bytes) -> Element:
    """The tree of an XML part; a DTD or an entity of its own is refused."""
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(
            "xml-entities",
            "The file declares entities, as no Word document does; it was not opened.",
            "Tệp có khai báo thực thể XML mà tài liệu Word không bao giờ có; tệp không được mở.",
        ) from None
    except (ParseError, ValueError, LookupError, UnicodeError, RecursionError):
        raise damaged() from None
    return root
