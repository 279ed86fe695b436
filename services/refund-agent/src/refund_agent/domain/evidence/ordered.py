"""What was ordered, as the order and the listing tell it."""

from __future__ import annotations

from dataclasses import dataclass, field

from argosy_pictures.looks import Look


@dataclass(frozen=True, slots=True, eq=False)
class OrderedLine:
    """One line in question. ``options``: (name, value) of the variant, in the merchant's words.

    ``others``: the values of the listing's other variants; ``pictures``: the listing's own, few.
    """

    sku: str
    title: str
    options: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    brand: str = ""
    pictures: tuple[Look, ...] = field(default=(), repr=False)

    @property
    def words(self) -> str:
        """Title and variant in one."""
        return " | ".join((self.title, *(value for _, value in self.options)))
