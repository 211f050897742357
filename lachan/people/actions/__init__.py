"""What can be done with persons."""
