"""Every read of the daily report; each begins with who is looking."""
