"""The table of rules, one rule, its draft, its preview, and the areas that are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere, Refused
from lachan.places.queries.units import unit_names
from lachan.policies.actions import naming
from lachan.policies.actions import rules as actions
from lachan.policies.forms.rules import (
    AreasField,
    EndForm,
    NameAreasForm,
    RuleFilter,
    RuleForm,
    beginnings,
)
from lachan.policies.queries.areas import area_keys, area_names, found_areas
from lachan.policies.queries.rules import get_rule, rule_versions, rules
from lachan.policies.rules.jurisdiction import may_change
from lachan.policies.rules.previewing import Preview
from lachan.policies.rules.words import (
    AUTHORITIES,
    MEASURES,
    STATES,
    condition_words,
    day,
    facts_in_words,
    origin_words,
    outcome_words,
    test_words,
)
from lachan.policies.terms import Permission, RuleState

TONES = {RuleState.DRAFT: "info", RuleState.IN_FORCE: "ok", RuleState.DROPPED: "neutral"}
SHAPES = {RuleState.DRAFT: "half", RuleState.IN_FORCE: "full", RuleState.DROPPED: "cross"}


def _in_words(row: Any) -> Any:
    """The row with its parts in words, read once."""
    if not hasattr(row, "in_words"):
        rule = row.snapshot()
        names = {area.key: area.name for area in row.areas.all()}
        conditions = condition_words(rule)
        row.in_words = {
            "origins": origin_words(rule, names),
            "conditions": "; ".join(conditions),
            "outcome": outcome_words(rule),
            "tests": test_words(rule),
            "from": day(rule.valid_from),
            "until": day(rule.valid_until),
            "document": rule.source.document,
            "state": STATES[row.state],
            "tone": TONES[RuleState(row.state)],
            "shape": SHAPES[RuleState(row.state)],
            "authority": AUTHORITIES[row.authority],
        }
    return row.in_words


def _part(name: str) -> Callable[[Any], str]:
    return lambda row: str(_in_words(row)[name])


COLUMNS = (
    Column(
        "title",
        gettext_lazy("Rule"),
        lambda row: row.title,
        order_by="title",
        template="policies/_title_cell.html",
    ),
    Column("origins", gettext_lazy("From where"), _part("origins")),
    Column("conditions", gettext_lazy("For whom"), _part("conditions")),
    Column("outcome", gettext_lazy("Measure"), _part("outcome"), order_by="measure"),
    Column("tests", gettext_lazy("Tests"), _part("tests")),
    Column(
        "valid_from",
        gettext_lazy("Valid"),
        _part("from"),
        order_by="valid_from",
        template="policies/_valid_cell.html",
    ),
    Column("document", gettext_lazy("Document"), _part("document")),
    Column("state", gettext_lazy("State"), _part("state"), template="policies/_state_cell.html"),
    Column("code", gettext_lazy("Code"), str, exported_only=True),
    Column("until", gettext_lazy("Valid until"), _part("until"), exported_only=True),
)


@require_GET
def table(request: Request) -> HttpResponse:
    """The rules as an official reads them."""
    if not request.actor.may_somewhere(Permission.READ):
        raise NotThere
    listing = Listing(
        request,
        rules(request.actor).prefetch_related("areas"),
        columns=COLUMNS,
        filters=RuleFilter,
        title=_("Rules"),
        order="-valid_from",
    )
    for row in listing.page.object_list:
        _in_words(row)
    drafts = rules(request.actor).filter(state=RuleState.DRAFT).count()
    return respond(
        request,
        listing,
        "policies/rules.html",
        {
            "drafts": drafts,
            "may_draft": request.actor.may_somewhere(Permission.DRAFT),
            "today": day(day_of(request.now)),
        },
    )


@require_GET
def rule(request: Request, rule_id: int) -> HttpResponse:
    """One version: what it says, where it stands, its other versions."""
    return render(request, "policies/rule.html", _page(request, rule_id))


def _page(
    request: Request, rule_id: int, shown: Preview | None = None, end_form: EndForm | None = None
) -> dict[str, Any]:
    """What the page shows: `shown` is the preview of the draft, or with `end_form` of that end."""
    row = get_rule(request.actor, rule_id)
    versions = list(rule_versions(request.actor, row.code).prefetch_related("areas"))
    before = next((other for other in versions if other.version < row.version), None)
    names = area_names(row.snapshot().conditions.origins)
    now_words = facts_in_words(row.snapshot(), names)
    then_words: dict[str, str] = {}
    if before:
        earlier = before.snapshot()
        then_words = facts_in_words(earlier, area_names(earlier.conditions.origins))
    for other in versions:
        _in_words(other)
    return {
        "row": row,
        "words": _in_words(row),
        "facts": [
            {
                "label": label,
                "words": words,
                "before": then_words.get(label, "")
                if before and then_words.get(label) != words
                else None,
            }
            for label, words in now_words.items()
            if words or then_words.get(label)
        ],
        "versions": versions,
        "before": before,
        "source_url": _source_url(row),
        "may_draft": may_change(request.actor, Permission.DRAFT, row.path),
        "may_approve": may_change(request.actor, Permission.APPROVE, row.path),
        "is_draft": row.state == RuleState.DRAFT,
        "is_in_force": row.state == RuleState.IN_FORCE,
        "takes_areas": bool(row.snapshot().conditions.origins),
        "preview": shown,
        "turns": [
            {
                "before": _measure(old),
                "after": _measure(new),
                "is_other_days": old == new,
                "number": number,
            }
            for old, new, number in (shown.turns if shown else ())
        ],
        "places": _places(shown),
        "examples": _examples(shown),
        "end_form": end_form or EndForm(),
        "ends_later": end_form is not None
        and end_form.is_valid()
        and end_form.cleaned_data["until"] > request.now,
    }


def _measure(measure: Any) -> Any:
    return _("undetermined") if measure is None else MEASURES[measure]


def _places(shown: Preview | None) -> list[dict[str, Any]]:
    if shown is None:
        return []
    names = unit_names([path for path, _number in shown.by_path])
    return [
        {"name": names.get(path, path), "number": number} for path, number in shown.by_path[:20]
    ]


def _examples(shown: Preview | None) -> list[dict[str, Any]]:
    """Some who would be changed: the commune and both decisions, nothing of the person."""
    if shown is None:
        return []
    names = unit_names([one.path for one in shown.examples])
    return [
        {
            "place": names.get(one.path, one.path),
            "sides": [
                {
                    "measure": _measure(None if side.undetermined else side.measure),
                    "since": side.since,
                    "until": side.until,
                    "rule": side.reasons[0].rule if side.reasons else "",
                }
                for side in (one.before, one.after)
            ],
        }
        for one in shown.examples
    ]


def _source_url(row: Any) -> str:
    if row.clause is None:
        return ""
    url = reverse("directives:document", args=[row.clause.document_id])
    if row.clause.span_start is None:
        return f"{url}#clause-{row.clause.pk}"
    return f"{url}#at-clause-{row.clause.pk}-{row.clause.span_start}"


@require_http_methods(["GET", "POST"])
def draft(request: Request, rule_id: int = 0) -> HttpResponse:
    """Write a rule down: a new one, the next version of one in force, or a draft changed."""
    row = get_rule(request.actor, rule_id) if rule_id else None
    territory = _territory(request)
    if not (may_change(request.actor, Permission.DRAFT, row.path if row else territory)):
        raise NotThere
    begin: dict[str, Any] = {}
    if row:
        begin = beginnings(row.snapshot(), area_names(row.snapshot().conditions.origins))
    form = RuleForm(request.POST or None, initial=begin)
    if row:
        form.fields["code"].widget = forms.HiddenInput()
    if request.method == "POST" and form.is_valid():
        keys = _resolved(form, request)
        if keys is not None:
            content = form.content(
                keys, (row.path if row else "") or territory, row.snapshot() if row else None
            )
            try:
                if row and row.state == RuleState.DRAFT:
                    made = actions.change_draft(request.actor, row.pk, content, now=request.now)
                else:
                    made = actions.draft_rule(request.actor, content, now=request.now)
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, str(reason))
            else:
                messages.success(request, _("The draft is kept. A second person puts it in force."))
                return redirect("policies:rule", made.pk)
    return render(request, "policies/draft.html", {"form": form, "row": row})


@require_http_methods(["GET", "POST"])
def name_areas(request: Request, rule_id: int) -> HttpResponse:
    """Add areas to a rule in force, from an hour on."""
    row = get_rule(request.actor, rule_id)
    if not may_change(request.actor, Permission.DRAFT, row.path):
        raise NotThere
    form = NameAreasForm(request.POST or None, initial={"effective_at": _now_words(request)})
    if request.method == "POST" and form.is_valid():
        keys = _resolved(form, request)
        if keys is not None:
            given = form.cleaned_data
            try:
                made = naming.name_areas(
                    request.actor,
                    row.pk,
                    keys,
                    effective_at=given["effective_at"],
                    reaches_back_to=given["reaches_back_to"],
                    stayed_since=given["stayed_since"],
                    document=given["document"],
                    words=given["words"],
                    now=request.now,
                )
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, str(reason))
            else:
                return redirect("policies:rule", made.pk)
    context = {"form": form, "row": row, "words": _in_words(row)}
    return render(request, "policies/name_areas.html", context)


def _resolved(form: forms.Form, request: Request) -> list[str] | None:
    """The keys of the areas that were written, or None with errors that say what each may mean."""
    field = form.fields["areas"]
    lines = field.lines(form.cleaned_data["areas"]) if isinstance(field, AreasField) else []
    keys, unclear = area_keys(lines, day_of(request.now))
    for line in unclear:
        found = found_areas(line, day_of(request.now))
        if found:
            text = _("“%(line)s” may be: %(found)s. Write one of these in full.")
        else:
            text = _("There is no unit “%(line)s”.")
        form.add_error("areas", text % {"line": line, "found": "; ".join(found)})
    return None if unclear else keys


def _territory(request: Request) -> str:
    """The province in which the actor drafts."""
    held = request.actor.paths_for(Permission.DRAFT)
    first = (request.actor.workplace or (held[0] if held else "")).split("/")[0]
    return f"{first}/" if first else ""


def _now_words(request: Request) -> str:
    from lachan.policies.forms.rules import instant

    return instant(request.now)


@require_POST
def look(request: Request, rule_id: int) -> HttpResponse:
    """Whom the draft would have changed in the last 30 days."""
    _row, shown = actions.look_at_preview(request.actor, rule_id, now=request.now)
    return render(request, "policies/rule.html", _page(request, rule_id, shown))


@require_POST
def put_in_force(request: Request, rule_id: int) -> HttpResponse:
    """Put the draft in force, having seen its preview."""
    row = actions.put_in_force(
        request.actor, rule_id, seen=request.POST.get("seen", ""), now=request.now
    )
    messages.success(request, _("The rule is in force. Those it changes are being found."))
    return redirect("policies:rule", row.pk)


@require_POST
def end(request: Request, rule_id: int) -> HttpResponse:
    """End a rule in force at an instant: first whom that would have changed, then the end."""
    row = get_rule(request.actor, rule_id)
    if not may_change(request.actor, Permission.APPROVE, row.path):
        raise NotThere
    form = EndForm(request.POST)
    shown = None
    if form.is_valid():
        until, seen = form.cleaned_data["until"], request.POST.get("seen", "")
        try:
            if seen:
                made = actions.end_rule(
                    request.actor, rule_id, until=until, seen=seen, now=request.now
                )
                messages.success(request, _("The end of the rule is written down."))
                return redirect("policies:rule", made.pk)
            _row, shown = actions.look_at_end(request.actor, rule_id, until=until, now=request.now)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, str(reason))
    page = _page(request, rule_id, shown, form)
    return render(request, "policies/rule.html", page, status=422 if form.errors else 200)


@require_POST
def drop(request: Request, rule_id: int) -> HttpResponse:
    """Put a draft aside."""
    actions.drop_draft(request.actor, rule_id, now=request.now)
    messages.success(request, _("The draft was put aside."))
    return redirect("policies:rule", rule_id)
