"""The letter: a case in words, as a document, written as Word and as PDF."""
