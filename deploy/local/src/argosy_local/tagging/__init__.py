"""A catalogue tagged in process, and what it came to."""
