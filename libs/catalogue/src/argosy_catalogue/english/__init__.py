"""Products whose merchant writes English: rows of attribute tables, by the term base read backwards."""

from argosy_catalogue.english.rows import read_english_rows
from argosy_catalogue.english.to_say import read_to_say

__all__ = ["read_english_rows", "read_to_say"]
