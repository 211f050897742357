"""Try it: a person's facts in, the decision and its reasons out. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lachan.core.http import Request
from lachan.core.refused import NotThere
from lachan.policies.forms.trying import FactsForm
from lachan.policies.queries import rules_in_force
from lachan.policies.queries.rules import named_rules
from lachan.policies.rules.answers import UNMET, missing_words
from lachan.policies.rules.decide import decide
from lachan.policies.rules.facts import Decision
from lachan.policies.rules.words import MEASURES, WHO
from lachan.policies.terms import Measure, Permission, Who

TONES = {
    Measure.NONE: ("ok", "check"),
    Measure.DECLARE: ("info", "empty"),
    Measure.TEST: ("info", "half"),
    Measure.HEALTH_MONITORING: ("info", "half"),
    Measure.HOME_QUARANTINE: ("warn", "full"),
    Measure.CENTRALISED_QUARANTINE: ("danger", "full"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def try_it(request: Request) -> HttpResponse:
    """By POST, so that what is typed of a person stands in no address and no log."""
    if not request.actor.may_somewhere(Permission.READ):
        raise NotThere
    form = FactsForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if form.is_bound and form.is_valid():
        at = form.instant(request.now)
        where = f"{settings.PROVINCE}/"
        found = decide(form.facts(), rules_in_force(where, at), at)
        context |= {"at": at, "answer": _answer(request, found)}
    elif form.is_bound:
        status = 422
    return render(request, "policies/try.html", context, status=status)


def _answer(request: Request, found: Decision) -> dict[str, Any]:
    pages = _pages(request, found)
    measure = found.measure or Measure.NONE
    tone, shape = TONES[measure]
    return {
        "name": MEASURES[measure],
        "tone": "warn" if found.undetermined and tone in ("ok", "info") else tone,
        "shape": shape,
        "since": found.since,
        "until": found.until,
        "test_days": found.test_days,
        "then": [
            {"name": MEASURES[s.measure], "since": s.since, "until": s.until} for s in found.then
        ],
        "household": WHO[Who.HOUSEHOLD] if found.who is Who.HOUSEHOLD else "",
        "reasons": [
            {"rule": one.rule, "clause": one.clause, "words": one.words, "url": pages.get(one.rule)}
            for one in found.reasons
        ],
        "missing": missing_words(found.undetermined),
        "not_met": [
            {
                "rule": one.rule,
                "words": one.words,
                "why": UNMET[one.why],
                "url": pages.get(one.rule),
            }
            for one in found.not_met
        ],
    }


def _pages(request: Request, found: Decision) -> dict[str, str]:
    """The page of each rule that is named."""
    names = {one.rule for one in found.reasons} | {one.rule for one in found.not_met}
    rows = named_rules(request.actor, names)
    return {name: reverse("policies:rule", args=[row.pk]) for name, row in rows.items()}
