"""Messages quoted in a language that the letter's reader may not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel import Locale
from babel.lists import format_list

from chargeback_agent.domain.case.model import Exhibit


def foreign_messages(exhibits: Iterable[Exhibit], language: str) -> Iterator[str]:
    """A reason to look, in English, for each exhibit that quotes such; ``language`` is the letter's."""
    names = Locale("en").languages
    for exhibit in exhibits:
        tongues = dict.fromkeys(one.language.partition("-")[0].lower() for one in exhibit.quotes)
        others = [tongue for tongue in tongues if tongue and tongue != language.partition("-")[0]]
        if others:
            said = format_list([names.get(one, "another language") for one in others], locale="en")
            yield f"Exhibit {exhibit.label} quotes messages in {said}; the issuer may ask for a translation."
