"""Reading accounts: who somebody is, who answers for a place, and who has which role where."""

from lachan.accounts.queries.actors import Workplace, actor_for, grants_of, workplaces_of
from lachan.accounts.queries.grants import grants_within, leading_grants, user_named
from lachan.accounts.queries.people import (
    heads_of,
    nearest_users_with,
    roles,
    roles_with,
    users_at,
    users_with,
)

__all__ = [
    "Workplace",
    "actor_for",
    "grants_of",
    "grants_within",
    "heads_of",
    "leading_grants",
    "nearest_users_with",
    "roles",
    "roles_with",
    "user_named",
    "users_at",
    "users_with",
    "workplaces_of",
]
