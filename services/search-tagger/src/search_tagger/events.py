"""Tags and interpretations as the public events say them."""

from __future__ import annotations

from dataclasses import asdict

from argosy.common.v1 import common_pb2
from argosy.product.v1 import product_pb2
from argosy.search.v1 import search_pb2
from argosy_commerce.money import Money
from argosy_commerce.terms import TermBase
from search_tagger.domain.joining.looked import LookedAt
from search_tagger.domain.labels import labels_of
from search_tagger.domain.revision import tagging_revision
from search_tagger.domain.tags import Contradiction, Evidence, Interpreted, Tagged

MAX_QUERY = 2_000
"""Characters; what people type into a search box has a hundredth of them."""
_ORIGINS = product_pb2.ProductTagged.Tag.Origin
_SHOWN_UNREAD = 10
_MOST_LINES, _LONGEST_LINE = 30, 120


def product_tagged(tagged: Tagged, base: TermBase) -> product_pb2.ProductTagged:
    """The data of `product.tagged`, with labels in all languages."""
    message = product_pb2.ProductTagged(
        product_id=tagged.product_id, engine=_engine(base), review_reasons=reasons_of(tagged)
    )
    message.needs_review = bool(message.review_reasons)
    ids = []
    if tagged.category is not None:
        category = tagged.category
        message.category.id, message.category.confidence = category.id, round(category.confidence, 4)
        message.category.path.extend(category.path)
        message.category.mapping.update(base.lexicon[category.id].mapping)
        ids += [*category.path, category.id]
    for tag in tagged.tags:
        added = message.tags.add(
            attribute=tag.attribute,
            value=tag.value,
            confidence=round(tag.confidence, 4),
            origin=_ORIGINS.Value(tag.origin),
        )
        if tag.evidence:
            added.evidence.CopyFrom(_evidence(tag.evidence[0]))
            added.more_evidence.extend(map(_evidence, tag.evidence[1:]))
        ids += [tag.attribute, tag.value]
    message.contradictions.extend(map(_contradiction, tagged.contradictions))
    message.pictures.extend(map(_picture, tagged.pictures))
    for language, words in labels_of(ids, base).items():
        message.labels[language].update(words)
    return message


def _evidence(one: Evidence) -> common_pb2.Evidence:
    return common_pb2.Evidence(kind=one.kind, ref=one.ref, quote=one.quote)


def _contradiction(found: Contradiction) -> product_pb2.ProductTagged.Contradiction:
    statement = product_pb2.ProductTagged.Statement
    return product_pb2.ProductTagged.Contradiction(
        attribute=found.attribute,
        one=statement(value=found.one_value, evidence=_evidence(found.one)),
        other=statement(value=found.other_value, evidence=_evidence(found.other)),
    )


def _picture(looked: LookedAt) -> product_pb2.ProductTagged.Picture:
    kind = product_pb2.ProductTagged.Picture
    message = kind(
        id=looked.ref,
        outcome=looked.outcome,
        reason=looked.reason,
        certainty=round(looked.certainty, 4),
        shows_person=looked.shows_person,
        words=(line.text[:_LONGEST_LINE] for line in looked.lines[:_MOST_LINES]),
        unseen=looked.blind_to,
        engines=(common_pb2.Engine(**asdict(engine)) for engine in looked.engines),
    )
    if looked.shape is not None:
        shape = looked.shape
        message.shape.CopyFrom(
            kind.Shape(
                aspect=round(shape.aspect, 4),
                elongation=round(shape.elongation, 4),
                parts=shape.parts,
                covers=round(shape.covers, 4),
                is_cut_off=shape.is_cut_off,
            )
        )
    return message


def reasons_of(tagged: Tagged) -> list[str]:
    """What a person should look at, one line each."""
    reasons = list(tagged.doubts)
    if _much_is_unread(tagged):
        shown = ", ".join(tagged.unread[:_SHOWN_UNREAD])
        reasons.append(f"unread: no concept stands for {len(tagged.unread)} words: {shown}")
    return list(dict.fromkeys(reasons))


def query_interpreted(query_id: str, found: Interpreted, base: TermBase) -> search_pb2.QueryInterpreted:
    """The data of `query.interpreted`. Rewritten queries for all languages, the query's own first."""
    message = search_pb2.QueryInterpreted(
        query_id=query_id,
        language=found.language,
        sizes=found.sizes,
        negated=found.negated,
        unmatched=found.unmatched,
        engine=_engine(base),
    )
    if found.category is not None:
        message.category.id = found.category.id
        message.category.confidence = round(found.category.confidence, 4)
    for one in found.wanted:
        message.tags.add(attribute=one.attribute, value=one.value, confidence=round(one.confidence, 4))
    if found.price is not None:
        _say(message.price.min, found.price.low)
        _say(message.price.max, found.price.high)
        if found.price.low is None:
            message.price.ClearField("min")
        if found.price.high is None:
            message.price.ClearField("max")
    message.rewritten.extend(rewritten_of(found))
    if found.category is None and not found.wanted and not found.sizes and found.price is None:
        message.review_reasons.append("nothing understood: no word of the query stands for a concept")
    message.needs_review = bool(message.review_reasons)
    return message


def rewritten_of(found: Interpreted) -> list[str]:
    """All rewritten queries, the query's own language first, each once."""
    by_language = found.rewritten or {}
    order = sorted(by_language, key=lambda language: (language != found.language.split("-", 1)[0], language))
    return list(dict.fromkeys(text for language in order for text in by_language[language]))


def _much_is_unread(tagged: Tagged) -> bool:
    """More words without a concept than tags: what was read may not be what matters."""
    return len(tagged.unread) >= 3 and len(tagged.unread) > len(tagged.tags)


def _say(message: common_pb2.Money, money: Money | None) -> None:
    if money is not None:
        message.amount, message.currency = money.to_strings()


def _engine(base: TermBase) -> common_pb2.Engine:
    return common_pb2.Engine(
        name="term-base",
        model=f"terms {base.revision}",
        revision=tagging_revision(),
        profile="embedded",
    )
