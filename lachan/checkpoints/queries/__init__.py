"""What may be read of posts, by noun."""
