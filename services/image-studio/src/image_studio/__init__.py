"""product.created becomes image.localized: the same picture, lettered for one market."""
