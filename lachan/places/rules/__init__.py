"""What a name means, who belongs to a collective, what a row of a list is worth: pure judgement."""
