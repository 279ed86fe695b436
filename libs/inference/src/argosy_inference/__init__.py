"""The one typed client of the Triton inference tier."""
