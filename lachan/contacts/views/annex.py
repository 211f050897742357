"""The annex of an order: the persons of a proposal as an official list, A4 upright."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lachan.contacts.queries.proposals import lines_of
from lachan.contacts.rules.words import level_words
from lachan.contacts.views.sight import Sight
from lachan.core.dates import VIETNAM, day_of
from lachan.core.official import Paper, Paragraph, Table, pdf
from lachan.people.rules.births import birth_words
from lachan.places.rules.tree import short_name


def annex_of(sight: Sight, proposal: Any, now: datetime) -> tuple[bytes, int]:
    """The paper as PDF, and how many persons are named on it. `proposal` bears its words.

    Of who lives out of the reader's sight by now, no more than where stands there.
    """
    lines: list[Any] = list(lines_of(proposal))
    moment = now.astimezone(VIETNAM)
    unit = proposal.unit_name
    basis = ", ".join(filter(None, (proposal.clause, proposal.words)))
    blocks: list[Any] = [
        Paragraph(
            _("%(people)d persons of %(unit)s; level: %(level)s.")
            % {"people": len(lines), "unit": unit, "level": proposal.level_words}
            if proposal.level_words
            else _("%(people)d persons of %(unit)s.") % {"people": len(lines), "unit": unit}
        ),
        *([Paragraph(_("Basis: %(basis)s.") % {"basis": basis.rstrip(".")})] if basis else []),
        Table(
            headings=(
                _("No."),
                _("Full name"),
                _("Birth"),
                _("Address"),
                _("F level"),
                _("From day"),
                _("To day"),
                _("Test days"),
            ),
            rows=tuple(_row(number, line, sight) for number, line in enumerate(lines, 1)),
            widths=(0.6, 2.4, 1, 2.2, 0.8, 1.1, 1.1, 1.4),
            centred=(0, 2, 4, 5, 6),
            size=10.5,
        ),
    ]
    paper = Paper(
        issuer=_("PEOPLE'S COMMITTEE OF %(unit)s") % {"unit": unit.upper()},
        place=short_name(unit),
        day=day_of(now),
        kind=_("ATTACHED LIST"),
        subject=_("Contacts of cases of COVID-19: %(what)s") % {"what": proposal.title.lower()},
        symbol="DS-UBND",
        blocks=tuple(blocks),
        stamp="" if proposal.answer == "approved" else _("DRAFT"),
        foot=_("Printed by %(name)s at %(moment)s")
        % {"name": sight.actor.name, "moment": f"{moment:%H:%M %d/%m/%Y}"},
    )
    return pdf(paper, now), len(sight.shown)


def _row(number: int, line: Any, sight: Sight) -> tuple[str, ...]:
    contact = line.contact
    person = contact.person.root or contact.person
    is_seen = sight.sees(contact)
    return (
        str(number),
        sight.person(person, contact.path),
        birth_words(person.birth_on, person.birth_year) if is_seen else "",
        _address(person) if is_seen else "",
        level_words(contact.counted_level),
        _day(line.since),
        _day(line.until),
        ", ".join(_day(day) for day in line.test_days),
    )


def _address(person: Any) -> str:
    home = person.household
    if home is None:
        return ""
    is_told = home.hamlet in home.address
    return ", ".join(filter(None, (home.address, "" if is_told else home.hamlet)))


def _day(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""
