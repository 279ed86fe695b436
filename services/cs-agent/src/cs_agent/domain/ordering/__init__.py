"""Which call a message asks for: pure."""
