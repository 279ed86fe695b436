"""The parts of the stack: how each is prepared, started, asked whether it serves, and mended."""
