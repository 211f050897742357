"""A paper as .docx: Times New Roman by name, real margins, page numbers as the decree asks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table as Grid
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from lachan.core.official.paper import (
    Annex,
    Block,
    Heading,
    Items,
    Paper,
    Paragraph,
    Table,
    World,
    paragraphs_of,
)

FACE = "Times New Roman"
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(20)
RED = RGBColor(0xD0, 0x00, 0x00)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
STAMP_WIDTHS = {"HOẢ TỐC": 30, "HỎA TỐC": 30, "THƯỢNG KHẨN": 40, "KHẨN": 20}


def docx(paper: Paper, made_at: datetime | None = None) -> bytes:
    """The paper as a Word file, editable, with the same words as the PDF."""
    word = Document()
    _prepare(word, paper, made_at)
    _header(word, paper)
    _title(word, paper)
    _addressees(word, paper)
    for block in paper.blocks:
        _draw(word, block)
    _closing(word, paper)
    for annex in paper.annexes:
        _annex(word, paper, annex)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _prepare(word: Word, paper: Paper, made_at: datetime | None) -> None:
    """Page, face, page number, and the file's own properties."""
    style = word.styles["Normal"]
    style.font.name = FACE
    style.font.size = Pt(14)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    section = word.sections[0]
    _page(section, is_landscape=paper.is_landscape)
    section.different_first_page_header_footer = True
    _number_page(section)
    if paper.foot:
        for footer in (section.footer, section.first_page_footer):
            _write(footer.paragraphs[0], paper.foot, size=9)
    moment = made_at or datetime.combine(paper.day, datetime.min.time(), tzinfo=UTC)
    words = word.core_properties
    words.title = f"{paper.kind} {paper.identifier}".strip()[:255]
    words.author = paper.issuer[:255]
    words.language = "vi-VN"
    words.comments = ""
    words.created = words.modified = moment.astimezone(UTC).replace(tzinfo=None)


def _page(section: Section, *, is_landscape: bool) -> None:
    section.page_width, section.page_height = (
        (Mm(297), Mm(210)) if is_landscape else (Mm(210), Mm(297))
    )
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    # A lying page is the upright one turned: its top is the upright page's left.
    section.top_margin = LEFT if is_landscape else TOP
    section.bottom_margin = BOTTOM
    section.left_margin = RIGHT if is_landscape else LEFT
    section.right_margin = RIGHT
    section.header_distance = Mm(10)


def _number_page(section: Section) -> None:
    line = section.header.paragraphs[0]
    line.alignment = CENTRE
    run = line.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)


def _write(
    line: Line,
    text: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
    after: float = 0,
) -> Line:
    """Put one text into a paragraph that we made; the text is a value, never a field."""
    run = line.add_run(text)
    run.font.size = Pt(size)
    run.bold = bold or None
    run.italic = italic or None
    if align is not None:
        line.alignment = align
    line.paragraph_format.space_before = Pt(0)
    line.paragraph_format.space_after = Pt(after)
    return line


def _line_below(line: Line, width: Length, share: float) -> None:
    """A ruled line of a share of the width, below a centred text."""
    side = Length(int(width * (1 - share) / 2))
    line.paragraph_format.left_indent = side
    line.paragraph_format.right_indent = side
    line.paragraph_format.line_spacing = Pt(4)
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.space_before = Pt(0)
    borders = OxmlElement("w:pBdr")
    edge = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        edge.set(qn(f"w:{name}"), value)
    borders.append(edge)
    line._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _grid(word: Word, rows: int, widths: Sequence[Length]) -> Grid:
    """A table without borders, for what stands side by side."""
    grid: Grid = word.add_table(rows=rows, cols=len(widths))
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    return grid


def _header(word: Word, paper: Paper) -> None:
    left, right = Mm(66), Mm(100)
    grid = _grid(word, 2, (left, right))
    is_party = paper.world is World.PARTY
    issuer = grid.cell(0, 0)
    line = issuer.paragraphs[0]
    if paper.superior:
        _write(line, paper.superior, size=13, align=CENTRE)
        line = issuer.add_paragraph()
    _write(line, paper.issuer, size=13, bold=True, align=CENTRE)
    if is_party:
        _write(issuer.add_paragraph(), "*", align=CENTRE)
    else:
        _line_below(issuer.add_paragraph(), left, 0.4)
    nation = grid.cell(0, 1)
    if is_party:
        _write(nation.paragraphs[0], "ĐẢNG CỘNG SẢN VIỆT NAM", size=15, bold=True, align=CENTRE)
        _line_below(nation.add_paragraph(), right, 0.8)
    else:
        country = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        _write(nation.paragraphs[0], country, size=12, bold=True, align=CENTRE)
        motto = nation.add_paragraph()
        _write(motto, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align=CENTRE)
        _line_below(nation.add_paragraph(), right, 0.6)
    numbered = grid.cell(1, 0)
    _write(numbered.paragraphs[0], paper.number_line, size=13, align=CENTRE)
    if not paper.kind:
        subject = "V/v " + " ".join(paragraphs_of(paper.subject))
        _write(numbered.add_paragraph(), subject, size=12, align=CENTRE)
    if paper.urgency:
        _stamp(numbered, paper.urgency.upper())
    _write(grid.cell(1, 1).paragraphs[0], paper.place_and_day, size=13, italic=True, align=CENTRE)


