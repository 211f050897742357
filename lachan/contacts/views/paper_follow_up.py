"""The follow-up list and the annex of a hand-over as official papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lachan.contacts.queries.hand_overs import home
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, day_of
from lachan.core.official import Annex, Paper, Paragraph, Signature, Table, pdf
from lachan.people.rules.births import birth_words
from lachan.places.queries.units import unit_names
from lachan.places.rules.tree import short_name


def list_paper(actor: Actor, rows: Sequence[Any], total: int, filters: str, now: datetime) -> bytes:
    """Who is to be called, A4 lying; the last column is left to be filled in by hand.

    Where `rows` are only the first of `total`, the paper says so.
    """
    table = Table(
        headings=(
            _("No."),
            _("Full name"),
            _("Born"),
            _("Telephone"),
            _("Where"),
            _("F level"),
            _("Day"),
            _("What is next"),
            _("Due by"),
            _("Result, signature"),
        ),
        rows=tuple(_listed(number, row) for number, row in enumerate(rows, 1)),
        widths=(0.5, 2.1, 0.7, 1.4, 2, 0.7, 0.7, 2, 1.1, 2),
        centred=(0, 5, 6),
        size=10.5,
    )
    lead = _("%(number)d contacts to follow on %(day)s.") % {
        "number": total,
        "day": f"{day_of(now):%d/%m/%Y}",
    }
    cut = ""
    if total > len(rows):
        cut = _("Only the first %(number)d stand on this paper.") % {"number": len(rows)}
    place = _place(actor, rows)
    paper = Paper(
        issuer=_("PEOPLE'S COMMITTEE OF %(unit)s") % {"unit": place.upper()},
        place=short_name(place),
        day=day_of(now),
        kind=_("LIST"),
        subject=_("Contacts who are followed today"),
        symbol="DS-UBND",
        blocks=(Paragraph(" ".join(part for part in (lead, cut, filters) if part)), table),
        foot=_foot(actor, now),
        is_landscape=True,
    )
    return pdf(paper, now)


def hand_over_paper(actor: Actor, hand_over: Any, contacts: Sequence[Any], now: datetime) -> bytes:
    """The letter to the other province, with the list of contacts as its annex."""
    name = unit_names({home()}).get(home(), "")
    table = Table(
        headings=(
            _("No."),
            _("Full name"),
            _("Born"),
            _("Telephone"),
            _("Where the person lives"),
            _("F level"),
            _("Last exposure"),
        ),
        rows=tuple(
            (
                str(number),
                row.name,
                birth_words(None, row.person.root.birth_year),
                ", ".join(row.phones),
                row.address_words,
                row.level_words,
                f"{row.last_exposed_at.astimezone(VIETNAM):%d/%m/%Y}"
                if row.last_exposed_at
                else "",
            )
            for number, row in enumerate(contacts, 1)
        ),
        widths=(0.5, 2.2, 0.8, 1.5, 3, 0.8, 1.2),
        centred=(0, 5),
        size=11,
    )
    words = _(
        "By its investigation of COVID-19 cases the province found %(number)d contacts who live in "
        "your area (list attached). Please have them quarantined and followed by the rules in "
        "force, and answer with a receipt to the sender."
    ) % {"number": len(contacts)}
    paper = Paper(
        issuer=_("PEOPLE'S COMMITTEE OF %(unit)s") % {"unit": name.upper()},
        place=short_name(name),
        day=day_of(hand_over.sent_at),
        kind="",
        subject=_("Hand-over of contacts of COVID-19 cases"),
        symbol="UBND-YT",
        addressees=(hand_over.to_name,),
        blocks=(Paragraph(words),),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        annexes=(
            Annex(
                title=_("Annex"),
                subject=_("List of contacts handed over"),
                blocks=(table,),
                is_landscape=True,
            ),
        ),
        foot=_foot(actor, now),
    )
    return pdf(paper, now)


def _listed(number: int, row: Any) -> tuple[str, ...]:
    due = row.next_due.astimezone(VIETNAM)
    return (
        str(number),
        row.name,
        birth_words(None, row.person.root.birth_year),
        ", ".join(row.phones),
        ", ".join(part for part in (row.hamlet, row.unit_name) if part),
        row.level_words,
        row.day_words,
        str(row.rung_words),
        f"{due:%H:%M %d/%m}",
        "",
    )


def _place(actor: Actor, rows: Sequence[Any]) -> str:
    """The commune where all are of one, else the province."""
    names = {row.unit_name for row in rows}
    return names.pop() if len(names) == 1 else unit_names({home()}).get(home(), "")


def _foot(actor: Actor, now: datetime) -> str:
    return _("Printed by %(name)s at %(moment)s") % {
        "name": actor.name,
        "moment": f"{now.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
    }
