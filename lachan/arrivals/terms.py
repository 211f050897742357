"""Words of arrivals."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "arrivals.read"
    DECLARE = "arrivals.declare"
    RECEIVE = "arrivals.receive"
    DECIDE = "arrivals.decide"
