"""What the trade itself knows: money, units, markets, channels, languages, terms and how to say them."""
