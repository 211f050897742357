"""What is decided about documents: spans, proposals, approval, and the life of clauses."""
