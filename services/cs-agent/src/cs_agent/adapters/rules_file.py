"""Which shop's rules are in force: ARGOSY_SHOP_RULES names a file of the form of data/shop_rules.yaml."""

from __future__ import annotations

from pathlib import Path

from argosy_commerce.terms.strict_yaml import TermDataError
from cs_agent.domain.tools.rules import ShopRules, read_shop_rules, shop_rules


def rules_in_force(path: str) -> ShopRules:
    """The file's rules, or those that come with the service where none is named. Raises TermDataError."""
    if not path:
        return shop_rules()
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TermDataError(
            f"{path}: cannot be read ({type(error).__name__}); ARGOSY_SHOP_RULES names it"
        ) from None
    return read_shop_rules(text, Path(path).name)
