"""What the evidence shows: each check pure, each answer passed, failed or cannot tell."""
