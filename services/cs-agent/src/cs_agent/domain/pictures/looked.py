"""What looking at a message's pictures came to: findings, codes, named reasons; nothing of a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

from argosy_pictures.looks import Line
from argosy_pictures.showing import Finding
from cs_agent.domain.knowledge.told import instructs
from cs_agent.domain.pictures.recognising import Recognised
from cs_agent.domain.understanding.manipulating import manipulates

Fault = Literal["address", "missing", "too_large", "no_picture", "broken", "not_looked"]
"""Not allowed; not there; too many bytes or pixels; another kind of file; damaged; no time, or no tier."""
USELESS: Final[frozenset[Fault]] = frozenset({"address", "too_large", "no_picture", "broken"})
"""What nobody else can open either."""
_CODE: Final = re.compile(r"(?<![\w.@/])(?=[\w.,/-]*\d)[A-Za-z]{0,6}[-/]?\d[A-Za-z0-9.,/-]{0,14}(?![\w@])")
_LONG_NUMBER: Final = re.compile(r"\d{8,}")
"""Of a card, a telephone, a parcel: who it belongs to is nobody's to read from a picture."""
_SURE: Final = 0.6
_MOST_CODES: Final = 6
_MOST_LINES: Final = 12
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture that was looked at. ``number``: which of the message's, from 1.

    ``focus``: whether it shows the product in talk, None where that was not compared. ``damage``: against the
    pictures of the product that it shows. ``codes``: figures and model numbers on it; ``words``: all that
    was read, for people; ``read``: whether the words could be read.
    """

    number: int
    url: str
    recognised: Recognised = field(default_factory=Recognised)
    focus: Finding | None = None
    damage: Finding | None = None
    codes: tuple[str, ...] = ()
    words: str = ""
    read: bool = True


@dataclass(frozen=True, slots=True)
class Unseen:
    """One picture that was not, and why."""

    number: int
    url: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Looked:
    """All of a message's; ``left``: those beyond what is looked at of one."""

    seen: tuple[Seen, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[str, ...]:
        """Addresses that whoever decides may look at."""
        fit = [one.url for one in self.unseen if one.fault not in USELESS]
        return (*(one.url for one in self.seen), *fit, *self.left)


def codes_on(lines: Iterable[Line]) -> tuple[str, ...]:
    """Figures and model numbers on a picture, never its words: those could speak to an agent."""
    sure = [line.text[:_LONGEST] for line in lines if line.confidence >= _SURE]
    found = (match[0].strip(".,/-") for text in sure for match in _CODE.finditer(text))
    return tuple(dict.fromkeys(one for one in found if not _LONG_NUMBER.search(one)))[:_MOST_CODES]


def words_on(lines: Iterable[Line]) -> str:
    """What a person may want to read of it; nothing where it speaks to an agent."""
    sure = [line.text.strip() for line in lines if line.confidence >= _SURE][:_MOST_LINES]
    text = " | ".join(filter(None, sure))[:_LONGEST]
    return "" if instructs(text) or manipulates(text) else text
