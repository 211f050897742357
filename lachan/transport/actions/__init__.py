"""What can be done in transport; `note_passages` is what posts above call."""

from lachan.transport.actions.passages import Sighting, note_passage, note_passages

__all__ = ["Sighting", "note_passage", "note_passages"]
