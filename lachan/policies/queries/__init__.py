"""What can be read of rules: every rule is public to those who work here."""

from lachan.policies.queries.protocols import protocol_on, protocol_value
from lachan.policies.queries.rules import (
    get_rule,
    rule_versions,
    rules,
    rules_in_force,
    ruleset_version,
)

__all__ = [
    "get_rule",
    "protocol_on",
    "protocol_value",
    "rule_versions",
    "rules",
    "rules_in_force",
    "ruleset_version",
]
