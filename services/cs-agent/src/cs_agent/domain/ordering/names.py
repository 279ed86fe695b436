"""A name among other words, where the buyer was just asked for it."""

from __future__ import annotations

import re
from typing import Final

from argosy_commerce.folding import folded
from cs_agent.domain.understanding.examples import pieces, vocabulary
from cs_agent.domain.understanding.slot_words import slot_patterns
from cs_agent.domain.understanding.spelling import UNSPACED, cleaned

_LONGEST: Final = 300
_MOST_WORDS: Final = 5
_MOST_LETTERS: Final = 6
_TOGETHER: Final = UNSPACED - {"th"} | {"ko"}
_PARTS: Final = re.compile(r"[,，、。.;；:：!！\n]+")
_SPACED_NAME: Final = re.compile(r"[^\W\d_][\w'’.-]*(?:[ ·][^\W\d_][\w'’-]*)+")
_JOINED_NAME: Final = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]{2,6}")
_AFTER: Final = re.compile(
    r"(?:と申します|といいます|と言います|です|입니다|이에요|예요|이라고 합니다|라고 합니다|라고 해요)$"
)
_SHORTENED: Final = re.compile(r"^[a-z]{1,2}['’][a-z]{1,3}\s+", re.IGNORECASE)
"""I'm, it's, c'est."""
_BEFORE: Final = re.compile(r"^(?:我叫|我是|名前は|이름은|저는)")


def name_said(text: str, language: str, postcode: str) -> str:
    """The part of a message that is written like a name, the nearest to the postcode; "" where none is.

    What is taken for a name opens nothing by itself: it is compared with the account, in whole.
    """
    base = language.partition("-")[0]
    plain = cleaned(text[:_LONGEST])
    if postcode:
        spelled = r"[ -]?".join(re.escape(char) for char in re.sub(r"[\s-]", "", postcode))
        plain = re.sub(rf"{spelled}.*$", "", plain, count=1, flags=re.IGNORECASE | re.DOTALL) or plain
    for part in reversed(_PARTS.split(plain)):
        found = (
            _together(part.strip(), base)
            if base in _TOGETHER
            else _spaced(part.strip(), base, has_code=bool(postcode))
        )
        if found:
            return found
    return ""


def _spaced(part: str, language: str, *, has_code: bool) -> str:
    """Two words or more that each begin with a capital, but for "van" and "de" between them."""
    words = _SHORTENED.sub("", _without_words_for_it(part, language)).split()
    name = " ".join(words)
    cased = name.lower() != name.upper()
    capital = bool(words) and all(word[0].isupper() for word in (words[0], words[-1]))
    known = vocabulary(language).intersection(pieces(folded(name, language), language))
    if not 1 < len(words) <= _MOST_WORDS or _SPACED_NAME.fullmatch(name) is None:
        return ""
    return name if (cased and capital) or (has_code and not known) else ""


def _together(part: str, language: str) -> str:
    plain = _BEFORE.sub("", _AFTER.sub("", _without_words_for_it(part, language)))
    name = plain.replace(" ", "")
    if len(name) > _MOST_LETTERS:
        return _spaced(part, "en", has_code=False) if part.isascii() else ""
    known = vocabulary(language).intersection(pieces(folded(name, language), language))
    return name if _JOINED_NAME.fullmatch(name) and not known else ""


def _without_words_for_it(part: str, language: str) -> str:
    """Without "postcode" and what stands behind it, "my name is" and what stands before."""
    plain = "".join(low if len(low := folded(char, language)) == 1 else char for char in part)
    patterns = slot_patterns(language)
    code = patterns.postcode.search(plain)
    end = code.start() if code else len(part)
    starts = (
        [found.end() for found in patterns.name.finditer(plain, 0, end)] if len(plain) == len(part) else []
    )
    return part[max(starts, default=0) : end].strip(" ,-:")