def _stamp(cell: _Cell, urgency: str) -> None:
    """The frame of urgency, 8 mm high and as wide as the decree gives for the word."""
    box = cell.add_table(rows=1, cols=1)
    box.alignment = WD_TABLE_ALIGNMENT.CENTER
    box.autofit = False
    inner = box.cell(0, 0)
    box.columns[0].width = inner.width = Mm(STAMP_WIDTHS.get(urgency, 40))
    inner.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    box.rows[0].height = Mm(8)
    _border(box, "D00000", "8")
    line = _write(inner.paragraphs[0], urgency, size=13, bold=True, align=CENTRE)
    line.runs[0].font.color.rgb = RED
    cell.add_paragraph().paragraph_format.space_after = Pt(0)


def _border(grid: Grid, colour: str, weight: str) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", weight), ("space", "0"), ("color", colour)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    grid._tbl.tblPr.append(borders)


def _title(word: Word, paper: Paper) -> None:
    if not paper.kind:
        return
    size = 16 if paper.world is World.PARTY else 14
    title = word.add_paragraph()
    _write(title, paper.kind, size=size, bold=True, align=CENTRE)
    title.paragraph_format.space_before = Pt(12)
    for line in paragraphs_of(paper.subject):
        _write(word.add_paragraph(), line, bold=True, align=CENTRE)
    if paper.world is World.PARTY:
        _write(word.add_paragraph(), "-----", align=CENTRE, after=6)
    else:
        _line_below(word.add_paragraph(), Mm(160), 0.25)


def _addressees(word: Word, paper: Paper) -> None:
    several = len(paper.addressees) > 1
    for position, text in enumerate(paper.addressee_lines):
        line = _write(word.add_paragraph(), text, align=None if several else CENTRE)
        if several:
            line.paragraph_format.left_indent = Mm(24 if position == 0 else 38)
        if position == 0:
            line.paragraph_format.space_before = Pt(6)


def _draw(word: Word, block: Block) -> None:
    if isinstance(block, Table):
        _table(word, block)
        return
    if isinstance(block, Heading):
        line = word.add_paragraph()
        _write(line, block.text, bold=True, italic=block.level > 1, after=4)
        line.paragraph_format.first_line_indent = Mm(10)
        line.paragraph_format.space_before = Pt(6)
        line.paragraph_format.keep_with_next = True
    elif isinstance(block, Items):
        for item in block.items:
            for position, text in enumerate(paragraphs_of(item)):
                _body(word, text if position else f"- {text}")
    else:
        for text in paragraphs_of(block.text):
            _body(word, text, block)


def _body(word: Word, text: str, form: Paragraph | None = None) -> None:
    form = form or Paragraph(text)
    line = _write(word.add_paragraph(), text, bold=form.bold, italic=form.italic, after=6)
    line.alignment = CENTRE if form.is_centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if form.is_indented and not form.is_centred:
        line.paragraph_format.first_line_indent = Mm(10)


def _table(word: Word, block: Table) -> None:
    if block.caption:
        _write(word.add_paragraph(), block.caption, size=13, italic=True, after=3)
    section = word.sections[-1]
    space = (
        (section.page_width or Mm(210))
        - (section.left_margin or LEFT)
        - (section.right_margin or RIGHT)
    )
    shares = block.widths or (1.0,) * len(block.headings)
    widths = [Length(int(space * share / sum(shares))) for share in shares]
    grid = _grid(word, 1 + len(block.rows), widths)
    _border(grid, "000000", "4")
    for cell, text in zip(grid.rows[0].cells, block.headings, strict=True):
        _write(cell.paragraphs[0], text, size=block.size, bold=True, align=CENTRE)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)
    for position, row in enumerate(block.rows):
        cells = grid.rows[position + 1].cells
        strong = position in block.strong
        if len(row) == 1 and len(cells) > 1:
            whole = cells[0].merge(cells[-1])
            _write(whole.paragraphs[0], row[0], size=block.size, bold=strong)
            whole.paragraphs[0].paragraph_format.keep_with_next = True
            continue
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            align = (
                WD_ALIGN_PARAGRAPH.RIGHT
                if column in block.numeric
                else CENTRE
                if column in block.centred
                else None
            )
            _write(cell.paragraphs[0], text, size=block.size, bold=strong, align=align)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _write(word.add_paragraph(), "", size=6)


def _closing(word: Word, paper: Paper) -> None:
    if not paper.signature.authority and not paper.recipients:
        return
    is_party = paper.world is World.PARTY
    grid = _grid(word, 1, (Mm(75), Mm(85)))
    left, right = grid.rows[0].cells
    if paper.recipients:
        head = _write(
            left.paragraphs[0],
            "Nơi nhận:",
            size=14 if is_party else 12,
            bold=not is_party,
            italic=not is_party,
        )
        head.runs[0].underline = is_party or None
        for text in paper.recipient_lines:
            _write(left.add_paragraph(), text, size=12 if is_party else 11)
    line = right.paragraphs[0]
    for position, text in enumerate(paper.signature.authority):
        line = right.add_paragraph() if position else line
        _write(line, text, bold=True, align=CENTRE)
    line.paragraph_format.space_after = Mm(24)
    _write(right.add_paragraph(), paper.signature.name, bold=True, align=CENTRE)
    not_split = OxmlElement("w:cantSplit")
    grid.rows[0]._tr.get_or_add_trPr().append(not_split)


def _annex(word: Word, paper: Paper, annex: Annex) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    _page(section, is_landscape=annex.is_landscape)
    section.different_first_page_header_footer = False
    for text in (annex.title, annex.subject):
        _write(word.add_paragraph(), text, bold=True, align=CENTRE)
    reference = paper.annex_reference
    _write(word.add_paragraph(), reference, size=13, italic=True, align=CENTRE, after=8)
    for block in annex.blocks:
        _draw(word, block)
