"""Every read of arrivals; the first parameter is who looks."""
