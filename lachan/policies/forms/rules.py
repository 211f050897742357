"""Forms of rules: in the words of an official, read into the format."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.dates import VIETNAM
from lachan.core.text import folded
from lachan.policies.rules.documents import rule_document
from lachan.policies.rules.ruleset import (
    Authority,
    Conditions,
    Count,
    Phase,
    Recovered,
    Rule,
    Source,
    Tested,
    Topic,
    Vaccinated,
)
from lachan.policies.rules.words import (
    AUTHORITIES,
    MEASURES,
    STATES,
    TOPICS,
    WHO,
    ZEROS,
    day,
)
from lachan.policies.terms import Measure, RuleState, Who, ZeroEvent

DAYS = ("%d/%m/%Y", "%Y-%m-%d")
INSTANTS = ("%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
THREE = [
    ("", gettext_lazy("does not matter")),
    ("yes", gettext_lazy("yes")),
    ("no", gettext_lazy("no")),
]


def _choices(words: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(str(key), label) for key, label in words.items()]


def _day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.TextInput(attrs={"placeholder": "15/9/2021", "class": "input-short"})
    return forms.DateField(
        label=label, input_formats=list(DAYS), widget=widget, required=False, **options
    )


def _instant_field(label: Any, *, required: bool = False, **options: Any) -> forms.DateTimeField:
    widget = forms.TextInput(attrs={"placeholder": "14:00 15/9/2021", "class": "input-medium"})
    return forms.DateTimeField(
        label=label, input_formats=list(INSTANTS), widget=widget, required=required, **options
    )


def _number(label: Any, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "input-short"})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=3660, widget=widget, **options
    )


class AreasField(forms.CharField):
    """Units, one a line, by name or path; `find` gives what a line may mean."""

    widget = forms.Textarea(attrs={"rows": 4})

    def lines(self, words: str) -> list[str]:
        return [line.strip() for line in re.split(r"[\n;]+", words) if line.strip()]


class RuleForm(forms.Form):
    """A rule, part by part; what is not asked holds for everybody."""

    title = forms.CharField(label=gettext_lazy("The rule in one line"), max_length=300)
    code = forms.SlugField(
        label=gettext_lazy("Short code"),
        max_length=80,
        help_text=gettext_lazy("Small letters, digits, hyphens; the versions of a rule share it."),
    )
    topic = forms.ChoiceField(label=gettext_lazy("About"), choices=_choices(TOPICS))
    is_provincial = forms.BooleanField(
        label=gettext_lazy("This province only (the province differs from the Ministry)"),
        required=False,
        initial=True,
    )
    areas = AreasField(
        label=gettext_lazy("From where"),
        required=False,
        help_text=gettext_lazy("One unit a line, of before or since 1/7/2025; empty: anywhere."),
    )
    stayed_since = _day_field(gettext_lazy("There since"))
    stayed_within_days = _number(gettext_lazy("There in the last days before arriving"))
    contact_levels = forms.CharField(
        label=gettext_lazy("Contact levels"),
        required=False,
        help_text=gettext_lazy("1 for F1, 2 for F2; several with commas."),
    )
    vaccinated = forms.ChoiceField(
        label=gettext_lazy("Fully vaccinated"), choices=THREE, required=False
    )
    doses = _number(gettext_lazy("Doses"), initial=2)
    dose_min_days = _number(gettext_lazy("Days since the last dose, at least"), initial=14)
    dose_max_days = _number(gettext_lazy("Days since the last dose, at most"))
    recovered = forms.ChoiceField(label=gettext_lazy("Recovered"), choices=THREE, required=False)
    recovered_within_days = _number(gettext_lazy("Recovered in the last days"), initial=180)
    tested = forms.ChoiceField(label=gettext_lazy("Negative test"), choices=THREE, required=False)
    test_max_hours = _number(gettext_lazy("Test at most hours old, from its result"), initial=72)
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), choices=_choices(MEASURES))
    days = _number(gettext_lazy("Number of days"))
    zero = forms.ChoiceField(
        label=gettext_lazy("Counted from"), choices=_choices(ZEROS), initial=ZeroEvent.MEASURE_START
    )
    then_measure = forms.ChoiceField(
        label=gettext_lazy("Then"), choices=[("", "–"), *_choices(MEASURES)], required=False
    )
    then_days = _number(gettext_lazy("Then days"))
    test_days = forms.CharField(
        label=gettext_lazy("Test days"),
        required=False,
        help_text=gettext_lazy("For example 1, 7, 14, counted from the start of the measure."),
    )
    who = forms.ChoiceField(label=gettext_lazy("Who"), choices=_choices(WHO))
    pays = forms.CharField(label=gettext_lazy("Who pays"), required=False, max_length=200)
    valid_from = _instant_field(gettext_lazy("Valid from"), required=True)
    valid_until = _instant_field(gettext_lazy("Valid until"))
    reaches_back_to = _instant_field(
        gettext_lazy("Also for those who arrived since"),
        help_text=gettext_lazy("They are decided again when the rule is put in force."),
    )
    document = forms.CharField(label=gettext_lazy("Document that orders it"), max_length=300)
    clause = forms.CharField(label=gettext_lazy("Clause"), required=False, max_length=80)
    words = forms.CharField(
        label=gettext_lazy("Words of the document"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    is_confirmed = forms.BooleanField(
        label=gettext_lazy("Confirmed against the document"), required=False
    )

    def clean_contact_levels(self) -> tuple[int, ...]:
        return self._numbers("contact_levels", 9)

    def clean_test_days(self) -> tuple[int, ...]:
        return self._numbers("test_days", 366)

    def _numbers(self, name: str, most: int) -> tuple[int, ...]:
        words = self.cleaned_data[name]
        found = re.findall(r"\d+", words)
        if re.sub(r"[\d\s,;Ff]+", "", words) or any(int(number) > most for number in found):
            raise forms.ValidationError(_("Write numbers with commas: 1, 7, 14."))
        return tuple(int(number) for number in found)

    def content(
        self, areas: list[str], territory: str, before: Rule | None = None
    ) -> dict[str, Any]:
        """The rule in the format; `areas` are the keys of the lines of `areas`.

        What the form does not ask stays as it is in the version `before`.
        """
        given = self.cleaned_data
        zero = ZeroEvent(given["zero"])
        first = 1 if zero is ZeroEvent.MEASURE_START else 0
        rule = Rule(
            code=given["code"],
            version=1,
            title=given["title"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            reaches_back_to=given["reaches_back_to"],
            measure=Measure(given["measure"]),
            territory=territory if given["is_provincial"] else "",
            authority=Authority.PROVINCE if given["is_provincial"] else Authority.MINISTRY,
            topic=Topic(given["topic"]),
            conditions=self._conditions(areas, before.conditions if before else Conditions()),
            days=given["days"],
            count=before.count if before and before.count.zero is zero else Count(zero, first),
            then=(
                Phase(Measure(given["then_measure"]), given["then_days"]),
                *(before.then[1:] if before else ()),
            )
            if given["then_measure"]
            else (),
            test_days=given["test_days"],
            test_count=before.test_count if before else Count(),
            who=Who(given["who"]),
            pays=given["pays"],
            replaces=before.replaces if before else (),
            source=self._source(before.source if before else None),
        )
        return rule_document(rule)

    def _source(self, before: Source | None) -> Source:
        """The place in the document is kept as long as its words are the same."""
        given = self.cleaned_data
        found = Source(
            document=given["document"],
            clause=given["clause"],
            words=given["words"],
            confirmed=given["is_confirmed"],
        )
        if before and (before.document, before.words) == (found.document, found.words):
            return replace(found, span=before.span, directive=before.directive)
        return found

    def _conditions(self, areas: list[str], before: Conditions) -> Conditions:
        given = self.cleaned_data
        topic = Topic(given["topic"])
        return replace(
            before,
            origins=tuple(areas),
            stayed_since=given["stayed_since"],
            stayed_within_days=given["stayed_within_days"],
            from_abroad=True if topic is Topic.ENTRY else None,
            contact_levels=given["contact_levels"],
            vaccinated=Vaccinated(
                given["doses"] or 1,
                given["dose_min_days"] or 0,
                given["dose_max_days"],
                given["vaccinated"] == "yes",
            )
            if given["vaccinated"]
            else None,
            recovered=Recovered(given["recovered_within_days"], given["recovered"] == "yes")
            if given["recovered"]
            else None,
            tested=replace(
                before.tested or Tested(),
                max_hours=given["test_max_hours"],
                met=given["tested"] == "yes",
            )
            if given["tested"]
            else None,
        )


def beginnings(rule: Rule, names: dict[str, str]) -> dict[str, Any]:
    """What a form begins with for the next version of a rule."""
    when = rule.conditions
    dose, recovery, test = when.vaccinated, when.recovered, when.tested
    then = rule.then[0] if rule.then else None
    return {
        "title": rule.title,
        "code": rule.code,
        "topic": rule.topic,
        "is_provincial": rule.authority is Authority.PROVINCE,
        "areas": "\n".join(names.get(key, key) for key in when.origins),
        "stayed_since": day(when.stayed_since),
        "stayed_within_days": when.stayed_within_days,
        "contact_levels": ", ".join(map(str, when.contact_levels)),
        "vaccinated": "" if dose is None else "yes" if dose.met else "no",
        "doses": dose.doses if dose else 2,
        "dose_min_days": dose.min_days if dose else 14,
        "dose_max_days": dose.max_days if dose else None,
        "recovered": "" if recovery is None else "yes" if recovery.met else "no",
        "recovered_within_days": recovery.within_days if recovery else 180,
        "tested": "" if test is None else "yes" if test.met else "no",
        "test_max_hours": test.max_hours if test else 72,
        "measure": rule.measure,
        "days": rule.days,
        "zero": rule.count.zero,
        "then_measure": then.measure if then else "",
        "then_days": then.days if then else None,
        "test_days": ", ".join(map(str, rule.test_days)),
        "who": rule.who,
        "pays": rule.pays,
        "valid_from": instant(rule.valid_from),
        "valid_until": instant(rule.valid_until),
        "reaches_back_to": instant(rule.reaches_back_to),
        "document": rule.source.document,
        "clause": rule.source.clause,
        "words": rule.source.words,
        "is_confirmed": rule.source.confirmed,
    }


def instant(value: datetime | date | None) -> str:
    """`14:00 15/9/2021`."""
    if not isinstance(value, datetime):
        return ""
    here = value.astimezone(VIETNAM)
    return f"{here:%H:%M} {here.day}/{here.month}/{here.year}"


class NameAreasForm(forms.Form):
    """An area is named: which, from what hour, back to when, by which document."""

    areas = AreasField(label=gettext_lazy("Areas"), help_text=gettext_lazy("One unit a line."))
    effective_at = _instant_field(gettext_lazy("From what hour on"), required=True)
    reaches_back_to = _instant_field(gettext_lazy("Also for those who arrived since"))
    stayed_since = _day_field(gettext_lazy("Who was there since"))
    document = forms.CharField(label=gettext_lazy("Document that orders it"), max_length=300)
    words = forms.CharField(
        label=gettext_lazy("Words of the document"), widget=forms.Textarea(attrs={"rows": 2})
    )


class EndForm(forms.Form):
    """Until when a rule holds."""

    until = _instant_field(
        gettext_lazy("Valid until"),
        required=True,
        error_messages={"invalid": gettext_lazy("Write until when: 14:00 15/9/2021.")},
    )


class RuleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By words, state, topic, measure, authority, and the day on which it holds."""

    q = django_filters.CharFilter(label=gettext_lazy("Words"), method="by_words")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=_choices(STATES),
        empty_label=gettext_lazy("All"),
    )
    topic = django_filters.ChoiceFilter(
        label=gettext_lazy("About"), choices=_choices(TOPICS), empty_label=gettext_lazy("All")
    )
    measure = django_filters.ChoiceFilter(
        label=gettext_lazy("Measure"), choices=_choices(MEASURES), empty_label=gettext_lazy("All")
    )
    authority = django_filters.ChoiceFilter(
        label=gettext_lazy("Authority"),
        choices=_choices(AUTHORITIES),
        empty_label=gettext_lazy("All"),
    )
    on = django_filters.DateFilter(
        label=gettext_lazy("Holds on"),
        method="by_day",
        input_formats=list(DAYS),
        widget=forms.TextInput(attrs={"placeholder": "15/9/2021"}),
    )
    unconfirmed = django_filters.BooleanFilter(
        label=gettext_lazy("To be confirmed"),
        method="by_confirmation",
        widget=forms.CheckboxInput,
    )

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        for word in folded(value).split():
            rows = rows.filter(search_text__contains=word)
        return rows

    def by_day(self, rows: Any, name: str, value: date) -> Any:
        from lachan.core.dates import end_of_day
        from lachan.policies.queries.rules import holding_on

        return holding_on(rows, end_of_day(value))

    def by_confirmation(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(is_confirmed=False, state=RuleState.IN_FORCE) if value else rows
