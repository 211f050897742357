"""Who looked at whom, for those who audit."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lachan.audit.terms import Permission as AuditPermission
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import Refused
from lachan.people.forms import ReadingFilter
from lachan.people.queries import readings as queries
from lachan.people.rules.readings import limit_on
from lachan.people.rules.words import IDENTIFIER_KINDS, PAGES
from lachan.people.terms import Permission

DAYS = 7
MOST_DAYS = 30


@require_GET
def readings(request: Request) -> HttpResponse:
    """Each look at a person, and how many each user looked at on each of the last seven days."""
    actor = request.actor
    if not actor.may_somewhere(AuditPermission.READ):
        raise Refused(_("you may not read the record"))
    today = day_of(request.now)
    listing = Listing(
        request,
        queries.readings(actor),
        columns=(
            Column("who", gettext_lazy("Who looked"), lambda row: row.reader_name),
            Column("at", gettext_lazy("When"), lambda row: row.read_at, order_by="read_at"),
            Column("page", gettext_lazy("Page"), lambda row: str(PAGES.get(row.page, row.page))),
            Column(
                "whom",
                gettext_lazy("Whom"),
                lambda row: str(row.person.key) if row.person else row.count,
                template="people/_whom_cell.html",
            ),
            Column(
                "fields",
                gettext_lazy("Shown in full"),
                lambda row: ", ".join(str(IDENTIFIER_KINDS.get(f, f)) for f in row.fields),
            ),
            Column("purpose", gettext_lazy("Reason"), lambda row: row.purpose),
        ),
        filters=ReadingFilter,
        title=_("Who looked at whom"),
        order="-at",
    )
    if "export" not in request.GET:
        for row in listing.page.object_list:
            row.is_in_sight = row.person and actor.may(Permission.READ, row.path)
    context = {
        "days": queries.days_of_reading(actor, until=today, days=DAYS)[:MOST_DAYS],
        "limit": limit_on(queries.limits(), today),
    }
    return respond(request, listing, "people/readings.html", context)
