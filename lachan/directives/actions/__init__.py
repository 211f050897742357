"""Every write of directives: one verb, one transaction, one entry in the record."""

from lachan.directives.actions.approve import approve, cancel_document
from lachan.directives.actions.change_clauses import (
    apply_due_changes,
    change_clauses,
    withdraw_change,
)
from lachan.directives.actions.decide import (
    accept_proposal,
    accept_untouched,
    add_proposal,
    correct_proposal,
    reject_proposal,
    undo_decision,
)
from lachan.directives.actions.originals import keep_waiting, kept_original, read_original_file
from lachan.directives.actions.register import (
    Incoming,
    LooksLikeDuplicate,
    NeedsTyping,
    read_original,
    register_document,
)
from lachan.directives.actions.review import answer_question, correct_header, reopen_question

__all__ = [
    "Incoming",
    "LooksLikeDuplicate",
    "NeedsTyping",
    "accept_proposal",
    "accept_untouched",
    "add_proposal",
    "answer_question",
    "apply_due_changes",
    "approve",
    "cancel_document",
    "change_clauses",
    "correct_header",
    "correct_proposal",
    "keep_waiting",
    "kept_original",
    "read_original",
    "read_original_file",
    "register_document",
    "reject_proposal",
    "reopen_question",
    "undo_decision",
    "withdraw_change",
]
