"""Words that may not travel: what of a text in a picture is dropped, cut, converted or marked, and why."""

from argosy_commerce.lettering_rules.judging import rulings, text_after
from argosy_commerce.lettering_rules.model import Action, Kind, Place, Role, Ruling

__all__ = ["Action", "Kind", "Place", "Role", "Ruling", "rulings", "text_after"]
