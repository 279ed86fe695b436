"""The letters of sentences.yaml as the rules read them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chargeback_agent.domain.rephrasing.ground import MARK, Ground
from chargeback_agent.domain.rephrasing.words import joining_words

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "es", "fr", "pt")


@cache
def rows(name: str) -> dict[str, Any]:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))


@cache
def ground(language: str) -> Ground:
    sentences = tuple(rows("sentences")[language].values())
    marks = sorted({int(found[1]) for one in sentences for found in MARK.finditer(one)})
    values = {mark: f"value {mark}" for mark in marks}
    whole = tuple(re.sub(MARK, lambda found: values[int(found[1])], one) for one in sentences)
    exhibits = tuple(("ABCDE"[i % 5],) for i in range(len(sentences)))
    return Ground(joining_words(language), language, sentences, whole, exhibits, values)
