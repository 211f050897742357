"""What may be granted, by whom, for how long."""
