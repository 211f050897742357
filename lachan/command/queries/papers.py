"""A report and a consolidation as official paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from lachan.accounts.models import User
from lachan.command.models import Adjustment, Consolidation, Letterhead
from lachan.command.queries.consolidation import collated
from lachan.command.queries.form import letterhead_on, office_letterhead
from lachan.command.queries.reports import Sheet, slips_of
from lachan.command.rules.signing import authority_lines
from lachan.command.rules.wording import (
    GROUP_TITLES,
    ROMAN,
    SECTION_TITLES,
    STANDING_WORDS,
    UNKNOWN_NOTE,
    change,
    day_words,
    hour_words,
    moment_words,
    subject,
    written,
)
from lachan.command.terms import ConsolidationState, Group, ReportState, Section, Standing
from lachan.core.dates import day_of
from lachan.core.official import (
    Annex,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signature,
    Table,
    World,
)
from lachan.core.official.paper import Block, symbol_of

DRAFT = "DỰ THẢO"
UNITS_IN_TABLE = 10
NOTHING = "Không có."


def report_paper(sheet: Sheet, now: datetime) -> Paper:
    """A unit's report on its own letterhead; a draft is stamped and bears no number."""
    report = sheet.report
    head = letterhead_on(report.organisation, report.day)
    is_sent = report.state == ReportState.SUBMITTED
    until = report.submitted_at if is_sent and report.submitted_at else now
    intro = (
        "Thực hiện chế độ thông tin, báo cáo hằng ngày, "
        f"{report.organisation.name} báo cáo công tác phòng, chống dịch bệnh ngày "
        f"{day_words(report.day)} (số liệu đến {moment_words(until)}) như sau:"
    )
    blocks: list[Block] = [Paragraph(intro), Heading("I. SỐ LIỆU"), _report_table(sheet)]
    if sheet.unknown:
        blocks.append(Paragraph(UNKNOWN_NOTE, italic=True))
    blocks += _notes(sheet)
    blocks += _sections(dict(sheet.sections), first=1)
    slips = slips_of(report) if is_sent else []
    if slips:
        blocks.append(Heading(f"{ROMAN[5]}. PHIẾU ĐIỀU CHỈNH SAU KHI GỬI"))
        blocks.append(Items(tuple(_slip_words(slip) for slip in slips)))
    return _paper(
        head,
        report.number if is_sent else None,
        day_of(until) if is_sent else report.day,
        subject(report.day),
        blocks,
        report.submitted_by if is_sent else None,
        report.signer_title,
        stamp="" if is_sent else DRAFT,
    )


def _paper(
    head: Letterhead,
    number: int | None,
    day: date,
    about: str,
    blocks: Iterable[Block],
    signer: User | None,
    signer_title: str,
    *,
    stamp: str,
    annexes: tuple[Annex, ...] = (),
) -> Paper:
    world = World(head.world)
    return Paper(
        world=world,
        superior=head.superior,
        issuer=head.issuer,
        number=number,
        symbol=symbol_of(world, "BC", head.body_symbol),
        place=head.place,
        day=day,
        subject=about,
        addressees=tuple(head.addressees),
        blocks=tuple(blocks),
        recipients=tuple(head.recipients),
        signature=Signature(
            authority_lines(head.authority, head.chief_title, signer_title),
            signer.full_name if signer else "",
        ),
        annexes=annexes,
        stamp=stamp,
    )


def _report_table(sheet: Sheet) -> Table:
    rows: list[tuple[str, ...]] = []
    strong = []
    count = 0
    for group, figures in sheet.groups:
        strong.append(len(rows))
        rows.append((GROUP_TITLES[Group(group)],))
        for row in figures:
            count += 1
            rows.append(
                (
                    str(count),
                    row.definition.label,
                    row.definition.unit_of_measure,
                    written(row.value),
                    written(row.yesterday) if row.yesterday is not None else "",
                    change(row.difference),
                )
            )
    return Table(
        headings=("TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Hôm trước", "Tăng, giảm"),
        rows=tuple(rows),
        widths=(1, 7, 2, 2, 2, 2),
        numeric=(3, 4, 5),
        centred=(0, 2),
        strong=tuple(strong),
    )


