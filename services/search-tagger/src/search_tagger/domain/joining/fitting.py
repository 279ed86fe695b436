"""How well what a picture shows fits what words say."""

from __future__ import annotations

from dataclasses import replace

from argosy_commerce.hues import hues_of
from argosy_commerce.shades import made_of
from search_tagger.domain.joining.looked import LookedAt, Shown
from search_tagger.domain.rules import rules

COLOUR = "attribute.colour"
PATTERN = "attribute.pattern"


def own_of(picture: LookedAt, attribute: str) -> tuple[Shown, ...]:
    """What a picture says by itself: of colours one a hue, since one surface scores as red, cherry and
    tomato; of everything else the best, where it leads.
    """
    ranked = picture.of(attribute)
    if attribute == COLOUR and any(one.share is not None for one in ranked):
        return _colours(ranked)
    if not ranked:
        return ()
    best, second = ranked[0], ranked[1].score if len(ranked) > 1 else 0.0
    least = rules("pictures")["own"][best.rests_on]
    is_clear = best.score >= least["score"] and best.score - second >= least.get("lead", 0.0)
    return (best,) if is_clear else ()


def _colours(ranked: tuple[Shown, ...]) -> tuple[Shown, ...]:
    found: list[Shown] = []
    named: set[str] = set()
    least = rules("pictures")["own"]["pixels"]
    for one in ranked:
        hues = _hues(one.value)
        if named & hues:
            continue
        named |= hues
        if one.score >= least["score"] and (one.share or 0.0) >= least["share"]:
            found.append(one)
    return tuple(found[: rules("pictures")["most_colours"]])


def speaks_for(picture: LookedAt, attribute: str, value: str) -> Shown | None:
    """What of the picture speaks for a value, with what it is worth for it; None: nothing does."""
    ranked = picture.of(attribute)
    best: Shown | None = None
    for one in ranked:
        worth = one.score * _kinship(attribute, value, one.value)
        is_enough = worth >= rules("pictures")["agrees"]["score"] and _is_of_note(one, ranked)
        if is_enough and (best is None or worth > best.score):
            best = replace(one, score=worth)
    return best


def speaks_against(picture: LookedAt, attribute: str, values: tuple[str, ...]) -> Shown | None:
    """What the picture surely and largely shows, where it shows no trace of any of the values; else None.

    An engine that cannot tell one of the values does not speak against them, and where somebody wears the
    product there is more to see than the product.
    """
    if picture.shows_person or any((attribute, value) in picture.unseen for value in values):
        return None
    ranked = picture.of(attribute)
    if not ranked or ranked[0].rests_on not in (against := rules("pictures")["against"]):
        return None
    best, rule = ranked[0], against[ranked[0].rests_on]
    if best.score < rule["score"] or (best.share is not None and best.share < rule.get("share", 0.0)):
        return None
    if attribute == PATTERN and not _are_opposed(best.value, values):
        return None
    traces = [one for one in ranked if _is_trace(one, ranked)]
    return None if any(_kinship(attribute, v, one.value) for one in traces for v in values) else best


def _is_of_note(shown: Shown, ranked: tuple[Shown, ...]) -> bool:
    """Not the colour of a highlight, a label or a seam. What has no share of its own is a second name of
    another colour: of one that has its hue, as far as that can be told.
    """
    least = rules("pictures")["agrees"]["share"]
    if shown.share is None or shown.share >= least:
        return True
    return shown.share == 0.0 and any(
        (one.share or 0.0) >= least and _hues(one.value) & _hues(shown.value) for one in ranked
    )


def _is_trace(shown: Shown, ranked: tuple[Shown, ...]) -> bool:
    rule = rules("pictures")["against"][shown.rests_on]
    if shown.score < rule["trace"]:
        return False
    # A second name of a colour of another hue: purple beside navy.
    return _is_of_note(shown, ranked) or (shown.share == 0.0 and shown.score >= rule["second_name"])


def _kinship(attribute: str, value: str, shown: str) -> float:
    """What it is worth for a value that another one is shown: 1 for itself, 0 for what has nothing in
    common.
    """
    found = rules("pictures")
    if shown == value:
        return 1.0
    same_hue: float = found["agrees"]["same_hue"]
    if attribute == COLOUR and _hues(value) & _hues(shown):
        return same_hue
    if attribute == PATTERN and any({value, shown} <= set(group) for group in found["alike_patterns"]):
        return same_hue
    printed = found["printed"]
    is_motif = attribute == PATTERN and shown == printed["as"] and value not in printed["not_motifs"]
    return same_hue if is_motif else 0.0


def _hues(value: str) -> frozenset[str]:
    """A colour's hues, of one that is two side by side those of both; one that has none is its own."""
    return hues_of([value, *made_of(value)]) or frozenset([value])


def _are_opposed(shown: str, values: tuple[str, ...]) -> bool:
    opposed = rules("pictures")["opposed_patterns"]
    return shown in opposed and all(value in opposed for value in values)
