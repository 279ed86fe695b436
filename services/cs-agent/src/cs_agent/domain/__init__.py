"""Pure rules: what a message means, which facts answer it, how it is said, what may be done with an order."""
