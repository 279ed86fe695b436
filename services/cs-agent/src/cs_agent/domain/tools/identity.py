"""Whether somebody is who he says: e-mail, or name and postcode, folded and compared in constant time."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Sequence
from typing import Final

from cs_agent.domain.tools.orders import User
from cs_agent.domain.tools.rules import Identification, Needed
from cs_agent.domain.understood import Identity

_LONGEST: Final = 200
_DOTLESS: Final = str.maketrans({"ı": "i", "İ": "i"})


def folded(text: str) -> str:
    """Letters and digits only, without case, width and accents: "Élodie  Chantrevent" is "elodiechantrevent".

    Accents go; the vowel signs of Thai, Arabic or Hindi are part of the word and stay.
    """
    wide = unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_DOTLESS).casefold()
    apart = unicodedata.normalize("NFD", wide)
    kept = (char for char in apart if unicodedata.category(char)[0] in "LNM" and not _is_accent(char))
    return unicodedata.normalize("NFC", "".join(kept))


def folded_email(text: str) -> str:
    """As compared: without case, width and blanks around; dots and signs count."""
    return unicodedata.normalize("NFKC", text[:_LONGEST]).strip().casefold()


def enough(claim: Identity, rule: Identification) -> tuple[Needed, ...] | None:
    """The first of what identifies that the claim gives in whole; None where it gives too little."""
    given: dict[Needed, str] = {
        "email": folded_email(claim.email),
        "name": folded(claim.name),
        "postcode": folded(claim.postcode),
    }
    return next((needed for needed in rule.any_of if all(given[one] for one in needed)), None)


def is_user(claim: Identity, user: User, needed: Sequence[Needed]) -> bool:
    """Whether the claim is this user's in all that is needed. How much fits does not show in the time."""
    fits = [_same(claim, user, one) for one in needed]
    return bool(fits) and all(fits)


def the_one(claim: Identity, users: Sequence[User], rule: Identification) -> User | None:
    """The one user whom the claim fits; None where it fits none, or several."""
    needed = enough(claim, rule)
    if needed is None:
        return None
    fit = [user for user in users if is_user(claim, user, needed)]
    return fit[0] if len(fit) == 1 else None


def _same(claim: Identity, user: User, one: Needed) -> bool:
    fold = folded_email if one == "email" else folded
    said, known = fold(getattr(claim, one)), fold(getattr(user, one))
    return hmac.compare_digest(said.encode(), known.encode()) and bool(known)


def _is_accent(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"
