"""What a clause makes a unit do: one lead, a deadline to the hour, and proof."""
