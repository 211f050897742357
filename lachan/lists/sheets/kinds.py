"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lachan.lists.sheets.faults import Unreadable
from lachan.lists.terms import FileKind

MOST_BYTES = 50_000_000
MOST_UNPACKED = 200_000_000
MOST_MEMBERS = 1_000
MOST_RATIO = 100
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(file: Path) -> FileKind:
    """The kind of a file that can be taken in; raise `Unreadable` for those that cannot."""
    size = file.stat().st_size
    if size == 0:
        raise Unreadable("empty")
    if size > MOST_BYTES:
        raise Unreadable("too-big")
    with file.open("rb") as stream:
        head = stream.read(8192)
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf") and size <= len(head):
        raise Unreadable("empty")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(file)
    if head.startswith(_OLE):
        return _old_office(file)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")) or head[8:12] == b"WEBP":
        return FileKind.PICTURE
    if head.startswith((b"II*\0", b"MM\0*", b"BM", b"GIF8")) or head[4:8] == b"ftyp":
        raise Unreadable("picture-kind")
    if head.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise Unreadable("archive")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<html", b"<!doctype", b"<table", b"<head", b"<meta")):
        raise Unreadable("web-table")
    if start.startswith(b"{\\rtf"):
        raise Unreadable("document")
    # UTF-16 has zero bytes in every other place; other binary files have them anywhere.
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        zeros = max(head[0::2].count(0), head[1::2].count(0))
        if zeros < len(head) // 4:
            raise Unreadable("not-a-list")
    return FileKind.CSV


def _zipped(file: Path) -> FileKind:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            refuse_bomb(members, file.stat().st_size)
            types = b""
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as stream:
                    types = stream.read(1_000_000)
    except Unreadable:
        raise
    except Exception:
        # A hostile central directory fails in more ways than the module documents.
        raise Unreadable("damaged") from None
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable("macros")
    if "xl/workbook.bin" in names:
        raise Unreadable("binary-workbook")
    if any(name.startswith("xl/") and name.endswith("workbook.xml") for name in names):
        return FileKind.XLSX
    if "content.xml" in names and "mimetype" in names:
        raise Unreadable("open-document")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Unreadable("document")
    if b"spreadsheetml" in types:
        return FileKind.XLSX
    raise Unreadable("archive")


def refuse_bomb(members: list[zipfile.ZipInfo], packed: int) -> None:
    """Refuse a package whose declared sizes are beyond all lists; no more is ever read of it."""
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise Unreadable("bomb")
    # A small file of repeated words may well pack a hundred to one; a big one does not.
    if unpacked > 10_000_000 and unpacked > MOST_RATIO * max(1, packed):
        raise Unreadable("bomb")
    if any(member.flag_bits & 0x1 for member in members):
        raise Unreadable("encrypted")


def _old_office(file: Path) -> FileKind:
    content = file.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("encrypted")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return FileKind.XLS
    raise Unreadable("document")
