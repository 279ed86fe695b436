"""`argosy run`: publish events from files, wait for all they lead to, write it down."""
