"""What separates words in merchants' texts, and how strongly."""

from __future__ import annotations

from collections.abc import Mapping

from argosy_commerce.reading.items import BreakKind

_BREAKS: Mapping[str, BreakKind] = {
    **dict.fromkeys("\n", BreakKind.LINE),
    **dict.fromkeys(" _'\"“”‘’<>《》【】「」『』[](){}^`@#|", BreakKind.SPACE),
    **dict.fromkeys("/+&、·•", BreakKind.JOIN),
    **dict.fromkeys(":", BreakKind.COLON),
    **dict.fromkeys(",-~—–*=%$\\×", BreakKind.COMMA),
    **dict.fromkeys(".。!?;…", BreakKind.STOP),
}


def break_kind(character: str) -> BreakKind | None:
    """How a folded character separates; None for what is part of a word."""
    kind = _BREAKS.get(character)
    if kind is None and not character.isalnum():
        return BreakKind.SPACE
    return kind
