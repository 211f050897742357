"""Forms by which a level is set by hand and a proposal is answered; filters of proposals."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lachan.contacts.actions.levels import LEAST_REASON, LONGEST_REASON
from lachan.contacts.forms.fields import LEVELS
from lachan.contacts.queries.proposals import rules_proposed
from lachan.contacts.rules.words import AIMS, ANSWERS, UNDETERMINED
from lachan.contacts.terms import Permission
from lachan.core.actor import Actor
from lachan.core.scope import within
from lachan.people.queries.persons import units_of
from lachan.policies.queries.rules import named_rules
from lachan.policies.rules.words import MEASURES

TAKE_BACK = "back"


class ReasonForm(forms.Form):
    """Why: a sentence that stays on record."""

    reason = forms.CharField(label=_("Reason"), min_length=LEAST_REASON, max_length=LONGEST_REASON)


class LevelForm(ReasonForm):
    """The level by hand, or that the one by hand is taken back. Clean: `level`, None for that."""

    level = forms.ChoiceField(label=_("F level"), choices=())
    field_order = ("level", "reason")

    def __init__(self, *args: Any, is_by_hand: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        back = ((TAKE_BACK, _("take back: as the trace reckons")),) if is_by_hand else ()
        self.fields["level"].choices = (  # type: ignore[attr-defined]
            *back,
            *LEVELS,
        )

    def clean_level(self) -> int | None:
        value: str = self.cleaned_data["level"]
        return None if value == TAKE_BACK else int(value)


def _rules(actor: Actor) -> list[tuple[str, str]]:
    """The rules that proposals name, each by its title."""
    names = list(rules_proposed(actor))
    titles = {name: rule.title for name, rule in named_rules(actor, names).items()}
    return [(name, titles.get(name, name)) for name in names]


class ProposalFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which proposals: to which commune, answered how, of what aim, measure, level and rule."""

    commune = django_filters.ChoiceFilter(
        label=_("Commune or ward"), method="in_commune", empty_label=_("all"), choices=()
    )
    answer = django_filters.ChoiceFilter(
        label=_("Decision on it"), choices=list(ANSWERS.items()), empty_label=_("all")
    )
    aim = django_filters.ChoiceFilter(
        label=_("Aim"), choices=list(AIMS.items()), empty_label=_("all")
    )
    measure = django_filters.ChoiceFilter(
        label=_("Measure"), choices=list(MEASURES.items()), empty_label=_("all")
    )
    level = django_filters.ChoiceFilter(
        label=_("F level"), method="at_level", choices=LEVELS, empty_label=_("all")
    )
    rule = django_filters.ChoiceFilter(label=_("Rule"), choices=(), empty_label=_("all"))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        actor = request.actor  # type: ignore[attr-defined]
        self.filters["commune"].extra["choices"] = units_of(actor, Permission.READ)
        self.filters["rule"].extra["choices"] = _rules(actor)

    def in_commune(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def at_level(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        level = int(value)
        return rows.filter(level=None if level == UNDETERMINED else level)
