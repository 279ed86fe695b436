"""A title that names another stuff than its row of materials, or another filling than the row of fillings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from argosy_commerce.terms.loader import Lexicon
from search_tagger.domain.rules import rules
from search_tagger.domain.tagging.mentions import Mention
from search_tagger.domain.tags import Contradiction

_MATERIAL = "attribute.material"
Found = tuple[Contradiction, frozenset[tuple[str, str]]]


def other_stuffs(said: Sequence[Mention], title: str, lexicon: Lexicon) -> Iterator[Found]:
    """Where the title names one sort alone, and the row one sort that the title does not name."""
    data = rules("contradictions")
    named = (m for m in said if m.evidence.kind == "title" and m.attribute == _MATERIAL)
    in_title = [mention for mention in named if not _is_of_part(mention, title)]
    fillings = [mention for mention in in_title if mention.value in data["filling_in_title"]]
    yield from _apart(in_title, said, data["stuffs"], data["stuff_rows"], lexicon)
    yield from _apart(fillings, said, data["fillings"], data["filling_rows"], lexicon)


def _apart(
    in_title: Sequence[Mention],
    said: Sequence[Mention],
    sorts: Mapping[str, Collection[str]],
    headings: Collection[str],
    lexicon: Lexicon,
) -> Iterator[Found]:
    told = {_sort(mention.value, sorts, lexicon): mention for mention in reversed(in_title)}
    told.pop("", None)
    rows: defaultdict[str, dict[str, Mention]] = defaultdict(dict)
    for mention in said:
        is_row = mention.evidence.kind == "attribute" and mention.heading in headings
        if is_row and mention.value in lexicon:
            rows[mention.evidence.ref].setdefault(_sort(mention.value, sorts, lexicon), mention)
    for row in rows.values():
        if len(told) == len(row) == 1 and "" not in row and told.keys() != row.keys():
            one, other = next(iter(told.values())), next(iter(row.values()))
            doubtful = frozenset({(one.value, one.evidence.quote), (other.value, other.evidence.quote)})
            yield Contradiction(_MATERIAL, one.evidence, other.evidence), doubtful


def _sort(value: str, sorts: Mapping[str, Collection[str]], lexicon: Lexicon) -> str:
    """The sort of a stuff; "" for what is of none."""
    kin = {value, *lexicon.ancestors(value)}
    return next((sort for sort, stuffs in sorts.items() if not kin.isdisjoint(stuffs)), "")


def _is_of_part(mention: Mention, title: str) -> bool:
    """Whether the words beside it make it a part's: 带木盖, with silicone sleeve, glass lid."""
    data, quote = rules("contradictions"), re.escape(mention.evidence.quote)
    before = "|".join(map(re.escape, data["part_before"]))
    after = "|".join(map(re.escape, data["part_after"]))
    return (
        re.search(
            rf"\b(?:{before})\s+{quote}|[带配附送含]{quote}|{quote}\s?(?:{after})", title, re.IGNORECASE
        )
        is not None
    )
