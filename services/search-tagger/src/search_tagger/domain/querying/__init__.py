"""A shopper's words to what he wants."""
