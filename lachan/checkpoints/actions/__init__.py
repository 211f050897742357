"""What can happen at posts, by noun."""
