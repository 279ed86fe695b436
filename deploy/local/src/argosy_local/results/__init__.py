"""What a run leaves behind: one JSON file per result, its blobs beside it, and a page to look at."""
