"""Messages out: knows recipients and text, never why."""
