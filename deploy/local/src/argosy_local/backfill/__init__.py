"""A whole catalogue through the services: read row by row, bounded in flight, resumable, with a report."""
