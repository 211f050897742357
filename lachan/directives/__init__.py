"""Documents from above: read, reviewed, approved; their clauses and what became of them."""
