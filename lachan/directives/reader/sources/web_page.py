"""The article of an HTML page as lines: no scripts, no menus, nothing fetched.

Block elements end lines, tables are read like those of Word documents, entities are turned. What
was left out as a menu is said, because a machine that leaves out may leave out too much.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from lxml import etree, html

from lachan.directives.reader.sources.encodings import Decoded, decode
from lachan.directives.reader.sources.source import Deadline, Limits, Note, Unreadable

MEDIA_TYPE = "text/html"

_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas",
        "audio", "video", "form", "button", "select", "input", "textarea", "head", "title",
        "dialog",
    }
)  # fmt: skip
_LINES = frozenset(
    {
        "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hgroup", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody",
        "td", "tfoot", "th", "thead", "tr", "ul", "caption",
    }
)  # fmt: skip
_MENU_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|breadcrumbs?|share|social|related|comments?|banner|"
    r"advert|ads|cookie|pagination|toolbar|search)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_OPENED = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_DEPTH = 200


def looks_like_html(head: bytes) -> bool:
    """True when the first bytes of a file open an HTML page (in any one-byte encoding)."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.replace(b"\0", b"")
    return _OPENED.search(head[:2048]) is not None and head.lstrip(
        codecs.BOM_UTF8 + b" \t\r\n\x0b\x0c\xff\xfe"
    ).startswith(b"<")


def read_html(
    data: bytes, limits: Limits, deadline: Deadline
) -> tuple[str, Decoded, tuple[Note, ...]]:
    """The lines of the article, how the bytes were decoded, and what must be said.

    Raises `Unreadable` with code `too-large`, `damaged`, `no-text` or one of `decode`'s.
    """
    if len(data) > limits.html_bytes:
        raise Unreadable(
            "too-large",
            f"The web page is larger than {limits.html_bytes // 1_000_000} MB; send its text.",
            f"Trang web lớn hơn {limits.html_bytes // 1_000_000} MB; đề nghị gửi phần chữ.",
        )
    declared = _DECLARED.search(data[:4096])
    decoded = decode(data, declared[1].decode("ascii") if declared else None)
    deadline.check()
    root = _tree(decoded.text)
    walk = _Walk(deadline)
    lines = walk.lines(_article(root))
    if not any(lines):
        raise Unreadable(
            "no-text",
            "The web page holds no text of its own; open it in a browser and send what it shows.",
            "Trang web không có phần chữ; hãy mở bằng trình duyệt và gửi nội dung hiển thị.",
        )
    notes = decoded.notes
    if walk.left_out:
        notes += (
            Note(
                "menus-left-out",
                f"{walk.left_out} parts of the page (menus, shares, comments) were left out.",
                f"Đã bỏ qua {walk.left_out} phần của trang (trình đơn, chia sẻ, bình luận).",
            ),
        )
    return "\n".join(lines), decoded, notes


