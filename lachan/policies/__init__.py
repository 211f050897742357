"""Who needs which measure: dated rules with their source, and the decision that cites them."""
