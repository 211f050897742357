"""What the province decides about cases."""
