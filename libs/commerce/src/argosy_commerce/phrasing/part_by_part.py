"""What each part is made of: 机身铝合金，磨芯不锈钢 is no list of two materials.

A value is read part by part only where it names nothing but parts and materials, and every part one material
at least. Where a part or a material is unknown, or it is open which goes with which, it is said as before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from argosy_commerce.reading.denials import denials
from argosy_commerce.reading.items import Break, BreakKind, Composition, ConceptMatch, Dropped, Item, Model
from argosy_commerce.terms.loader import Lexicon
from argosy_commerce.terms.model import Kind

_THERE: Final = (*denials("own"), "配", "附", "送", "加")
"""What says of a part that it is there, or not, and not what it is made of."""
_MATERIAL: Final = "attribute.material"
_LABELS: Final = frozenset({"attribute.lining_material", "attribute.upper_material", "attribute.filling"})
_AND: Final = frozenset({"和", "与", "及", "以及"})
_PARTS: Final = frozenset({Kind.PART, Kind.CATEGORY})
_PARTING: Final = frozenset(
    {BreakKind.COMMA, BreakKind.STOP, BreakKind.LINE, BreakKind.JOIN, BreakKind.SPACE}
)


@dataclass(frozen=True, slots=True)
class MadeOf:
    """A part, and the items that say what it is made of; ``part`` is None for the thing as a whole."""

    part: ConceptMatch | None
    items: tuple[Item, ...]


def parts_of_materials(items: Sequence[Item], lexicon: Lexicon) -> tuple[MadeOf, ...]:
    """A value part by part, in its order; () where it is no such value."""
    row = _Row(lexicon)
    if not all(row.take(item) for item in items) or not all(held for _, held in row.found):
        return ()
    parts = [part.concept_id for part, _ in row.found if part is not None]
    if not parts or len(set(parts)) < len(parts):
        return ()  # none is named, or two have one name here
    if len(row.found) == 1 and not _stands_alone(items, lexicon):
        return ()
    return tuple(MadeOf(_named(part), tuple(held)) for part, held in row.found)


@dataclass(slots=True)
class _Row:
    """A row as far as it is read; each item is taken, or the row is none of parts."""

    lexicon: Lexicon
    found: list[tuple[ConceptMatch | None, list[Item]]] = field(default_factory=list)
    between: Break | None = None

    def take(self, item: Item) -> bool:
        if isinstance(item, Break):
            return self._break(item)
        if isinstance(item, Dropped) and item.source in _AND:
            return self._break(Break(item.span, item.source, BreakKind.JOIN))
        if isinstance(item, ConceptMatch) and _is_label(item, self.lexicon):
            return self._label(item)
        return _is_material(item, self.lexicon) and self._material(item)

    def _break(self, item: Break) -> bool:
        is_space = item.kind is BreakKind.SPACE
        if is_space and not item.source.isspace():
            return False  # PP（盖）: brackets may hold what stands before them
        if self.between is None or self.between.kind is BreakKind.SPACE:
            self.between = item
            return True
        return is_space  # nothing stands between two others: something was left out there

    def _label(self, item: ConceptMatch) -> bool:
        if self.found and (self.between is None or self.between.kind not in _PARTING):
            return False  # 铝合金机身: the material stands before its part
        self.found.append((item, []))
        self.between = None
        return True

    def _material(self, item: Item) -> bool:
        if not self.found:
            self.found.append((None, []))
        held = self.found[-1][1]
        if not _goes_on(held, self.between):
            return False
        held += [self.between, item] if held and self.between is not None else [item]
        self.between = None
        return True


def _stands_alone(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """手柄榉木: a part and its material right behind it; 连衣裙 棉 is a dress of cotton."""
    first, behind = items[0], items[1]
    is_part = isinstance(first, ConceptMatch) and lexicon[first.concept_id].kind is Kind.PART
    return is_part and not (isinstance(behind, Break) and behind.kind is BreakKind.SPACE)


def _goes_on(held: Sequence[Item], between: Break | None) -> bool:
    """Whether a material is of the part before it; behind a comma it may be another's, or of all."""
    if not held:
        return between is None or between.kind in {BreakKind.COLON, BreakKind.SPACE}
    return between is not None and between.kind is BreakKind.JOIN


def _is_label(item: Item, lexicon: Lexicon) -> bool:
    if not isinstance(item, ConceptMatch) or item.fills:
        return False
    concept = lexicon[item.concept_id]
    if item.source.startswith(_THERE):
        return False  # 带盖不锈钢: it has a lid, and who knows of what
    return concept.kind in _PARTS or concept.id in _LABELS or concept.id == _MATERIAL


def _is_material(item: Item, lexicon: Lexicon) -> bool:
    if isinstance(item, Composition | Model):
        return True
    return (
        isinstance(item, ConceptMatch) and not item.fills and lexicon[item.concept_id].attribute == _MATERIAL
    )


def _named(part: ConceptMatch | None) -> ConceptMatch | None:
    """面料 of a material's row names the row again."""
    return None if part is not None and part.concept_id == _MATERIAL else part
