"""Whether a picture shows the colour or the size that was ordered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from argosy_pictures.colours import Named, named_in, shares_of
from argosy_pictures.looks import Look
from argosy_pictures.showing import Result
from argosy_pictures.subject import subject_of
from refund_agent.domain.checks import Check
from refund_agent.domain.evidence.files import EvidenceFile
from refund_agent.domain.evidence.ordered import OrderedLine

_SHOWN: Final = 0.40
_NEUTRAL_SHOWN: Final = 0.52
"""Of black, grey and white: prints, shadows and shine are of those on goods of any colour."""
_NEUTRAL: Final = frozenset({"black", "grey", "white"})
_ABSENT: Final = 0.06
_OTHER: Final = 0.40
_SIZE: Final = re.compile(r"(?<![A-Z0-9])(XXS|XS|S|M|L|XL|XXL|XXXL|[2-6]XL)(?![A-Z0-9])")
_SAME: Final = {"XXL": "2XL", "XXXL": "3XL"}
_SURE: Final = 0.8


def variant_shown(file: EvidenceFile, lines: Sequence[OrderedLine]) -> Check:
    """A size read from a tag, else the thing's colour against the words of title and variant.

    Colours are always weak: light changes them. Several lines in question leave open which one is shown.
    """
    if len(lines) != 1:
        return _told(
            file, "cannot_tell", "several lines are in question, and which one it shows cannot be told"
        )
    size = _by_size(file, lines[0])
    return size or _by_colour(file, lines[0])


def _by_size(file: EvidenceFile, line: OrderedLine) -> Check | None:
    """From a tag: a line of its own that is a size and nothing else."""
    ordered = {_size(found) for value in line.options for found in _SIZE.findall(value[1].upper())}
    read = {
        _size(found[0])
        for look in file.looks
        for one in look.lines
        if one.confidence >= _SURE
        and (found := _SIZE.findall(one.text.upper()))
        and len(one.text.strip()) <= 9
        and _SIZE.sub("", one.text.upper()).strip(" :/.-") in {"", "SIZE"}
    }
    if len(ordered) != 1 or len(read) != 1:
        return None
    (want,), (have,) = ordered, read
    if want == have:
        return _told(file, "passed", f"a tag in it reads size {have}, as ordered")
    return _told(file, "failed", f"a tag in it reads size {have}; {want} was ordered", weak=False)


def _size(written: str) -> str:
    return _SAME.get(written, written)


def _by_colour(file: EvidenceFile, line: OrderedLine) -> Check:
    named = named_in(" | ".join(value for _, value in line.options)) or named_in(line.title)
    known = [one for one in named if one.families]
    if not known or len(known) != len(named) or len(known) > 2:
        return _told(file, "cannot_tell", "the order names no colour that can be judged")
    found = [_look(look, known) for look in file.looks]
    order: tuple[Result, ...] = ("passed", "failed", "cannot_tell")
    result, finding, score = min(found, key=lambda one: order.index(one[0]))
    if len(found) > 1 and result == "failed" and sum(one[0] == "failed" for one in found) * 2 < len(found):
        result = "cannot_tell"  # a few of a video's frames may show something else
    return _told(file, result, finding, score=score)


def _look(look: Look, named: Sequence[Named]) -> tuple[Result, str, float]:
    subject = subject_of(look.pixels)
    words = " and ".join(one.words for one in named)
    if not subject.sure:
        return "cannot_tell", "the thing cannot be told from what surrounds it", 0.0
    shares = shares_of(subject.pixels, subject.mask)
    top, most = next(iter(shares.items()))
    each = [sum(shares.get(family, 0.0) for family in one.families) for one in named]
    least, whole = min(each), min(1.0, sum(each))
    maybe = sum(shares.get(one, 0.0) for one in frozenset().union(*(named_.maybe for named_ in named)))
    neutral = len(named) == 1 and named[0].families <= _NEUTRAL
    if whole >= (_NEUTRAL_SHOWN if neutral else _SHOWN) and least >= _SHOWN / 3:
        return "passed", f"the thing in it is {words} to {whole:.0%}, as ordered", whole
    if whole <= _ABSENT and maybe <= 2 * _ABSENT and most >= _OTHER:
        return "failed", f"the thing in it is {top} to {most:.0%}; {words} was ordered", whole
    return "cannot_tell", f"whether the thing in it is {words} cannot be told in this light", whole


def _told(
    file: EvidenceFile, result: Result, finding: str, *, weak: bool = True, score: float | None = None
) -> Check:
    return Check(file.ref, "variant_shown", result, finding, weak, None if score is None else round(score, 3))
