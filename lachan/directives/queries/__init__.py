"""Every read of directives; each begins with who is looking."""

from lachan.directives.queries.clauses import approved_task_proposals

__all__ = ["approved_task_proposals"]
