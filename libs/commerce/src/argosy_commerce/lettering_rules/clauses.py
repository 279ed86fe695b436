"""Clauses of folded lettering: what stands between two breaks."""

from __future__ import annotations

from bisect import bisect_right

_BREAKS = frozenset("\n ,.。;!?|/、·•…:~—–-+&()[]{}<>《》【】「」『』“”\"'*=_")
_WITHIN_FIGURES = frozenset(".,/:~-–—")


class Clauses:
    """The clauses of a text, by place. A mark within a figure (9.9, 99-199) is no break."""

    def __init__(self, folded: str) -> None:
        """Cuts the text once; linear."""
        self._ends = [i for i, character in enumerate(folded) if _breaks(folded, i, character)]
        self._length = len(folded)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The clause or clauses that a stretch lies in."""
        before = bisect_right(self._ends, start) - 1
        # A break right at the start belongs to the stretch itself.
        if before >= 0 and self._ends[before] == start:
            before -= 1
        after = bisect_right(self._ends, end - 1)
        first = self._ends[before] + 1 if before >= 0 else 0
        last = self._ends[after] if after < len(self._ends) else self._length
        return min(first, start), max(last, end)


def _breaks(folded: str, i: int, character: str) -> bool:
    if character not in _BREAKS:
        return False
    if character == " ":
        # Words of Latin lettering stand apart within one sentence.
        return not (_is_latin(folded[i - 1 : i]) and _is_latin(folded[i + 1 : i + 2]))
    if character in _WITHIN_FIGURES and 0 < i < len(folded) - 1:
        return not (folded[i - 1].isdigit() and folded[i + 1].isdigit())
    return True


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
