"""Lists that others send, of any layout: every row accounted for, every person recognised."""
