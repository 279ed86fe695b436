"""Pure rules: what a message means, which facts answer it, how that is said, what may be done with an order."""
