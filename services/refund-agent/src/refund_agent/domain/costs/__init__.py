"""What outcomes cost, which is offered, and what earlier outcomes teach."""
