"""What is to become of each block in a market: keep, translate, write, remove; and in which words."""
