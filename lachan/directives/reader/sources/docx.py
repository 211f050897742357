"""A Word document (.docx) as the lines that a reader of the printed page would see.

Read straight from the parts of the package (ECMA-376) and not through a library: the list numbers,
the text boxes and the tracked deletions that a directive is full of are exactly what the common
libraries leave out, and a package from outside is opened only within limits.

1  Weigh the package before anything is unpacked; every part is then read under a hard cap.
2  Parse the parts without DTD or entities.
3  Walk headers, body, notes and footers in reading order; list numbers are counted as Word does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from lachan.directives.reader.sources.numbering import Numbering
from lachan.directives.reader.sources.package import Package, damaged
from lachan.directives.reader.sources.source import (
    Deadline,
    Limits,
    Manner,
    Note,
    Unreadable,
)
from lachan.directives.reader.sources.tables import from_tcvn3, from_vni

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

# Deeper than any page; a walk by recursion must not meet the interpreter's own limit.
_DEPTH = 150


def read_docx(data: bytes, limits: Limits, deadline: Deadline) -> tuple[str, tuple[Note, ...]]:
    """The lines of the document and what must be said about it.

    Raises `Unreadable` with code `bomb`, `damaged`, `xml-entities`, `encrypted` or `too-long`.
    """
    package = Package(data, limits, deadline)
    document = package.xml("word/document.xml")
    if document is None:
        raise damaged()
    walk = _Walk(
        Numbering(package.xml("word/numbering.xml"), package.xml("word/styles.xml")),
        limits,
        deadline,
    )
    related = _related(package.xml("word/_rels/document.xml.rels"))
    body = document.find(f"{_W}body")
    if body is None:
        raise damaged()
    lines: list[str] = []
    for part in _edges(document, related, "headerReference"):
        lines += _without_page_numbers(walk.part(package.xml(part)))
    lines += walk.block(body, 0)
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        lines += walk.part(package.xml(name))
    for part in _edges(document, related, "footerReference"):
        lines += _without_page_numbers(walk.part(package.xml(part)))
    return "\n".join(lines), tuple(walk.notes())


# 1, 2 · the parts that belong to the page


def _related(relations: Element | None) -> dict[str, str]:
    """Relationship id to part name, inside the package only: nothing outside is ever followed."""
    if relations is None:
        return {}
    found: dict[str, str] = {}
    for relation in relations.iter(f"{_REL}Relationship"):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target", "")
        name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        found[relation.get("Id", "")] = name
    return found


def _edges(document: Element, related: dict[str, str], kind: str) -> list[str]:
    """The parts of the headers (or footers) that the sections use, each once, in order."""
    names = [
        related.get(reference.get(_R_ID, ""), "") for reference in document.iter(f"{_W}{kind}")
    ]
    return list(dict.fromkeys(name for name in names if name))


_PAGE_NUMBER = re.compile(r"[\s\-–]*(?:Trang\s*)?\d{0,4}(?:\s*/\s*\d{1,4})?[\s\-–]*")


def _without_page_numbers(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip() and not _PAGE_NUMBER.fullmatch(line)]


# 3 · the walk


@dataclass(slots=True)
class _Cell:
    lines: list[str]
    span: int = 1


@dataclass(slots=True)
class _Walk:
    """One reading of a document; list counters run on from part to part as in Word."""

    numbering: Numbering
    limits: Limits
    deadline: Deadline
    _deleted: int = 0
    _inserted: int = 0
    _hidden: int = 0
    _legacy: set[str] = field(default_factory=set)
    _steps: int = 0
    _length: int = 0

    def part(self, root: Element | None) -> list[str]:
        """The lines of a header, a footer or the notes."""
        if root is None:
            return []
        lines: list[str] = []
        if root.tag in {f"{_W}footnotes", f"{_W}endnotes"}:
            for note in root:
                # Word keeps the separating rules as notes of a type of their own.
                if note.get(f"{_W}type") is None:
                    text = " ".join(line.strip() for line in self.block(note, 0)).strip()
                    lines += [f"[{note.get(f'{_W}id', '')}] {text}"] if text else []
            return lines
        return self.block(root, 0)

    def block(self, parent: Element, depth: int) -> list[str]:
        """The lines of whatever stands in `parent`, in order."""
        if depth > _DEPTH:
            raise damaged()
        lines: list[str] = []
        joined = False
        for child in parent:
            tag = child.tag
            if tag == f"{_W}p":
                paragraph, deleted_mark = self._paragraph(child, depth)
                if joined and lines and paragraph:
                    # The mark between the two paragraphs was deleted: they are one.
                    lines[-1] += paragraph.pop(0)
                lines += paragraph
                joined = deleted_mark
            elif tag == f"{_W}tbl":
                lines += self._table(child, depth + 1)
            elif tag in {f"{_W}del", f"{_W}moveFrom"}:
                self._deleted += 1
            elif tag == f"{_MC}AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    lines += self.block(chosen, depth + 1)
            elif isinstance(tag, str) and not tag.endswith("Pr"):
                lines += self.block(child, depth + 1)
        return lines

    def _paragraph(self, paragraph: Element, depth: int) -> tuple[list[str], bool]:
        """Its lines (text boxes after it), and whether its end mark was deleted."""
        self._steps += 1
        if self._steps % 500 == 0:
            self.deadline.check()
        out: list[str] = []
        boxes: list[list[str]] = []
        self._inline(paragraph, out, boxes, depth + 1)
        text = "".join(out)
        properties = paragraph.find(f"{_W}pPr")
        deleted = properties is not None and properties.find(f"{_W}rPr/{_W}del") is not None
        if text.strip() or not deleted:
            # Word counts an empty item too, though nothing is read there.
            label = self.numbering.label(properties)
            text = f"{label} {text.lstrip()}" if label and text.strip() else text
        self._length += len(text)
        if self._length > self.limits.characters:
            raise Unreadable(
                "too-long",
                f"The file holds more than {self.limits.characters} characters of text; send the"
                " directive by itself.",
                f"Tệp có hơn {self.limits.characters} ký tự; đề nghị gửi riêng văn bản chỉ đạo.",
            )
        lines = text.split("\n")
        for box in boxes:
            lines += box
        return lines, deleted

    def _inline(self, parent: Element, out: list[str], boxes: list[list[str]], depth: int) -> None:
        if depth > _DEPTH:
            raise damaged()
        for child in parent:
            tag = child.tag
            if tag == f"{_W}r":
                self._run(child, out, boxes, depth + 1)
            elif tag in {f"{_W}del", f"{_W}moveFrom"}:
                self._deleted += 1
            elif tag == _MATH_TEXT:
                out.append(child.text or "")
            elif tag == f"{_MC}AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    self._inline(chosen, out, boxes, depth + 1)
            elif tag == f"{_W}txbxContent":
                boxes.append(self.block(child, depth + 1))
            elif isinstance(tag, str) and not tag.endswith("Pr"):
                if tag in {f"{_W}ins", f"{_W}moveTo"}:
                    self._inserted += 1
                self._inline(child, out, boxes, depth + 1)

    def _run(self, run: Element, out: list[str], boxes: list[list[str]], depth: int) -> None:
        properties = run.find(f"{_W}rPr")
        if properties is not None and _is_on(properties.find(f"{_W}vanish")):
            self._hidden += 1
            return
        text: list[str] = []
        for child in run:
            tag = child.tag
            if tag == f"{_W}t":
                text.append(child.text or "")
            elif tag == f"{_W}tab":
                text.append("\t")
            elif tag in {f"{_W}br", f"{_W}cr"}:
                text.append("\n")
            elif tag == f"{_W}noBreakHyphen":
                text.append("-")
            elif tag == f"{_W}sym":
                text.append(_symbol(child))
            elif tag in {
                f"{_W}drawing",
                f"{_W}pict",
                f"{_W}object",
                f"{_MC}AlternateContent",
            }:
                out.append(self._shown("".join(text), properties))
                text.clear()
                holder = Element("holder")
                holder.append(child)
                self._inline(holder, out, boxes, depth + 1)
        out.append(self._shown("".join(text), properties))

    def _shown(self, text: str, properties: Element | None) -> str:
        """The run as it is seen: legacy fonts turned, capitals where the format makes them."""
        if properties is None or not text:
            return text
        fonts = properties.find(f"{_W}rFonts")
        font = "" if fonts is None else fonts.get(f"{_W}ascii", "")
        if font.startswith(".Vn") and not text.isascii():
            self._legacy.add("TCVN3")
            text = from_tcvn3(text)
        elif font.upper().startswith("VNI-") and not text.isascii():
            self._legacy.add("VNI")
            text = from_vni(text)
        capital_font = font.startswith(".Vn") and font.endswith("H")
        if capital_font or _is_on(properties.find(f"{_W}caps")):
            return text.upper()
        return text

    # Tables: a page layout is read cell by cell, figures are read row by row.

    def _table(self, table: Element, depth: int) -> list[str]:
        rows = [
            [self._cell(cell, depth + 1) for cell in _children(row, f"{_W}tc")]
            for row in _children(table, f"{_W}tr")
        ]
        rows = [row for row in rows if row]
        if not rows:
            return []
        if _is_layout(rows, _has_borders(table)):
            return [line for row in rows for cell in row for line in [*cell.lines]]
        lines: list[str] = []
        for row in rows:
            cells = [_one_line(cell) for cell in row]
            lines.append("| " + " | ".join(cells) + " |")
        return lines

    def _cell(self, cell: Element, depth: int) -> _Cell:
        properties = cell.find(f"{_W}tcPr")
        merge = None if properties is None else properties.find(f"{_W}vMerge")
        if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
            return _Cell([])
        return _Cell(self.block(cell, depth))

    def notes(self) -> Iterator[Note]:
        """What must be said about the document."""
        if self._deleted or self._inserted:
            yield Note(
                "tracked-changes",
                "The document holds changes that were tracked and not settled; it was read as if"
                " all were accepted. Is this the final text?",
                "Văn bản còn dấu sửa (track changes) chưa chốt; đã đọc như thể chấp nhận toàn bộ"
                " sửa đổi. Đây có phải bản chính thức không?",
                Manner.QUESTION,
            )
        if self._hidden:
            yield Note(
                "hidden-text",
                "The document holds hidden text, which was left out.",
                "Văn bản có chữ ẩn; phần này không được đọc.",
            )
        for name in sorted(self._legacy):
            yield Note(
                f"legacy-font-{name.lower()}",
                f"Part of the document is written in {name} fonts; it was turned into Unicode.",
                f"Một phần văn bản dùng phông {name}; đã chuyển sang Unicode.",
            )


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those that Word wraps in controls or insertions."""
    stack = [iter(parent)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == tag:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"}:
            stack.append(iter(child))


def _chosen(alternate: Element) -> Element | None:
    """Word writes a text box twice, new and old form: the first that is there is read."""
    choice = alternate.find(f"{_MC}Choice")
    return choice if choice is not None else alternate.find(f"{_MC}Fallback")


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in {
        "0",
        "false",
        "off",
        "none",
    }


def _symbol(symbol: Element) -> str:
    """A character from a symbol font; the private ones have no meaning outside their font."""
    try:
        code = int(symbol.get(f"{_W}char", ""), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _has_borders(table: Element) -> bool:
    properties = table.find(f"{_W}tblPr")
    if properties is None:
        return False
    borders = properties.find(f"{_W}tblBorders")
    if borders is not None:
        return any(side.get(f"{_W}val") not in {None, "nil", "none"} for side in borders)
    style = properties.find(f"{_W}tblStyle")
    return style is not None and "grid" in style.get(f"{_W}val", "").lower()


def _is_layout(rows: list[list[_Cell]], bordered: bool) -> bool:
    """A head or a signature block set in a table, as against figures in rows.

    The heads of Vietnamese documents are two columns without rules, a few rows high; a frame of
    one column is a box.
    """
    width = max(len(row) for row in rows)
    if width == 1:
        return True
    if width > 3 or len(rows) > 6:
        return False
    several = any(
        sum(bool(line.strip()) for line in cell.lines) > 1 for row in rows for cell in row
    )
    return not bordered or (width == 2 and len(rows) <= 2 and several)


def _one_line(cell: _Cell) -> str:
    return " ".join(" ".join(line.split()) for line in cell.lines if line.strip()).replace("|", "/")
