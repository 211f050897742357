"""Contacts: who was exposed, what is proposed for them, and who looks after them."""
