"""Forms of rules and protocols."""
