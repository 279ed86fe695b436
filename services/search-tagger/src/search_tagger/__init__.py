"""What a product is, and what a query wants, in the same language-neutral ids."""
