"""A letter's argument joined and ordered by a generator, and held word by word against the statements."""
