"""Document repositories on MongoDB and the content-addressed blob store."""
