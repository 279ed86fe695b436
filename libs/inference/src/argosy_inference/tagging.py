"""What an `image_tagger` answered, read and checked."""

from __future__ import annotations

import json
import math
from typing import Any

from argosy_inference.codec import Answer
from argosy_inference.errors import TierFailed
from argosy_inference.values import Candidates, ShapeFacts, Tags, TagScore, Unseen


def tags_of(answer: Answer, candidates: Candidates) -> Tags:
    """Raises `TierFailed` for what cannot be read, and for a score of something that nobody asked about."""
    (text,) = answer.texts("tags") or ("",)
    try:
        read: dict[str, Any] = json.loads(text)
        shape = read["shape"]
        tags = Tags(
            scores=tuple(TagScore(**row) for row in read["scores"]),
            unseen=tuple(Unseen(**row) for row in read["unseen"]),
            shape=None if shape is None else ShapeFacts(**shape),
            certainty=float(read["certainty"]),
            shows_person=bool(read["shows_person"]),
            engine=answer.engine(),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise TierFailed("image_tagger", f"output 'tags' cannot be read: {error}") from error
    for row in tags.scores:
        if row.value not in candidates.get(row.attribute, {}):
            raise TierFailed("image_tagger", f"scored {row.attribute} {row.value}, which is no candidate")
        if not (math.isfinite(row.score) and 0.0 <= row.score <= 1.0):
            raise TierFailed("image_tagger", f"scored {row.value} with {row.score}")
    return tags
