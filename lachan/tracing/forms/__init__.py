"""The doors of tracing that take words."""
