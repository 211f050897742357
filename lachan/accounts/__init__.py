"""Users, their dated grants on places, and the Actor built from them."""
