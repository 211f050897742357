"""What people type about accounts and roles."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.accounts.queries.choices import places_within_reach, role_names, roles_to_give
from lachan.accounts.queries.grants import possible_deputies
from lachan.accounts.terms import Permission
from lachan.core import fields
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.text import folded


class DayInput(forms.DateInput):
    """A day as it is written here, without leading zeros: 5/9/2021."""

    def __init__(self) -> None:
        super().__init__(
            attrs={"class": "input-short", "placeholder": "15/9/2021", "autocomplete": "off"}
        )

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, date):
            return f"{value.day}/{value.month}/{value.year}"
        return super().format_value(value)


class DayField(fields.DayField):
    """A day as it is written here, shown without leading zeros."""

    widget = DayInput


class PlaceMixin(forms.Form):
    """A place by its name: what is typed finds it, and where several are found one is chosen.

    Works without the script: the first answer then comes back with the places to choose from.
    """

    place = forms.CharField(
        label=gettext_lazy("Place or body"),
        max_length=200,
        help_text=gettext_lazy(
            "A unit or a body, with or without diacritics: xã An Xuyên, Sở Y tế."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-places": ""}),
    )
    path = forms.ChoiceField(
        label=gettext_lazy("Choose the place"), required=False, widget=forms.RadioSelect
    )

    place_permission = Permission.GRANT

    def look_up_places(self, actor: Actor, today: date) -> None:
        """Offer the places that the words typed so far mean."""
        words = str(self.data.get("place") or self.initial.get("place") or "")
        self.found = places_within_reach(actor, self.place_permission, words, today)
        self.fields["path"].choices = [(p.path, p.name) for p in self.found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("place"):
            return cleaned
        if not self.found:
            self.add_error(
                "place", _("There is no such place within your jurisdiction; try a shorter name.")
            )
        elif len(self.found) == 1:
            cleaned["path"] = self.found[0].path
        elif not cleaned.get("path"):
            self.add_error("path", _("Several places bear this name: choose one."))
        return cleaned


class ReasonForm(forms.Form):
    """Why: kept on record."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The number of the decision, or a few words; kept on record."),
    )


class GrantForm(PlaceMixin, ReasonForm):
    """A role for a person."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last day; left empty, until it is withdrawn."),
    )
    field_order = ["role", "place", "path", "valid_from", "valid_until", "reason"]

    def __init__(self, *args: Any, actor: Actor, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [("", ""), *roles_to_give(actor)]  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = today
        self.look_up_places(actor, today)


class DeputyForm(ReasonForm):
    """Who acts for a leader, and how long."""

    deputy = forms.ChoiceField(
        label=gettext_lazy("Who acts"),
        help_text=gettext_lazy("Somebody who works at this place or below it."),
    )
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(
        label=gettext_lazy("Until"), help_text=gettext_lazy("The last day; at most 92 days later.")
    )
    field_order = ["deputy", "valid_from", "valid_until", "reason"]

    def __init__(self, *args: Any, grant: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["deputy"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *(
                (str(user.pk), f"{user.full_name} ({user.position or user.username})")
                for user in possible_deputies(grant, today)
            ),
        ]
        self.fields["valid_from"].initial = today

    def clean_deputy(self) -> int:
        return int(self.cleaned_data["deputy"])


class PersonForm(forms.Form):
    """Facts about a person."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=150)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=150, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "class": "input-medium"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, widget=forms.EmailInput()
    )


class OpenAccountForm(PlaceMixin, PersonForm):
    """A new account, and perhaps its first role."""

    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=60,
        help_text=gettext_lazy("Small letters without diacritics, such as nguyen.van.an."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "class": "input-medium"}
        ),
    )
    role = forms.ChoiceField(label=gettext_lazy("First role at this place"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The number of the decision, or a few words; kept on record."),
    )
    field_order = [
        *("full_name", "username", "position", "phone", "email"),
        *("place", "path", "role", "reason"),
    ]
    place_permission = Permission.ADMINISTER

    def __init__(self, *args: Any, actor: Actor, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("none yet")),
            *roles_to_give(actor),
        ]
        self.look_up_places(actor, today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("role") and not cleaned.get("reason"):
            self.add_error("reason", _("A role needs a reason."))
        return cleaned


class CorrectPersonForm(PersonForm, ReasonForm):
    """Facts about a person, corrected by an administrator."""

    field_order = ["full_name", "position", "phone", "email", "reason"]


class ContactForm(forms.Form):
    """One's own telephone number and e-mail."""

    phone = PersonForm.base_fields["phone"]
    email = PersonForm.base_fields["email"]


def add_reasons(form: forms.Form, reasons: tuple[str, ...]) -> None:
    """Show why an action was refused above the form's fields, keeping what was typed."""
    form.add_error(None, ValidationError([str(reason) for reason in reasons]))


def _all() -> Any:
    return gettext_lazy("All")


class _SearchFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Search without diacritics over the person."""

    prefix_to_user = ""
    q = django_filters.CharFilter(
        label=gettext_lazy("Search"),
        method="search",
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": gettext_lazy("Name, sign-in name, telephone")}
        ),
    )

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        condition = Q()
        for word in folded(value).split():
            condition &= Q(**{f"{self.prefix_to_user}search_text__contains": word})
        return rows.filter(condition)


class GrantFilter(_SearchFilter):
    """Roles by person, role, place and day; without a day, those that hold today."""

    prefix_to_user = "user__"
    role = django_filters.ChoiceFilter(label=gettext_lazy("Role"), empty_label=_all())
    place = django_filters.CharFilter(label=gettext_lazy("Place or body"), method="by_place")
    day = django_filters.DateFilter(
        label=gettext_lazy("On the day"),
        method="by_day",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=DayInput,
    )
    which = django_filters.ChoiceFilter(
        label=gettext_lazy("Which"),
        method="unchanged",
        choices=[
            ("deputies", gettext_lazy("acting for somebody")),
            ("every", gettext_lazy("of all days")),
        ],
        empty_label=gettext_lazy("in force"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["role"].extra["choices"] = role_names()

    def by_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = places_within_reach(
            self.request.actor, Permission.READ, value, day_of(self.request.now)
        )
        return rows.filter(
            Q(path__in=[place.path for place in found]) | Q(place_name__icontains=value)
        )

    def by_day(self, rows: Any, name: str, value: date) -> QuerySet[Any]:
        on_day: QuerySet[Any] = rows.on(value)
        return on_day

    def unchanged(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows

    def filter_queryset(self, queryset: Any) -> QuerySet[Any]:
        rows: Any = super().filter_queryset(queryset)
        which = self.form.cleaned_data.get("which")
        if which == "deputies":
            rows = rows.filter(deputises__isnull=False)
        if which != "every" and not self.form.cleaned_data.get("day"):
            rows = rows.on(day_of(self.request.now))
        found: QuerySet[Any] = rows
        return found


class PersonFilter(_SearchFilter):
    """People by name and by how their account stands."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Account"),
        method="by_state",
        choices=[
            ("open", gettext_lazy("open")),
            ("temporary", gettext_lazy("temporary password")),
            ("closed", gettext_lazy("closed")),
        ],
        empty_label=_all(),
    )

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "temporary":
            return rows.filter(is_active=True, must_change_password=True)
        return rows.filter(is_active=value == "open")
