"""What people type about transport."""
