"""Words of transport."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "transport.read"
    EDIT = "transport.edit"