def _notes(sheet: Sheet) -> list[Block]:
    notes = tuple(f"{row.definition.label}: {row.note}" for row in sheet.rows if row.note)
    return [Paragraph("Giải trình số liệu:", italic=True), Items(notes)] if notes else []


def _sections(words: dict[Section, str], *, first: int) -> list[Block]:
    """The parts that are words; an empty part says so, since silence is no report."""
    blocks: list[Block] = []
    for position, section in enumerate(Section, start=first):
        blocks.append(Heading(f"{ROMAN[position]}. {SECTION_TITLES[section]}"))
        blocks.append(Paragraph(words[section] or NOTHING))
    return blocks


def _slip_words(slip: Adjustment) -> str:
    lines = "; ".join(
        f"{line.definition.label}: {written(line.old_value)} → {written(line.new_value)}"
        for line in slip.lines.all()
    )
    return (
        f"Phiếu số {slip.number:02d} ({moment_words(slip.made_at)}): {lines}. Lý do: {slip.reason}"
    )


def consolidation_paper(
    row: Consolidation | None, content: dict[str, Any], words: dict[Section, str]
) -> Paper:
    """The office's consolidated report; what is signed is printed from its frozen content."""
    day = date.fromisoformat(content["day"])
    is_signed = row is not None and row.state == ConsolidationState.SIGNED
    signed_at = row.signed_at if row is not None and is_signed else None
    head = office_letterhead(content["path"], day)
    return _paper(
        head,
        row.number if row is not None and is_signed else None,
        day_of(signed_at) if signed_at else day,
        f"Tổng hợp công tác phòng, chống dịch bệnh ngày {day_words(day)}",
        _consolidation_blocks(content, words, day),
        row.signed_by if row is not None and is_signed else None,
        row.signer_title if row is not None else "",
        stamp="" if is_signed else DRAFT,
        annexes=_annexes(content, day),
    )


def _consolidation_blocks(
    content: dict[str, Any], words: dict[Section, str], day: date
) -> list[Block]:
    cut_off = datetime.fromisoformat(content["cut_off_at"])
    as_of = datetime.fromisoformat(content["as_of"])
    blocks: list[Block] = [
        Paragraph(
            f"Tổng hợp báo cáo ngày {day_words(day)} của các đơn vị (hạn gửi "
            f"{hour_words(cut_off)}, số liệu đến {moment_words(as_of)}) như sau:"
        ),
        Heading("I. TÌNH HÌNH GỬI BÁO CÁO"),
        Paragraph(f"Đã gửi: {content['sent']}/{content['owed']} đơn vị."),
    ]
    for label, key in (
        ("Gửi trễ hạn", "late"),
        ("Chưa gửi", "missing"),
        ("Đã trả lại, chưa gửi lại", "returned"),
    ):
        if content[key]:
            blocks.append(Paragraph(f"{label} ({len(content[key])}): {'; '.join(content[key])}."))
    blocks += [Heading("II. SỐ LIỆU TỔNG HỢP"), _totals_table(content)]
    if any(figure["known"] < figure["owing"] for figure in content["figures"]):
        blocks.append(
            Paragraph(
                f"{UNKNOWN_NOTE} Tổng số chỉ cộng các đơn vị có số liệu; cột cuối ghi số đơn vị có "
                "số liệu trên số đơn vị phải báo cáo. Tăng, giảm so trên cùng các đơn vị.",
                italic=True,
            )
        )
    if content["own"]:
        blocks.append(Items(tuple(_own_words(figure) for figure in content["own"])))
    blocks += _sections(words, first=2)
    if content["adjustments"]:
        blocks.append(Heading(f"{ROMAN[6]}. ĐIỀU CHỈNH SỐ LIỆU NGÀY TRƯỚC"))
        blocks.append(Items(tuple(_frozen_slip_words(slip) for slip in content["adjustments"])))
    return blocks


