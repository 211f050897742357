"""What may be done to a task, by when, who is late, and what a duty asks of a day."""
