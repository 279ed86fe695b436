"""The rules of card networks, read from data/."""
