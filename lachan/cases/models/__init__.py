"""Tables of cases, cut by noun."""

from lachan.cases.models.cases import Case, CaseBook, CaseQuerySet, Classified, RePositive
from lachan.cases.models.definitions import CaseDefinition, CaseLimit
from lachan.cases.models.saved import SavedLineList

__all__ = [
    "Case",
    "CaseBook",
    "CaseDefinition",
    "CaseLimit",
    "CaseQuerySet",
    "Classified",
    "RePositive",
    "SavedLineList",
]
