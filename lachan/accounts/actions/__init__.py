"""Every write of accounts: one verb, one transaction, one record."""

from lachan.accounts.actions.giving import deputise, give_grant, withdraw_grant
from lachan.accounts.actions.keeping import (
    close_account,
    correct_profile,
    open_account,
    reopen_account,
    reset_password,
    reset_second_factor,
)
from lachan.accounts.actions.own import (
    change_own_contact,
    choose_workplace,
    password_changed,
    second_factor_changed,
    sign_in_failed,
    signed_in,
)
from lachan.accounts.actions.setting_up import establish_account

__all__ = [
    "change_own_contact",
    "choose_workplace",
    "close_account",
    "correct_profile",
    "deputise",
    "establish_account",
    "give_grant",
    "open_account",
    "password_changed",
    "reopen_account",
    "reset_password",
    "reset_second_factor",
    "second_factor_changed",
    "sign_in_failed",
    "signed_in",
    "withdraw_grant",
]
