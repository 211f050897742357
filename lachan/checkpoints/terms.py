"""Words of checkpoints."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "checkpoints.read"
    WORK = "checkpoints.work"
    MANAGE = "checkpoints.manage"
