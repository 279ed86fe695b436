"""Rules of refunds: pure, no I/O, no clock."""
