"""How allauth lets people in: accounts are given by an administrator, nobody signs up alone."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from lachan.accounts import actions
from lachan.accounts.models import User


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """No public registration; what happens at the door goes on record."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many wrong passwords: this sign-in name is closed for 10 minutes. Wait, or ring "
            "the support desk."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """A password that its owner chose is no longer a temporary one."""
        actions.password_changed(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """To the first page: who had to change the password came for something else."""
        return "/"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        actions.sign_in_failed(str(credentials.get("username", ""))[:150])

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **details: Any
    ) -> HttpResponse:
        if isinstance(user, User):
            actions.signed_in(user)
        response: HttpResponse = super().post_login(request, user, **details)
        return response


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors under the name of the system, not of the machine it runs on."""

    def _get_site_name(self) -> str:
        return "Lá Chắn"


def _kept(change: str) -> Any:
    def receive(
        sender: object, user: User, authenticator: Authenticator, **details: object
    ) -> None:
        actions.second_factor_changed(user, kind=str(authenticator.type), change=change)

    return receive


def keep_second_factors_on_record() -> None:
    """Record every authenticator, passkey and set of recovery codes that comes or goes."""
    for signal, change in (
        (signals.authenticator_added, "added"),
        (signals.authenticator_removed, "removed"),
        (signals.authenticator_reset, "renewed"),
    ):
        signal.connect(_kept(change), weak=False, dispatch_uid=f"accounts-{change}")
