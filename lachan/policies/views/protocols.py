"""The figures of protocols: definitions and durations as dated rows with their source."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere
from lachan.policies.forms.protocols import ProtocolFilter
from lachan.policies.queries.protocols import protocols as figures
from lachan.policies.rules.figures import figure_name, figure_value
from lachan.policies.terms import Permission

COLUMNS = (
    Column("name", gettext_lazy("Figure"), lambda row: figure_name(row.name), order_by="name"),
    Column("value", gettext_lazy("Value"), lambda row: figure_value(row.value, row.unit)),
    Column("zero", gettext_lazy("Counted from"), lambda row: row.zero_event),
    Column("where", gettext_lazy("Where it holds"), lambda row: row.path or _("everywhere")),
    Column("since", gettext_lazy("Valid from"), lambda row: row.valid_from, order_by="valid_from"),
    Column(
        "until", gettext_lazy("No more since"), lambda row: row.valid_until, order_by="valid_until"
    ),
    Column("source", gettext_lazy("Source"), lambda row: row.source, order_by="source"),
    Column("words", gettext_lazy("Words of the document"), lambda row: row.words),
    Column(
        "confirmed",
        gettext_lazy("Confirmed"),
        lambda row: _("yes") if row.is_confirmed else _("not yet confirmed"),
        template="policies/_confirmed_cell.html",
    ),
)


@require_safe
def protocols(request: Request) -> HttpResponse:
    """The table of all times; a day narrows it to what holds then."""
    if not request.actor.may_somewhere(Permission.READ):
        raise NotThere
    listing = Listing(
        request,
        figures(request.actor),
        columns=COLUMNS,
        filters=ProtocolFilter,
        title=_("Figures of protocols"),
        order="name",
    )
    return respond(request, listing, "policies/protocols.html")
