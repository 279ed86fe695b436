"""product.created becomes listing.localized: one listing per market and channel."""
