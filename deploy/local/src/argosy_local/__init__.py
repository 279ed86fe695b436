"""The embedded stack, its launcher, and the argosy command line."""
