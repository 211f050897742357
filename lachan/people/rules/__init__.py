"""What can be judged about a person without a database."""
