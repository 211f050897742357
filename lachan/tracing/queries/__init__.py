"""Every read of tracing begins with who is looking."""
