"""A piece of evidence as it was opened: pictures, the words on it, and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from argosy_pictures.looks import Look

Kind = Literal["picture", "video", "document", "text"]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a file says of itself. All of it can be written by anybody.

    ``taken``: when, aware where the file says its zone; ``camera``: maker and model;
    ``generated``, ``edited``: findings, in words.
    """

    taken: datetime | None = None
    camera: str = ""
    generated: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class EvidenceFile:
    """A piece of evidence. ``ref``: its address, or ``text``.

    ``fault``: why the file itself is of no use; ``unseen``: why it was not looked at, which is not the
    sender's fault. ``sure``: how surely the text was read, 0..1.
    """

    ref: str
    kind: Kind
    looks: tuple[Look, ...] = ()
    text: str = ""
    sure: float = 0.0
    marks: Marks = field(default_factory=Marks)
    fault: str = ""
    unseen: str = ""
    content: bytes = field(default=b"", repr=False)
    """The JPEG as it was sent, for the map of its levels; empty for every other kind."""

    @property
    def usable(self) -> bool:
        """Whether there is anything to look at or read."""
        return not self.fault and not self.unseen
