"""A buyer's pictures: which product of the shop they show, what is written on them, and what that means."""
