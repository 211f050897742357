"""The steps of recognition: reading what is known, judging the claims, writing the result."""
