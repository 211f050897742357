"""One contact: level, evidence, the chain to the case, cases met, changes, proposals."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from lachan.contacts.actions.levels import set_level as set_level_of
from lachan.contacts.forms.deciding import LevelForm
from lachan.contacts.queries import contacts as queries
from lachan.contacts.queries.chains import Link, chain_to
from lachan.contacts.queries.follow_up import is_let_be
from lachan.contacts.queries.runs import changes_of
from lachan.contacts.rules.telling import is_going_on, meeting_sentence, moment_words, span_words
from lachan.contacts.rules.words import RISK_REASONS, RISKS, UNDETERMINED, level_words
from lachan.contacts.terms import Permission
from lachan.contacts.views.changes import entry_of_change
from lachan.contacts.views.columns import dress
from lachan.contacts.views.proposals import dress_proposals
from lachan.contacts.views.sight import Sight
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_reading
from lachan.people.terms import Permission as PeoplePermission
from lachan.tracing.rules.words import SETTINGS, SOURCES

HISTORY_SHOWN = 100


@require_GET
def contact(request: Request, key: UUID) -> HttpResponse:
    """The page of a contact; opening it is logged, for everybody whom it names."""
    found: Any = queries.get_contact(request.actor, key)
    sight = Sight(request.actor, request.now)
    dress([found], sight)
    meeting = sight.meeting_of(found)
    lines = queries.proposed_for(request.actor, found)
    dress_proposals([line.proposal for line in lines], sight)
    levels = list(queries.levels_set(found))
    context = {
        "contact": found,
        "by_hand": levels[0] if found.is_by_hand and levels else None,
        "is_let_be": is_let_be(found, request.now),
        "risk_words": RISKS[found.risk],
        "risk_reason": RISK_REASONS[found.risk],
        "evidence": meeting_sentence(meeting) if meeting else "",
        "chain": _chain(found, sight),
        "cases": _cases(found, sight),
        "history": _history(found, levels, sight),
        "lines": lines,
        "case_words": sight.case(found.case) if found.case else "",
        "case_url": sight.case_link(found.case),
        "may_decide": request.actor.may(Permission.DECIDE, found.path),
        "may_follow": request.actor.may(Permission.FOLLOW, found.path),
        "is_person_in_sight": request.actor.may(PeoplePermission.READ, found.shown.path),
    }
    log_reading(request.actor, [found.shown.pk, *sight.shown], "contacts:contact", request.now)
    response = render(request, "contacts/contact.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _chain(found: Any, sight: Sight) -> dict[str, Any]:
    """The chain from the case to the contact, each link in words with what says so."""
    chain = chain_to(found)
    links = []
    for link in chain.links:
        meeting = sight.meeting_of(link.contact)
        links.append(
            {
                "level": level_words(link.contact.level),
                "person": sight.person(link.contact.person, link.contact.path),
                "unit": sight.unit(link.contact.path),
                "url": "" if link.contact.pk == found.pk else sight.contact_link(link.contact),
                "sentence": meeting_sentence(meeting) if meeting else "",
                "told": _told(link, sight),
            }
        )
    return {
        "links": links,
        "is_whole": chain.is_whole,
        "case": sight.case(chain.case) if chain.case else "",
        "case_url": sight.case_link(chain.case),
        "first": sight.person(chain.links[0].source) if chain.links else "",
    }


def _told(link: Link, sight: Sight) -> list[str]:
    """What says that they met: by which way, who wrote it down and when; each thing once."""
    words = []
    for told in link.told:
        by = (
            pgettext("system", told.by)
            if told.by and sight.actor.may(Permission.READ, link.contact.path)
            else ""
        )
        at = moment_words(told.at) if told.at else ""
        words.append(", ".join(filter(None, (str(SOURCES[told.source]), by, at))))
    return list(dict.fromkeys(words))


def _cases(found: Any, sight: Sight) -> list[dict[str, Any]]:
    """Every case that the contact met itself, with the days, the latest first."""
    rows = sorted(queries.exposures_of(found), key=lambda row: (row.case_id, row.met_from))
    cases = []
    for _case_id, days in groupby(rows, key=lambda row: row.case_id):
        met = list(days)
        cases.append(
            {
                "words": sight.case(met[0].case),
                "url": sight.case_link(met[0].case),
                "last": met[-1].met_until,
                "is_going_on": is_going_on(met[-1].met_until, sight.now, is_home=met[-1].is_home),
                "days": [
                    {
                        "on": row.on,
                        "place": _("at home") if row.is_home else sight.place(row.venue),
                        "setting": SETTINGS.get(row.setting, ""),
                        "when": span_words(
                            row.met_from,
                            row.met_until,
                            is_going_on=is_going_on(row.met_until, sight.now, is_home=row.is_home),
                        ),
                    }
                    for row in reversed(met)
                ],
            }
        )
    return sorted(cases, key=lambda case: case["last"], reverse=True)


def _history(found: Any, levels: list[Any], sight: Sight) -> list[dict[str, Any]]:
    """What traces changed and what was set by hand, the latest first."""
    entries = [entry_of_change(row, sight) for row in changes_of(found)[:HISTORY_SHOWN]]
    entries += [
        {
            "at": row.set_at,
            "by": row.set_by_name,
            "text": _("Level set by hand: %(level)s") % {"level": level_words(row.level)}
            if row.level is not None
            else _("The level set by hand was taken back"),
            "note": row.reason,
        }
        for row in levels
    ]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)[:HISTORY_SHOWN]


@require_http_methods(["GET", "POST"])
def set_level(request: Request, key: UUID) -> HttpResponse:
    """Set the level by hand with the reason, or take that back."""
    found: Any = queries.get_contact(request.actor, key)
    if not request.actor.may(Permission.DECIDE, found.path):
        raise Refused(_("you may not set the level of contacts of this commune"))
    dress([found], Sight(request.actor, request.now))
    log_reading(request.actor, [found.shown.pk], "contacts:set_level", request.now)
    form = LevelForm(
        request.POST or None,
        is_by_hand=found.is_by_hand,
        initial={"level": str(found.counted or UNDETERMINED)},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            set_level_of(request.actor, key, values["level"], values["reason"], now=request.now)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, _("The level was saved."))
            return redirect(reverse("contacts:contact", args=[key]))
    status = 422 if request.method == "POST" else 200
    context = {"contact": found, "form": form}
    return render(request, "contacts/set_level.html", context, status=status)
