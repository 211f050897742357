"""Tables of contacts, cut by noun."""

from lachan.contacts.models.contacts import Contact, Exposure, LevelSet
from lachan.contacts.models.limits import ContactLimit
from lachan.contacts.models.proposals import Proposal, ProposalLine
from lachan.contacts.models.runs import Change, Label, Run, TracedCase

__all__ = [
    "Change",
    "Contact",
    "ContactLimit",
    "Exposure",
    "Label",
    "LevelSet",
    "Proposal",
    "ProposalLine",
    "Run",
    "TracedCase",
]
