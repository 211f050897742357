"""Forms of directives: what a person types, checked, and turned into content."""

from lachan.directives.forms.approval import ApprovalForm, CancelForm, RejectForm
from lachan.directives.forms.changes import ChangeForm
from lachan.directives.forms.filters import DocumentFilter
from lachan.directives.forms.header import HeaderForm, QuestionForm
from lachan.directives.forms.intake import PasteForm, TypedForm, UploadForm
from lachan.directives.forms.proposals import FORMS, ProposalForm

__all__ = [
    "FORMS",
    "ApprovalForm",
    "CancelForm",
    "ChangeForm",
    "DocumentFilter",
    "HeaderForm",
    "PasteForm",
    "ProposalForm",
    "QuestionForm",
    "RejectForm",
    "TypedForm",
    "UploadForm",
]
