"""Where a text will stand: it decides length, capitals, and what has no place there."""

from __future__ import annotations

from enum import StrEnum


class Register(StrEnum):
    """The kinds of text the services write."""

    TITLE = "title"
    BULLET = "bullet"
    SENTENCE = "sentence"
    REPLY = "reply"
    BANNER = "banner"
