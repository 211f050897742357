"""The pages of transport."""
