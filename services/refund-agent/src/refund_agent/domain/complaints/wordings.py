"""Wordings: how a meaning is said, as a small pattern language that people who speak a language can write.

    not ~ (arriv*|come) yet?     words in order; ``~`` up to five words between, ``~~`` up to twelve
    (a|b)  <class>               one of; a class of the same file
    word?  (a|b)?                may be missing
    colou?r  non-?delivery       inside a word: the character before may be missing
    stem*                        any ending; *stem any beginning (languages with spaces between words)
    <n>                          a number, in digits or in the words of ``numbers``
    ^word$                       alone: no letter before, none behind (languages without spaces between words)

Chinese, Japanese, Thai and Korean are matched without word borders: ``~`` is there up to twelve
characters, ``~~`` up to thirty, a space in a wording may be missing in the text, and ``?`` is about
the one character before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from argosy_commerce.folding import folded

UNSPACED: Final = frozenset({"zh", "ja", "th", "ko"})
_TOKEN: Final = re.compile(r"\(|\)\??|\||~~?|<\w+>\??|\s+|[^\s()|~<>]+")
_BETWEEN: Final = r"[^\w\n]+"
_MARKS: Final = re.compile(r"[^\w?]+\??|\?")
_ALONE: Final = r"[\w\u0e31-\u0e4e]"
"""Letters and the marks of Thai vowels and tones, which are no letters to the engine."""
_ARABIC: Final = "(?:[وف]?(?:ال|لل|بال|كال|[بلك])?)?"


class WordingError(ValueError):
    """A wording cannot be read; the message names it."""


class Wordings:
    """Compiles the wordings of one language; classes may use classes named before them."""

    def __init__(
        self, language: str, classes: Mapping[str, Iterable[str]], numbers: Iterable[str] = ()
    ) -> None:
        """Raises WordingError for a class that is not there or brackets that do not close."""
        self.language = language.partition("-")[0]
        self.unspaced = self.language in UNSPACED
        self._classes = {"n": r"\d+"}
        self._classes["n"] = rf"(?:\d+|{self._any(numbers)})" if numbers else r"\d+"
        for name, members in classes.items():
            self._classes[name] = self._any(members)

    def pattern(self, wordings: Iterable[str]) -> re.Pattern[str]:
        """Finds any of them at the borders of words; nothing where there are none."""
        members = list(wordings)
        if not members:
            return re.compile(r"(?!)")
        union = self._any(members)
        return re.compile(union if self.unspaced else rf"(?<!\w){union}(?!\w)")

    def _any(self, members: Iterable[str]) -> str:
        return "(?:" + "|".join(self._one(member) for member in members) + ")"

    def _one(self, wording: str) -> str:
        tokens = [found[0] for found in _TOKEN.finditer(folded(wording, self.language))]
        if "".join(tokens) != folded(wording, self.language):
            raise WordingError(f"{self.language}: {wording!r} has a sign that no wording may have")
        source, rest = self._alternatives(tokens, wording)
        if rest:
            raise WordingError(f"{self.language}: {wording!r} closes a bracket that it does not open")
        return source

    def _alternatives(self, tokens: list[str], wording: str) -> tuple[str, list[str]]:
        found: list[str] = []
        while True:
            source, tokens = self._sequence(tokens, wording)
            found.append(source)
            if not tokens or tokens[0] != "|":
                return ("(?:" + "|".join(found) + ")" if len(found) > 1 else found[0]), tokens
            tokens = tokens[1:]

    def _sequence(self, tokens: list[str], wording: str) -> tuple[str, list[str]]:
        parts: list[tuple[str, str, bool]] = []
        """(what stands between it and the part before, its source, whether it may be missing)"""
        gap = ""
        while tokens and tokens[0] not in {"|", ")", ")?"}:
            token, tokens = tokens[0], tokens[1:]
            if token.isspace() or token in {"~", "~~"}:
                gap = token.strip() or gap or " "
                continue
            if self.unspaced and token.startswith("?"):
                token = token.lstrip("?")  # behind a space, which may be missing anyway
                if not token:
                    continue
            optional = False
            if token == "(":  # noqa: S105 — a bracket
                source, tokens = self._alternatives(tokens, wording)
                if not tokens or tokens[0] not in {")", ")?"}:
                    raise WordingError(f"{self.language}: {wording!r} opens a bracket that it does not close")
                optional, tokens = tokens[0] == ")?", tokens[1:]
                source = f"(?:{source})"
            else:
                if len(token) > 1 and token.endswith("?"):
                    token, optional = token[:-1], True
                    if self.unspaced and not token.startswith("<"):
                        token, optional = f"{token}?", False
                source = self._word(token, wording)
            parts.append((gap, source, optional))
            gap = ""
        return self._joined(parts), tokens

    def _joined(self, parts: list[tuple[str, str, bool]]) -> str:
        built, lead = "", ""
        for index, (gap, source, optional) in enumerate(parts):
            between = self._between(gap) if index else ""
            if not index or lead:
                # What may be missing at the head brings its own gap behind it.
                following = self._between(parts[index + 1][0]) if index + 1 < len(parts) else ""
                if optional and following:
                    built += f"(?:{source}{following})?"
                    lead = "open"
                    continue
                built += f"(?:{source})?" if optional else source
                lead = ""
                continue
            built += f"(?:{between}{source})?" if optional else between + source
        return built

    def _between(self, gap: str) -> str:
        if self.unspaced:
            return {"": "", " ": " ?", "~": r"[^\n]{0,12}?", "~~": r"[^\n]{0,30}?"}[gap]
        words = {"": "", " ": 0, "~": 5, "~~": 12}[gap]
        if words == "":
            return ""
        return rf"(?:{_BETWEEN}\w+){{0,{words}}}?{_BETWEEN}" if words else _BETWEEN

    def _word(self, token: str, wording: str) -> str:
        if token.startswith("<"):
            name = token[1:-1]
            if name not in self._classes:
                raise WordingError(f"{self.language}: {wording!r} names the class {name!r} that is not there")
            return self._classes[name]
        if self.unspaced and token[0] == "^":
            return rf"(?<!{_ALONE})" + (self._word(token[1:], wording) if token[1:] else "")
        if self.unspaced and token[-1] == "$":
            return (self._word(token[:-1], wording) if token[:-1] else "") + rf"(?!{_ALONE})"
        core = token.strip("*")
        if not core or "*" in core or "+" in core or core[0] == "?" or (self.unspaced and "*" in token):
            raise WordingError(f"{self.language}: {wording!r} has {token!r}, which is no word")
        if self.unspaced:
            return re.escape(core).replace(r"\?", "?")
        head = r"\w*" if token.startswith("*") else (_ARABIC if self.language == "ar" else "")
        tail = r"\w*" if token.endswith("*") else ""
        return head + _MARKS.sub(self._mark, core) + tail

    @staticmethod
    def _mark(found: re.Match[str]) -> str:
        if found[0] == "?":
            return "?"
        return r"[^\w\n]*" if found[0].endswith("?") else _BETWEEN
