"""Tables of contacts, cut by noun."""

from lachan.contacts.models.calls import Call, CallScript, Following
from lachan.contacts.models.contacts import Contact, Exposure, LevelSet
from lachan.contacts.models.hand_overs import HandedContact, HandOver
from lachan.contacts.models.limits import ContactLimit
from lachan.contacts.models.proposals import Proposal, ProposalLine
from lachan.contacts.models.runs import Change, Label, Run, TracedCase
from lachan.contacts.models.teams import Assignment, Team, TeamDevice

__all__ = [
    "Assignment",
    "Call",
    "CallScript",
    "Change",
    "Contact",
    "ContactLimit",
    "Exposure",
    "Following",
    "HandOver",
    "HandedContact",
    "Label",
    "LevelSet",
    "Proposal",
    "ProposalLine",
    "Run",
    "Team",
    "TeamDevice",
    "TracedCase",
]
