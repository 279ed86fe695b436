"""What a generator answered where JSON was asked for, read strictly and without trust."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

MAX_ANSWER = 40_000
"""Characters of an answer that are looked at."""
_TRIES = 20
"""Opening braces at which an object is looked for: garbage of braces costs no more than this."""
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


def objects_in(answer: str) -> Iterator[dict[str, Any]]:
    """JSON objects of an answer, outer ones first, with or without a code fence or words around them.

    Never raises: an answer is whatever a model wrote.
    """
    text = _THOUGHT.sub("", answer[:MAX_ANSWER])
    position = -1
    for _ in range(_TRIES):
        position = text.find("{", position + 1)
        if position < 0:
            return
        try:
            value, _ = json.JSONDecoder(strict=False).raw_decode(text, position)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            yield value
