"""Writing phrases from concepts, one grammar per language."""

from argosy_commerce.phrasing.grammars import GRAMMARS, grammar_for
from argosy_commerce.phrasing.register import Register
from argosy_commerce.phrasing.say import Said, say

__all__ = ["GRAMMARS", "Register", "Said", "grammar_for", "say"]
