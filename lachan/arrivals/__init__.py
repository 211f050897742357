"""Everyone who comes: what they declared, what was decided, which commune watches over them."""
