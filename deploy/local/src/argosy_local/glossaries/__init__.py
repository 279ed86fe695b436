"""What `argosy glossary` does with a merchant's or platform's glossary in the document store."""
