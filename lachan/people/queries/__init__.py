"""What can be read of persons; every read begins with who is looking."""
