"""The one id of what the term base has two for (data/one_id.yaml)."""

from __future__ import annotations

from search_tagger.domain.rules import rules


def one_id(concept_id: str) -> str:
    """The id that tags and queries say."""
    return str(rules("one_id")["one_id"].get(concept_id, concept_id))


def earlier_ids(concept_id: str) -> tuple[str, ...]:
    """Ids that said the same before: what was tagged with them is found by this one."""
    return tuple(other for other, one in rules("one_id")["one_id"].items() if one == concept_id)
