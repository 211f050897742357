"""Forms of contacts."""
