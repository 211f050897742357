"""What checkpoints decide, by noun."""
