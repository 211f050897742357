"""Users and their dated grants."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.core.text import folded, given_name_key, normal


def search_text_of(username: str, full_name: str, position: str, phone: str) -> str:
    """What a person is found by: name, sign-in name, position and phone, without diacritics."""
    return folded(" ".join(filter(None, (full_name, username, position, phone.replace(" ", "")))))


def sort_key_of(full_name: str) -> str:
    """Vietnamese names are ordered by the given name, which stands last."""
    return " ".join(given_name_key(full_name))


class AccountBook(DjangoUserManager["User"]):
    """Makes users that can be found: their search text and order are filled in."""

    def _create_user_object(
        self, username: str, email: str | None, password: str | None, **fields: Any
    ) -> User:
        fields["full_name"] = full_name = normal(fields.get("full_name", ""))
        fields["search_text"] = search_text_of(
            username, full_name, fields.get("position", ""), fields.get("phone", "")
        )
        fields["sort_key"] = sort_key_of(full_name)
        made: User = super()._create_user_object(  # type: ignore[misc]
            username, email, password, **fields
        )
        return made


class User(AbstractUser):
    """A person who signs in. E-mail is optional: a commune officer may have none.

    `path` is the place that keeps the account: who administers there may close it or reset its
    password. `must_change_password` holds as long as the password is one that somebody else
    wrote on a slip.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(max_length=150)
    position = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    path = path_field(blank=True)
    must_change_password = models.BooleanField(default=False)
    search_text = models.CharField(max_length=500, editable=False)
    sort_key = models.CharField(max_length=150, editable=False, db_index=True)

    REQUIRED_FIELDS = ["full_name"]
    objects: ClassVar[AccountBook] = AccountBook()

    class Meta:
        ordering = ["sort_key", "id"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else self.username


def _holding(day: date, prefix: str = "") -> Q:
    """The condition that a grant holds on the day: begun, not ended, not withdrawn."""
    return Q(
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day}),
        **{f"{prefix}valid_from__lte": day, f"{prefix}withdrawn_at__isnull": True},
    )


class GrantQuerySet(ScopedQuerySet["Grant"]):
    def on(self, day: date) -> GrantQuerySet:
        """The grants that hold on this day; a deputy's only while the leader's own holds too.

        A leader whose account was closed has no deputies either.
        """
        return self.filter(
            _holding(day),
            Q(deputises__isnull=True)
            | (_holding(day, "deputises__") & Q(deputises__user__is_active=True)),
        )


class Grant(models.Model):
    """A role at a place for a time; given by somebody, and possibly to act for somebody.

    `deputises` is the grant of the leader for whom this person acts ("giao thay mặt"): it ends
    when the leader's own grant ends. Both days are inclusive.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=40)
    path = path_field(blank=True)
    place_name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    deputises = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="deputies"
    )
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="grants_given"
    )
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["path", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="a grant ends no earlier than it begins",
            ),
            models.CheckConstraint(
                condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("user")),
                name="nobody gives a role to themselves",
            ),
            models.CheckConstraint(
                condition=Q(deputises__isnull=True) | Q(valid_until__isnull=False),
                name="a deputy acts for a time that ends",
            ),
        ]
        indexes = [models.Index(fields=["user", "valid_from"], name="grant_by_user")]

    def __str__(self) -> str:
        return f"{self.role} @ {self.path or '/'}"
