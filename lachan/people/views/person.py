"""One person: everything that is known, by whom it was said, and who looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.audit.terms import Permission as AuditPermission
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.actions.keying import correct as key_correction
from lachan.people.actions.reading import log_reading, reveal
from lachan.people.forms import CorrectionForm, RevealForm
from lachan.people.queries.persons import (
    Record,
    beside,
    history_of,
    merged_keys,
    person_by_key,
    record_of,
)
from lachan.people.queries.readings import readings_of
from lachan.people.rules.births import birth_words
from lachan.people.rules.masking import masked_number, masked_words
from lachan.people.rules.words import (
    EVENTS,
    FIELDS,
    IDENTIFIER_KINDS,
    RESIDENCES,
    SEXES,
    SOURCE_KINDS,
)
from lachan.people.terms import Permission
from lachan.places.queries.units import unit_names

HISTORY_SHOWN = 50
READINGS_SHOWN = 20


@require_GET
def person(request: Request, key: UUID) -> HttpResponse:
    """The page of a person, numbers masked; opening it is logged."""
    found = person_by_key(request.actor, key)
    log_reading(request.actor, [found.pk], "people:person", request.now)
    return _page(request, found, RevealForm())


@require_POST
def show_in_full(request: Request, key: UUID) -> HttpResponse:
    """The same page with the chosen numbers in full, once; who, when and why is kept."""
    found = person_by_key(request.actor, key)
    form = RevealForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    chosen = form.cleaned_data["fields_shown"]
    kinds = reveal(request.actor, found, chosen, form.cleaned_data["reason"], request.now)
    return _page(request, found, RevealForm(), in_full=kinds)


def _page(
    request: Request,
    found: Any,
    form: RevealForm,
    *,
    in_full: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    record = record_of(found)
    actor = request.actor
    paths = {found.path, *(r.path for r in record.residences), *(s.path for s in record.sources)}
    names = unit_names(paths)
    whole = set(in_full) >= {number.kind for number in record.identifiers} and bool(in_full)
    for one in record.family:
        one.is_in_sight = actor.may(Permission.READ, one.path)  # type: ignore[attr-defined]
    may_audit = actor.may(AuditPermission.READ, found.path)
    context = {
        "person": found,
        "sex": SEXES[found.sex],
        "birth": birth_words(found.birth_on, found.birth_year),
        "unit": names.get(found.path, found.path),
        "may_be_twice": beside([found])[found.pk].may_be_twice,
        "numbers": _numbers(record, in_full),
        "residences": [
            {
                "kind": RESIDENCES[row.kind],
                "unit": names.get(row.path, ""),
                "hamlet": row.hamlet,
                "words": row.words,
                "source": row.source,
                "from": SOURCE_KINDS[row.source.kind],
            }
            for row in record.residences
        ],
        "sources": _sources(record, names, whole=whole),
        "contradictions": _contradictions(record),
        "family": record.family,
        "others": merged_keys(record.rows, found),
        "history": _history(record),
        "readings": readings_of(actor, found)[:READINGS_SHOWN] if may_audit else None,
        "reveal": form,
        "in_full": in_full,
        "may_edit": actor.may(Permission.EDIT, found.path),
        "may_link": actor.may(Permission.LINK, found.path),
    }
    response = render(request, "people/person.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _numbers(record: Record, in_full: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each different number once, with every source that gave it."""
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    for number in record.identifiers:
        key = (number.kind, number.value)
        line = lines.setdefault(
            key,
            {
                "kind": IDENTIFIER_KINDS[number.kind],
                "value": number.value if number.kind in in_full else masked_number(number.value),
                "is_phone": number.kind == "phone" and number.kind in in_full,
                "valid_from": number.valid_from,
                "valid_until": number.valid_until,
                "sources": [],
            },
        )
        line["sources"].append((SOURCE_KINDS[number.source.kind], number.source.said_at))
    return list(lines.values())


def _sources(record: Record, names: dict[str, str], *, whole: bool) -> list[dict[str, Any]]:
    """Every source word for word; the numbers in its words are masked with the others."""
    return [
        {
            "number": number,
            "kind": SOURCE_KINDS[source.kind],
            "unit": names.get(source.path, source.path),
            "said_at": source.said_at,
            "by": source.recorded_by,
            "words": [
                (FIELDS.get(key, key), str(value) if whole else masked_words(str(value)))
                for key, value in source.content.items()
            ],
        }
        for number, source in enumerate(record.sources, start=1)
    ]


def _contradictions(record: Record) -> list[dict[str, Any]]:
    open_ones = {name for row in record.rows for name in row.contradictions}
    return [
        {
            "field": FIELDS[one.field],
            "sides": [(_value(one.field, value), numbers) for value, numbers in one.sides],
            "is_open": one.field in open_ones,
        }
        for one in record.contradictions
    ]


def _value(field: str, value: str) -> str:
    if field == "sex":
        return str(SEXES[value])
    if field == "birth_on":
        year, month, day = value.split("-")
        return f"{int(day)}/{int(month)}/{year}"
    return value


def _history(record: Record) -> list[dict[str, Any]]:
    lines = []
    for entry in history_of(record.rows)[:HISTORY_SHOWN]:
        fields = entry.payload.get("fields") or []
        lines.append(
            {
                "at": entry.recorded_at,
                "by": entry.actor_name,
                "text": EVENTS.get(entry.event, entry.event),
                "note": entry.payload.get("reason", "")
                or ", ".join(str(FIELDS.get(name, name)) for name in fields),
            }
        )
    return lines


@require_http_methods(["GET", "POST"])
def correct(request: Request, key: UUID) -> HttpResponse:
    """Key what is right instead; what the sources said stays."""
    found = person_by_key(request.actor, key)
    if not request.actor.may(Permission.EDIT, found.path):
        raise Refused(_("you may not correct this person"))
    initial = {
        "full_name": found.full_name,
        "sex": found.sex,
        "birth": birth_words(found.birth_on, found.birth_year),
        "nationality": found.nationality or "VN",
    }
    form = CorrectionForm(request.POST or None, today=day_of(request.now), initial=initial)
    if request.method == "POST" and form.is_valid():
        key_correction(
            request.actor,
            found,
            form.member(),
            residence=form.residence(),
            note=form.cleaned_data["note"],
            now=request.now,
        )
        messages.success(request, _("The correction is on record, beside the earlier sources."))
        return redirect("people:person", key)
    log_reading(request.actor, [found.pk], "people:correct", request.now)
    status = 422 if request.method == "POST" else 200
    return render(request, "people/correct.html", {"person": found, "form": form}, status=status)
