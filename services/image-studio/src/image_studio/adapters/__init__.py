"""The service's own doors to the outside: the tier's models, and where pictures come from and go."""