def _tree(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    # Outside the letters XML allows nothing is shown, and a NUL would end the page for libxml2.
    clean = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    try:
        root = html.document_fromstring(clean.encode("utf-8"), parser=parser)
        if any("depth" in entry.message for entry in parser.error_log):
            # libxml2 stops there, and what comes after would be missing without a word.
            raise ValueError("nested too deep")
    except (etree.LxmlError, ValueError, AssertionError, RecursionError):
        raise Unreadable(
            "damaged",
            "The web page cannot be read; send its text.",
            "Không đọc được trang web; đề nghị gửi phần chữ.",
        ) from None
    assert isinstance(root, html.HtmlElement)
    return root


def _article(root: html.HtmlElement) -> html.HtmlElement:
    """The part that says it is the article, when it holds the better half of the words."""
    body = root.find("body")
    whole = body if body is not None else root
    size = len(_plain(whole))
    for query in (".//article", ".//main", ".//*[@role='main']"):
        parts = whole.findall(query)
        if len(parts) == 1 and 2 * len(_plain(parts[0])) >= size:
            return parts[0]
    return whole


def _plain(element: html.HtmlElement) -> str:
    return " ".join(
        text for text in element.itertext() if isinstance(text, str) and not text.isspace()
    )


@dataclass(slots=True)
class _Walk:
    deadline: Deadline
    left_out: int = 0
    _steps: int = 0
    _items: dict[html.HtmlElement, int] = field(default_factory=dict)
    _out: list[str] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)

    def lines(self, root: html.HtmlElement) -> list[str]:
        """All lines below `root`; one empty line at most between two."""
        self._visit(root, 0, False)
        self._end_line()
        kept: list[str] = []
        for line in self._out:
            if line or (kept and kept[-1]):
                kept.append(line)
        while kept and not kept[-1]:
            kept.pop()
        return kept

    def _visit(self, element: html.HtmlElement, depth: int, as_typed: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str) or self._is_dropped(element, tag, depth):
            return
        self._steps += 1
        if self._steps % 1000 == 0:
            self.deadline.check()
        if depth > _DEPTH:
            # Text below is kept, its shape is not: nobody nests a directive so deep.
            self._say(_plain(element), False)
            return
        if tag == "br":
            self._end_line()
            return
        if tag == "table" and self._table(element, depth):
            return
        block = tag in _LINES
        if block:
            self._end_line()
        if tag == "li":
            self._say(self._label(element), False)
        as_typed = as_typed or tag == "pre"
        self._say(element.text or "", as_typed)
        for child in element:
            self._visit(child, depth + 1, as_typed)
            self._say(child.tail or "", as_typed)
        if block:
            self._end_line()
            if tag in {"p", "div", "ul", "ol", "table", "h1", "h2", "h3"}:
                self._out.append("")

    def _is_dropped(self, element: html.HtmlElement, tag: str, depth: int) -> bool:
        if tag in {"nav", "aside", "menu"}:
            self.left_out += 1
            return True
        if tag in _DROPPED:
            return True
        if "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")):
            return True
        if depth == 0 or tag in {"html", "body", "main", "article"}:
            return False
        named = f"{element.get('class', '')} {element.get('id', '')}"
        if len(named) < 400 and _MENU_NAMES.search(named) and _mostly_links(element):
            self.left_out += 1
            return True
        if tag in {"ul", "ol", "header", "footer"} and _mostly_links(element):
            self.left_out += 1
            return True
        return False

    def _label(self, item: html.HtmlElement) -> str:
        """The number or bullet that a browser puts before a list item."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        start = parent.get("start", "1")
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1
        number = self._items[parent] = self._items.get(parent, first - 1) + 1
        kind = parent.get("type", "1")
        if kind in {"a", "A"} and 1 <= number <= 26:
            letter = chr(ord("a") + number - 1)
            return f"{letter if kind == 'a' else letter.upper()}) "
        return f"{number}. "

    def _say(self, text: str, as_typed: bool) -> None:
        if as_typed:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line()
                self._line.append(line)
        elif text:
            self._line.append(_SPACES.sub(" ", text))

    def _end_line(self) -> None:
        line = "".join(self._line)
        self._line.clear()
        if line.strip():
            self._out.append(_SPACES.sub(" ", line).strip())

    def _table(self, table: html.HtmlElement, depth: int) -> bool:
        """Rows of figures as lines with pipes; False for a table that only places the page."""
        rows = [
            [cell for cell in row if cell.tag in {"td", "th"}]
            for row in table.iter("tr")
            if next(row.iterancestors("table"), None) is table
        ]
        rows = [row for row in rows if row]
        width = max(map(len, rows), default=0)
        ruled = table.get("border", "0") not in {"", "0"} or any(
            cell.tag == "th" for row in rows for cell in row
        )
        nested = any(True for inner in table.iter("table") if inner is not table)
        if width < 2 or nested or not (ruled or (width > 3 and len(rows) > 1)):
            return False
        self._end_line()
        for row in rows:
            cells = [_Walk(self.deadline).lines(cell) for cell in row]
            flat = [" ".join(filter(None, cell)).replace("|", "/") for cell in cells]
            self._out.append("| " + " | ".join(flat) + " |")
        return True


def _mostly_links(element: html.HtmlElement) -> bool:
    """At least two links that hold nearly all of the words."""
    links = element.findall(".//a")
    if len(links) < 2:
        return False
    linked = sum(len(_plain(link)) for link in links)
    return linked >= 0.8 * len(_plain(element))
