"""What numbers become in a market: units, decimal signs, size charts."""
