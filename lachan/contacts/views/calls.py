"""One contact: what to say, what was tried, what came of it; the script; the numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lachan.contacts.actions.calls import record_call, set_script
from lachan.contacts.forms.follow_up import CallForm, ScriptForm
from lachan.contacts.queries import follow_up as queries
from lachan.contacts.queries import scripts
from lachan.contacts.queries.hand_overs import home
from lachan.contacts.rules.follow_up_words import OUTCOME_TONES, OUTCOMES, SYMPTOMS, WAYS
from lachan.contacts.terms import Permission
from lachan.contacts.views.follow_up import dress, require_read
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.limits import told_source
from lachan.core.refused import Refused, ToldOtherwise
from lachan.people.actions.reading import log_reading
from lachan.people.rules.births import birth_words


@require_http_methods(["GET", "POST"])
def call(request: Request, key: UUID) -> HttpResponse:
    """The script beside the form; what was tried below."""
    actor, now = request.actor, request.now
    contact = queries.get_followed(actor, key)
    may_follow = actor.may(Permission.FOLLOW, contact.path)
    form = CallForm(request.POST) if request.method == "POST" else CallForm.blank()
    if request.method == "POST" and not may_follow:
        raise Refused(_("You may not follow contacts of this commune."))
    if request.method == "POST" and form.is_valid() and _is_kept(request, key, form):
        messages.success(request, _("The call was written down."))
        return redirect("contacts:follow_up")
    row = queries.one_to_follow(actor, key, now)
    if row is not None:
        dress(request, [row])
    log_reading(actor, [contact.person.root_id or contact.person_id], "contacts:call", now)
    today = scripts.script(day_of(now))
    words, is_unconfirmed = told_source(today.source)
    root = contact.person.root or contact.person
    context = {
        "contact": contact,
        "row": row,
        "name": root.full_name,
        "birth": birth_words(root.birth_on, root.birth_year),
        "phones": queries.phones(actor, [contact])[contact.pk],
        "form": form,
        "may_follow": may_follow,
        "parts": scripts.parts(today.text),
        "script_source": words,
        "script_unconfirmed": is_unconfirmed,
        "history": [_told(one) for one in queries.calls_of(contact)],
    }
    response = render(
        request, "contacts/call.html", context, status=422 if request.method == "POST" else 200
    )
    response["Cache-Control"] = "no-store, private"
    return response


def _is_kept(request: Request, key: UUID, form: CallForm) -> bool:
    try:
        record_call(request.actor, key, form.words(request.now), now=request.now)
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        if isinstance(refused, ToldOtherwise):
            form.renew_key()
        return False
    return True


def _told(one: Any) -> dict[str, Any]:
    symptoms = ", ".join(str(SYMPTOMS.get(s, s)) for s in one.symptoms)
    since = date_format(one.symptoms_since) if one.symptoms_since else ""
    agreed = one.next_try_at and localtime(one.next_try_at)
    again = f"{_('Try again at')} {date_format(agreed, 'DATETIME_FORMAT')}" if agreed else ""
    return {
        "at": one.at,
        "by": one.by_name,
        "text": f"{WAYS[one.way]}: {OUTCOMES[one.outcome]}",
        "tone": OUTCOME_TONES[one.outcome][0],
        "note": " · ".join(filter(None, (symptoms, since, again, one.second_phone, one.note))),
    }


@require_http_methods(["GET", "POST"])
def script(request: Request) -> HttpResponse:
    """What is asked and said in calls, with its source; set the next text."""
    require_read(request)
    today = day_of(request.now)
    standing = scripts.script(today)
    may_set = request.actor.may(Permission.SET_LIMITS, home())
    if request.method == "POST":
        form = ScriptForm(request.POST)
        if form.is_valid() and _is_set(request, form):
            messages.success(request, _("The new text was saved."))
            return redirect("contacts:script")
    else:
        form = ScriptForm(initial={"text": standing.text, "valid_from": today})
    words, is_unconfirmed = told_source(standing.source)
    context = {
        "parts": scripts.parts(standing.text),
        "standing": standing,
        "source": words,
        "is_unconfirmed": is_unconfirmed,
        "all": [(one, told_source(one.source)[0]) for one in scripts.scripts()],
        "form": form,
        "may_set": may_set,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "contacts/script.html", context, status=status)


def _is_set(request: Request, form: ScriptForm) -> bool:
    values = form.cleaned_data
    try:
        set_script(
            request.actor,
            values["text"],
            values["valid_from"],
            values["source"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return False
    return True
