"""What the drawn pictures say, in the markets' languages (words.yaml)."""

from __future__ import annotations

from pathlib import Path

import yaml

LANGUAGES = ("es", "de", "ar", "ko", "th")
_TABLE: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
)
_paragraph = _TABLE.pop("paragraph")
PARAGRAPH = tuple(_paragraph[language] for language in LANGUAGES)
WORDS = {source: tuple(said[language] for language in LANGUAGES) for source, said in _TABLE.items()}
