"""Roles of an office: what one may do. Where, is said by each grant."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.accounts.terms import Role

_EVERYBODY = {"places.read", "directives.read", "tasks.read", "command.read", "policies.read"}
# Records of persons: those who work with them, never mere observers.
_PERSONS = {
    "people.read",
    "lists.read",
    "transport.read",
    "arrivals.read",
    "cases.read",
    "checkpoints.read",
    "tracing.read",
    "contacts.read",
}
_FIELD_WORK = _PERSONS | {
    "people.edit",
    "lists.import",
    "transport.edit",
    "arrivals.declare",
    "arrivals.receive",
    "cases.open",
    "checkpoints.work",
    *("tracing.investigate", "tracing.send", "tracing.receive"),
    "contacts.follow",
}
_OFFICER = (
    _EVERYBODY
    | _FIELD_WORK
    | {
        "tasks.receive",
        "tasks.work",
        "command.report",
        "places.list_hamlets",
    }
)
_HEAD = _OFFICER | {
    "tasks.refuse",
    "tasks.assign",
    "tasks.accept",
    "tasks.remind",
    "tasks.decide",
    "command.submit",
    "people.link",
    "people.export",
    "arrivals.decide",
    "cases.classify",
    "cases.export",
    *("contacts.assign", "contacts.decide", "contacts.export"),
    "checkpoints.manage",
    "tracing.announce",
    "accounts.read",
    "accounts.deputise",
}
# What the department of health does for the whole unit it hangs in: docs/decisions/0033.
_HEALTH_DOMAINS = {"people", "lists", "arrivals", "cases", "tracing", "contacts"}
_HEALTH_READS = {"transport.read", "checkpoints.read"}
_CLERK = _EVERYBODY | {"directives.register", "command.consolidate", "tasks.read"}
_SYNTHESIST = (
    _CLERK
    | _FIELD_WORK
    | {
        "policies.draft",
        "people.link",
        "people.export",
        "arrivals.decide",
        "arrivals.set_limits",
        "cases.classify",
        "cases.export",
        "cases.set_limits",
        "transport.set_limits",
        "tracing.set_limits",
        *("contacts.follow", "contacts.assign", "contacts.decide"),
        *("contacts.export", "contacts.set_limits"),
        "checkpoints.manage",
        "places.edit",
        "places.list_hamlets",
        "directives.review",
        "tasks.assign",
        "tasks.accept",
        "tasks.remind",
        "audit.read",
        "command.configure",
    }
)
_LEADER = _SYNTHESIST | {
    "policies.approve",
    "tracing.announce",
    "directives.approve",
    "tasks.decide",
    "command.submit",
    "command.sign",
    "accounts.read",
    "accounts.grant",
    "accounts.appoint",
    "accounts.deputise",
}
_ADMINISTRATOR = {
    "places.read",
    "places.edit",
    "places.list_hamlets",
    "accounts.read",
    "accounts.grant",
    "accounts.appoint",
    "accounts.administer",
    "audit.read",
}


def _of_health(permissions: set[str]) -> frozenset[str]:
    """Those of the permissions that a health body holds in its whole territory."""
    of_domains = {one for one in permissions if one.partition(".")[0] in _HEALTH_DOMAINS}
    return frozenset(of_domains | (permissions & _HEALTH_READS))


def _role(code: str, label: object, permissions: set[str], **traits: object) -> Role:
    return Role(code=code, label=label, permissions=frozenset(permissions), **traits)  # type: ignore[arg-type]


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role("leader", _("Leader"), _LEADER, leads=True),
        _role("synthesist", _("Synthesis officer"), _SYNTHESIST),
        _role("clerk", _("Records clerk"), _CLERK),
        _role("head", _("Head of unit"), _HEAD, leads=True),
        _role("officer", _("Officer"), _OFFICER),
        _role(
            "health_head",
            _("Head of a health body"),
            _HEAD,
            leads=True,
            in_territory=_of_health(_HEAD),
        ),
        _role(
            "health_officer",
            _("Officer of a health body"),
            _OFFICER,
            in_territory=_of_health(_OFFICER),
        ),
        _role("observer", _("Observer"), _EVERYBODY),
        _role("administrator", _("Administrator"), _ADMINISTRATOR, is_office=False),
    )
}
