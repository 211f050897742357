"""Words of lists."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "lists.read"
    IMPORT = "lists.import"
