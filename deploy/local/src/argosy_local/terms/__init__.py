"""What `argosy terms` finds, writes and counts; its tables are in `commands/terms.py`."""
