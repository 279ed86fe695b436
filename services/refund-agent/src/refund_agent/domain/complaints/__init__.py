"""What buyers complain of and answer, read from their words in fifteen languages."""
