"""What can be done with rules: written down, put in force by a second person, ended."""
