"""What can be checked about a text without trusting whoever wrote it."""
