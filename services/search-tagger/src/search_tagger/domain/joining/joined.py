"""A product's tags from its words, joined with what its pictures show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from search_tagger.domain.joining.fitting import COLOUR, own_of, speaks_against, speaks_for
from search_tagger.domain.joining.looked import LookedAt, Shown
from search_tagger.domain.rules import rules
from search_tagger.domain.tags import Contradiction, Evidence, Tag, Tagged

_MOST_EVIDENCE = 5
_LISTS = frozenset({"option", "attribute"})
_LIST = re.compile(r"[/,、，;；|]")


def joined(tagged: Tagged, pictures: Sequence[LookedAt]) -> Tagged:
    """The tags as words and pictures together have them.

    What both say is surer; where they cannot both be right both stay, less sure, and the contradiction is
    told; what only a picture shows is a tag of its own. What stands on pictures is in ``tagged`` already.
    """
    looked = [one for one in pictures if one.outcome == "LOOKED"]
    tags = list(tagged.tags)
    told: list[tuple[Contradiction, Shown]] = []
    for attribute in dict.fromkeys(one.attribute for picture in looked for one in picture.shown):
        said = [tag for tag in tags if tag.attribute == attribute]
        speaking = {tag.value: list(_for(tag.value, attribute, looked)) for tag in said}
        raised = {tag: _raised(tag, speaking[tag.value]) for tag in said if speaking[tag.value]}
        lowered, against = ({}, []) if raised else _contradicted(attribute, said, looked)
        told += against
        changed = raised | lowered
        tags = [changed.get(tag, tag) for tag in tags]
        tags += _by_pictures(attribute, tags, looked, doubted=bool(against))
    contradictions = [contradiction for contradiction, _ in told]
    doubts = [*tagged.doubts, *(_line(*one) for one in told), *filter(None, map(_trouble, pictures))]
    unseen = sorted({attribute for picture in looked for attribute in picture.blind_to})
    return replace(
        tagged,
        tags=tuple(tags),
        contradictions=(*tagged.contradictions, *contradictions),
        unseen=tuple(unseen),
        doubts=tuple(dict.fromkeys(doubts)),
        pictures=tuple(pictures),
    )


def _for(value: str, attribute: str, pictures: Iterable[LookedAt]) -> Iterator[tuple[LookedAt, Shown]]:
    for picture in pictures:
        found = speaks_for(picture, attribute, value)
        if found is not None:
            yield picture, found


def _raised(tag: Tag, speaking: Sequence[tuple[LookedAt, Shown]]) -> Tag:
    """By the picture that speaks best for it: pictures of one shop are no witnesses for each other."""
    _, best = max(speaking, key=lambda one: one[1].score)
    more: float = rules("pictures")["raises"][best.rests_on] * best.score
    confidence = 1 - (1 - tag.confidence) * (1 - more)
    shown = (Evidence("image", picture.ref, "") for picture, _ in speaking)
    evidence = dict.fromkeys((*tag.evidence, *shown))
    return replace(
        tag,
        confidence=round(confidence, 3),
        origin="IMAGE" if tag.origin == "IMAGE" else "BOTH",
        evidence=_kept(tuple(evidence)),
    )


def _kept(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """So many that one of the pictures is among them."""
    return evidence if len(evidence) <= _MOST_EVIDENCE else (*evidence[: _MOST_EVIDENCE - 1], evidence[-1])


def _contradicted(
    attribute: str, said: Sequence[Tag], pictures: Sequence[LookedAt]
) -> tuple[dict[Tag, Tag], list[tuple[Contradiction, Shown]]]:
    """Stated values of which no picture shows a trace, where one shows something else. Asked only where none
    is shown: a choice of variants is not contradicted while one of them is.
    """
    places = rules("pictures")["stated"]
    stated = [tag for tag in said if any(one.kind in places for one in tag.evidence)]
    if not stated or any(_is_read_in_part(place, stated) for tag in stated for place in tag.evidence):
        return {}, []
    values = tuple(tag.value for tag in said)
    found = [(picture, speaks_against(picture, attribute, values)) for picture in pictures]
    against = next(((picture, shown) for picture, shown in found if shown is not None), None)
    if against is None:
        return {}, []
    picture, shown = against
    place = next(one for one in stated[0].evidence if one.kind in places)
    contradiction = Contradiction(
        attribute, place, Evidence("image", picture.ref, ""), stated[0].value, shown.value
    )
    # One of several is wrong at most: each is doubted by its share.
    kept = 1 - (1 - float(rules("tags")["contradicted"])) / len(stated)
    lowered = {tag: replace(tag, confidence=round(tag.confidence * kept, 3)) for tag in stated}
    return lowered, [(contradiction, shown)]


def _is_read_in_part(place: Evidence, stated: Sequence[Tag]) -> bool:
    """A list of which not every part was read may name what is shown."""
    if place.kind not in _LISTS:
        return False
    parts = [part for part in _LIST.split(place.quote) if part.strip()]
    return len(parts) > 1 and len(parts) > sum(place in tag.evidence for tag in stated)


def _by_pictures(
    attribute: str, tags: Sequence[Tag], pictures: Sequence[LookedAt], *, doubted: bool
) -> Iterator[Tag]:
    """What no word says: of the first picture that shows anything all, of others their main colour."""
    said = [tag for tag in tags if tag.attribute == attribute]
    found: dict[str, Tag] = {}
    showing = [picture for picture in pictures if picture.of(attribute)]
    for at, picture in enumerate(showing):
        if at and (attribute != COLOUR or picture.shows_person):
            continue
        shown = own_of(picture, attribute)
        for one in shown if not at else shown[:1]:
            alone = replace(picture, shown=(one,))
            if any(speaks_for(alone, attribute, tag.value) for tag in (*said, *found.values())):
                continue
            if attribute != COLOUR and said and not doubted:
                continue
            worth = one.score * rules("pictures")["worth"][one.rests_on]
            worth *= float(rules("tags")["contradicted"]) if doubted else 1.0
            evidence = (Evidence("image", picture.ref, ""),)
            found[one.value] = Tag(attribute, one.value, round(worth, 3), "IMAGE", evidence)
    yield from found.values()


def _line(contradiction: Contradiction, shown: Shown) -> str:
    one, other = contradiction.one, contradiction.other
    share = f" on {shown.share:.0%} of the product" if shown.share is not None else ""
    return (
        f"{contradiction.attribute}: {one.kind} {one.ref} says {one.quote[:60]!r}, "
        f"{other.kind} {other.ref} shows {shown.value}{share}"
    )


def _trouble(picture: LookedAt) -> str:
    return f"image {picture.ref}: {picture.reason}: {_WHY[picture.reason]}" if picture.reason else ""


_WHY = {
    "address": "no address that may be fetched",
    "missing": "nothing is there",
    "too_large": "more bytes or pixels than are taken",
    "too_small": "too few pixels to show anything",
    "no_picture": "no JPEG, PNG, WebP, GIF or BMP",
    "broken": "it cannot be decoded",
    "not_measured": "the engine could do nothing with it",
    "host_silent": "its host did not answer in time; an update may bring it",
    "store_down": "the store did not answer; an update may bring it",
    "tier_down": "the tier did not answer; an update may bring what it shows",
    "slow": "there was no time for it; an update may bring it",
}
