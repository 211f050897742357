"""Pages of directives: the register, coming in, the review, the document."""
