"""Every read of tasks; each begins with who is looking."""
