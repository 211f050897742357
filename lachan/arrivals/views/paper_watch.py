"""Household watch as an official paper: A4 lying, a table a hamlet, who answers above it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lachan.arrivals.queries.households import WatchedHamlet, watched
from lachan.arrivals.rules.words import STATES
from lachan.arrivals.views.register import person_of, put_names
from lachan.arrivals.views.wording import day_words, measure_words
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, day_of
from lachan.core.official import Heading, Paper, Paragraph, Table, pdf
from lachan.people.rules.births import birth_words
from lachan.places.queries.units import unit_names
from lachan.places.rules.tree import short_name


def watch_paper(actor: Actor, commune: str, now: datetime) -> tuple[bytes, int]:
    """The paper as PDF, and how many persons stand on it."""
    today = day_of(now)
    hamlets = watched(actor, commune, today)
    people = [row for h in hamlets for household in h.households for row in household.people]
    put_names(people, now)
    name = unit_names({commune}).get(commune, commune)
    moment = now.astimezone(VIETNAM)
    blocks: list[Any] = [
        Paragraph(
            _("%(people)d persons from outside in %(households)d households.")
            % {"people": len(people), "households": sum(len(h.households) for h in hamlets)}
        )
    ]
    for hamlet in hamlets:
        blocks += _hamlet(hamlet)
    paper = Paper(
        issuer=_("PEOPLE'S COMMITTEE OF %(unit)s") % {"unit": name.upper()},
        place=short_name(name),
        day=today,
        kind=_("LIST"),
        subject=_("Persons from outside who are watched at home, by hamlet"),
        symbol="DS-UBND",
        blocks=tuple(blocks),
        foot=_("Printed by %(name)s at %(moment)s")
        % {"name": actor.name, "moment": f"{moment:%H:%M %d/%m/%Y}"},
        is_landscape=True,
    )
    return pdf(paper, now), len(people)


def _hamlet(hamlet: WatchedHamlet) -> list[Any]:
    title = hamlet.name or _("Hamlet not known")
    answers = ""
    if hamlet.answers:
        answers = _("Answers: %(name)s, %(phone)s, %(team)s") % {
            "name": hamlet.answers.full_name,
            "phone": hamlet.answers.phone,
            "team": hamlet.answers.team.name,
        }
    rows: list[tuple[str, ...]] = []
    strong = []
    for number, household in enumerate(hamlet.households, 1):
        strong.append(len(rows))
        address = household.address or _("address not known")
        rows.append((f"{_('Household')} {number}: {address}",))
        rows += [_row(row) for row in household.people]
    table = Table(
        headings=(
            _("Full name"),
            _("Born"),
            _("From"),
            _("Arrived"),
            _("Measure"),
            _("Test days"),
            _("Watch"),
            _("Checked"),
        ),
        rows=tuple(rows),
        widths=(2.2, 0.7, 2, 1, 2.4, 1.3, 1.4, 1),
        strong=tuple(strong),
        size=10.5,
    )
    return [
        Heading(f"{title} ({hamlet.number})"),
        *([Paragraph(answers)] if answers else []),
        table,
    ]


def _row(row: Any) -> tuple[str, ...]:
    person = person_of(row)
    return (
        person.full_name,
        birth_words(None, person.birth_year),
        row.origin,
        day_words(row.arrived_at.astimezone(VIETNAM).date()),
        measure_words(row),
        ", ".join(day_words(day) for day in row.test_days),
        str(STATES[row.state]),
        "",
    )
