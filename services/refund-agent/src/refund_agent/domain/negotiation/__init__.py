"""Offers and answers: a state machine, its deadlines, and what buyers are told."""
