"""Writing lists: one verb a function."""
