"""Words of the record."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "audit.read"
