"""What may be done with an order, and what that changes: rules as data, money to the cent."""
