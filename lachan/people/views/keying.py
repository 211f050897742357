"""Key in a household by hand: one row a person, saved in any case."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.core.text import whole_number
from lachan.people.actions.keying import key_household
from lachan.people.forms import MOST_ROWS, ROWS, AddressForm, MemberForm
from lachan.people.queries.persons import person_by_id
from lachan.people.terms import Permission
from lachan.places.queries import unit_at
from lachan.places.terms import UnitKind


@require_http_methods(["GET", "POST"])
def key_in(request: Request) -> HttpResponse:
    """The form of a household; "more rows" and "save" are its two buttons."""
    if not request.actor.may_somewhere(Permission.EDIT):
        raise Refused(_("you may not key in persons"))
    today = day_of(request.now)
    is_sent = request.method == "POST"
    wants_more = is_sent and "more" in request.POST
    bound = request.POST if is_sent else None
    own = _own_unit(request)
    address = AddressForm(bound, today=today, initial={"unit": own.path if own else ""})
    if own:
        address.fields["unit"].help_text = own.full_name
    members = _members(bound, today, more=wants_more)
    form_id = request.POST.get("form_id") or uuid.uuid4().hex
    if is_sent and not wants_more and _are_valid(address, members, form_id):
        answers = key_household(
            request.actor,
            address.address(),
            [form.member() for form in members if form.has_changed()],
            form_id=form_id[:32],
            now=request.now,
        )
        return _saved(request, answers)
    context = {"address": address, "members": members, "form_id": form_id}
    status = 422 if is_sent and not wants_more else 200
    return render(request, "people/key_in.html", context, status=status)


def _own_unit(request: Request) -> Any:
    """The commune at which the person works; None for who works above communes."""
    path = next(iter(request.actor.paths_for(Permission.EDIT)), "")
    unit = unit_at(path, day_of(request.now)) if path else None
    return unit if unit is not None and unit.kind == UnitKind.COMMUNE else None


def _members(bound: Any, today: Any, *, more: bool) -> Any:
    formset = forms.formset_factory(MemberForm, extra=ROWS, max_num=MOST_ROWS)
    if not more:
        return formset(bound, prefix="m", form_kwargs={"today": today})
    values = bound.copy()
    count = whole_number(values.get("m-TOTAL_FORMS"))
    values["m-TOTAL_FORMS"] = str(min(count + ROWS, MOST_ROWS))
    return formset(values, prefix="m", form_kwargs={"today": today})


def _are_valid(address: AddressForm, members: Any, form_id: str) -> bool:
    valid = all([address.is_valid(), members.is_valid(), form_id.isalnum()])
    if valid and not any(form.has_changed() for form in members):
        members.forms[0].add_error("full_name", _("Key in at least one name."))
        return False
    return valid


def _saved(request: Request, answers: Any) -> HttpResponse:
    """Say what was saved and what is odd; then the household, or the person, if in sight."""
    new = sum(answer.is_new for answer in answers)
    known = len(answers) - new
    words = [ngettext("%d new person", "%d new persons", new) % new] if new else []
    words += [ngettext("%d known before", "%d known before", known) % known] if known else []
    messages.success(request, _("Saved: %s.") % ", ".join(words))
    for warning in dict.fromkeys(w for answer in answers for w in answer.warnings):
        messages.warning(request, warning[:1].upper() + warning[1:])
    try:
        first = person_by_id(request.actor, answers[0].person_id)
    except NotThere:
        return redirect("people:key_in")
    if first.household is None:
        return redirect("people:person", first.key)
    return redirect("people:household", first.household.key)
