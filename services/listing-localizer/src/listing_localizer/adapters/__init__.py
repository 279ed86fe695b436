"""The service's own doors to the outside: the tier's translator."""
