"""What a word is compared by: without the endings that its language puts to it (data/stems.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict

from argosy_commerce.folding import folded
from argosy_commerce.terms.strict_yaml import packaged, validated

_CONSONANTS: Final = {"ru": "бвгджзклмнпрстфхцчшщ"}
_LATIN: Final = "bcdfghjklmnpqrstvwxz"
_TWICE: Final = re.compile(r"([^\W\d_])\1")
_Endings = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda rows: tuple(sorted((folded(row, "fr") for row in rows), key=len, reverse=True))),
]


class _Stems(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    endings: _Endings
    heads: _Endings = ()
    """Particles written together with the word that follows."""
    least: int
    times: int = 1
    fleeting: str = ""
    last: Mapping[str, str] = {}
    small: _Endings = ()
    twice: bool = False
    """Letters are doubled or not between forms of one word (pan, pannen)."""


@cache
def _stems() -> Mapping[str, _Stems]:
    rows = packaged("refund_agent", "stems", "stems")["stems"]
    return {language: validated(_Stems, row, f"stems.yaml: {language}") for language, row in rows.items()}


@lru_cache(maxsize=4_096)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; words with figures and languages without endings are as they are.

    >>> stem("туфель", "ru") == stem("туфли", "ru")
    True
    """
    rules = _stems().get(language)
    if rules is None or not word.isalpha():
        return word.removesuffix("'s")
    for head in rules.heads:
        if word.startswith(head) and len(word) - len(head) >= rules.least:
            word = word[len(head) :]
            break
    for _ in range(rules.times):
        ending = next(
            (
                one
                for one in rules.endings
                if word.endswith(one) and len(word) - len(one) >= rules.least and not word.endswith(one * 2)
            ),
            "",
        )
        if not ending:
            break
        word = word[: -len(ending)]
    for last, other in rules.last.items():
        if word.endswith(last):
            word = word[: -len(last)] + other
            break
    if len(word) > 3 and word[-2] in rules.fleeting:
        hard = _CONSONANTS.get(language, _LATIN)
        if word[-1] in hard and word[-3] in hard:
            word = word[:-2] + word[-1]
    return _TWICE.sub(r"\1", word) if rules.twice else word


def of_small(word: str, language: str) -> str:
    """The stem of the thing that a folded word makes small (Kissen of Kisschen); "" where it makes none."""
    rules = _stems().get(language)
    ending = next((one for one in rules.small if word.endswith(one)), "") if rules else ""
    left = word[: -len(ending)] if ending else ""
    return stem(left, language) if rules and len(left) > rules.least else ""
