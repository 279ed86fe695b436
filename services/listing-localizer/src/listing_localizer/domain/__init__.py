"""Pure rules of writing a listing anew: no I/O, no clock, no randomness."""
