"""Store, index, tier."""