def _totals_table(content: dict[str, Any]) -> Table:
    rows: list[tuple[str, ...]] = []
    strong = []
    group = None
    for count, figure in enumerate(content["figures"], start=1):
        if figure["group"] != group:
            group = figure["group"]
            strong.append(len(rows))
            rows.append((GROUP_TITLES[Group(group)],))
        rows.append(
            (
                str(count),
                figure["label"],
                figure["unit_of_measure"],
                written(figure["value"]),
                change(figure["difference"]),
                f"{figure['known']}/{figure['owing']}",
            )
        )
    return Table(
        headings=("TT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", "Tăng, giảm", "Số đơn vị"),
        rows=tuple(rows),
        widths=(1, 7, 2, 2, 2, 2),
        numeric=(3, 4),
        centred=(0, 2, 5),
        strong=tuple(strong),
    )


def _own_words(figure: dict[str, Any]) -> str:
    taken = datetime.fromisoformat(figure["computed_at"])
    return (
        f"{figure['label']}: {written(figure['value'])} {figure['unit_of_measure']} "
        f"(tính lúc {moment_words(taken)})"
    )


def _frozen_slip_words(slip: dict[str, Any]) -> str:
    lines = "; ".join(
        f"{line['label']}: {written(line['old'])} → {written(line['new'])}"
        for line in slip["lines"]
    )
    day = day_words(date.fromisoformat(slip["day"]))
    return (
        f"Phiếu số {slip['number']:02d}, {slip['unit']}, số liệu ngày {day}: {lines}. "
        f"Lý do: {slip['reason']}"
    )


def _annexes(content: dict[str, Any], day: date) -> tuple[Annex, ...]:
    units = content["units"]
    tables: list[Block] = []
    for first in range(0, len(units), UNITS_IN_TABLE):
        tables.append(_unit_table(content, units[first : first + UNITS_IN_TABLE]))
    standing_table = Table(
        headings=("TT", "Đơn vị", "Tình trạng", "Số báo cáo", "Thời điểm gửi", "Người gửi"),
        rows=tuple(
            (
                str(position),
                unit["name"],
                STANDING_WORDS[Standing(unit["standing"])],
                f"{unit['number']:02d}" if unit["number"] else "",
                moment_words(datetime.fromisoformat(unit["submitted_at"]))
                if unit["submitted_at"]
                else "",
                unit["submitted_by"],
            )
            for position, unit in enumerate(units, start=1)
        ),
        widths=(1, 7, 3, 2, 4, 4),
        centred=(0, 3),
    )
    about = f"NGÀY {day_words(day)}"
    return (
        Annex("Phụ lục I", f"SỐ LIỆU TỪNG ĐƠN VỊ {about}", tuple(tables), is_landscape=True),
        Annex("Phụ lục II", f"TÌNH HÌNH GỬI BÁO CÁO {about}", (standing_table,), True),
    )


def _unit_table(content: dict[str, Any], units: list[dict[str, Any]]) -> Table:
    return Table(
        headings=("Chỉ tiêu", *(unit["short"] for unit in units)),
        rows=tuple(
            (
                figure["label"],
                *(_cell(figure, unit) for unit in units),
            )
            for figure in content["figures"]
        ),
        widths=(4, *(1.6 for _ in units)),
        numeric=tuple(range(1, len(units) + 1)),
        size=10,
    )


def _cell(figure: dict[str, Any], unit: dict[str, Any]) -> str:
    """Empty where the unit does not owe the figure; dots where it is not known."""
    if unit["path"] not in figure["asked_of"]:
        return ""
    return written(figure["by_unit"].get(unit["path"]))


def words_of(row: Consolidation | None, content: dict[str, Any]) -> dict[Section, str]:
    """The consolidation's words: as edited, or the units' own while nobody has edited them."""
    if row is not None and row.changed_at is not None:
        return {section: getattr(row, section) for section in Section}
    if row is not None and row.state == ConsolidationState.SIGNED:
        return {section: getattr(row, section) for section in Section}
    return {section: collated(content, section) for section in Section}
