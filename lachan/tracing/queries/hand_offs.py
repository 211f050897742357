"""What was sent on to communes, and what is still to be sent."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, QuerySet

from lachan.arrivals.queries.communes import watching_units
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.tracing.models import HandedLine, HandOff, Investigation, Line
from lachan.tracing.queries.investigations import facts_of, lines_of
from lachan.tracing.rules.lines import responsible
from lachan.tracing.terms import Permission


def unsent(investigation: Investigation) -> dict[str, list[Line]]:
    """Commune of the own province -> the standing lines it must know and was not sent; sorted."""
    sent = set(
        HandedLine.objects.filter(line__investigation=investigation).values_list("line_id", "path")
    )
    found: dict[str, list[Line]] = defaultdict(list)
    for commune, line in _concerned(investigation):
        if _is_home(commune) and (line.pk, commune) not in sent:
            found[commune].append(line)
    return dict(sorted(found.items()))


def beyond(investigation: Investigation) -> dict[str, int]:
    """Unit of another province -> how many standing lines concern it.

    Nobody there receives in this system: it is written to, as contacts are handed over.
    """
    number: dict[str, int] = defaultdict(int)
    for commune, _line in _concerned(investigation):
        if not _is_home(commune):
            number[commune] += 1
    return dict(sorted(number.items()))


def _is_home(path: str) -> bool:
    return path.startswith(paths.join(settings.PROVINCE))


def _concerned(investigation: Investigation) -> list[tuple[str, Line]]:
    """Each standing line with each commune that must know of it."""
    standing = [line for line in lines_of(investigation) if line.struck_at is None]
    wanted = {line.pk: responsible(facts_of(line)) for line in standing}
    communes = watching_units(path for concerned in wanted.values() for path in concerned)
    return [
        (commune, line)
        for line in standing
        for commune in {communes.get(path, path) for path in wanted[line.pk]}
    ]


def hand_offs_of(investigation: Investigation) -> list[HandOff]:
    """What was sent, the latest first, with how many lines each."""
    return list(investigation.hand_offs.annotate(number=Count("handed")))


def hand_offs(actor: Actor) -> QuerySet[HandOff]:
    """What the communes in sight were sent, those not yet received first."""
    rows: QuerySet[HandOff] = HandOff.objects.visible_to(actor, Permission.RECEIVE)
    rows = rows.select_related("investigation__case")
    return rows.annotate(number=Count("handed")).order_by(
        F("received_at").asc(nulls_first=True), "-sent_at", "-pk"
    )


def get_hand_off(actor: Actor, key: UUID | str) -> HandOff:
    """One hand-off to a commune in sight, or of an investigation in sight; or NotThere."""
    row = HandOff.objects.filter(key=key).select_related("investigation__case").first()
    if row is None or not (
        actor.may(Permission.RECEIVE, row.path)
        or actor.may(Permission.READ, row.investigation.path)
    ):
        raise NotThere
    return row


def handed_lines(hand_off: HandOff) -> list[Line]:
    """The lines of a hand-off as they stand now; struck ones are shown as struck."""
    return list(
        Line.objects.filter(handed__hand_off=hand_off)
        .select_related(
            *("venue", "met__root", "person__root", "struck_by"),
            "investigation__case__person__root",
        )
        .order_by("started_at", "pk")
    )
