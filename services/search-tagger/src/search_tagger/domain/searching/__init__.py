"""Which products fit what is wanted, and in which order."""
