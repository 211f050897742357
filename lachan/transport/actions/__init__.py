"""What can be done in transport; `note_passage` is what posts above call."""

from lachan.transport.actions.passages import note_passage

__all__ = ["note_passage"]
