"""Contacts for programs: the list and proposals, follow-up with its teams, hand-overs."""

from ninja import Router

from lachan.contacts.api import contacts, follow_up, hand_overs, teams

router = Router()
# Words before keys: /contacts/teams is no contact.
router.add_router("", follow_up.router)
router.add_router("", teams.router)
router.add_router("", hand_overs.router)
router.add_router("", contacts.router)

__all__ = ["router"]
