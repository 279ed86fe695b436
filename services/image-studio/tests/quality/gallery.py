"""The index of drawn pictures: `tuning` for those who work on the studio, `held_out` to measure it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from quality import (
    layouts_facts,
    layouts_marks,
    layouts_offers,
    layouts_pages,
    layouts_proofs,
    layouts_slogans,
    layouts_tables,
)
from quality.scenes import scene_of
from quality.sheet import Sheet
from quality.style import Spec
from quality.truth import Line, Picture

_LAYOUTS = {
    **layouts_slogans.LAYOUTS,
    **layouts_offers.LAYOUTS,
    **layouts_facts.LAYOUTS,
    **layouts_marks.LAYOUTS,
    **layouts_pages.LAYOUTS,
    **layouts_proofs.LAYOUTS,
    **layouts_tables.LAYOUTS,
}
SPLITS = ("tuning", "held_out")
_TAGS = ("look", "table", "badge", "scene", "style")


@dataclass(frozen=True)
class Entry:
    """One picture; `layouts` are its layout and whatever else it shows (looks, badges, tables)."""

    name: str
    split: str
    layouts: tuple[str, ...]
    spec: Spec

    def draw(self) -> Picture:
        """Draw it: the same pixels each time (with the same faces installed)."""
        sheet = _long(self.spec) if "parts" in self.spec else _sheet(self.spec)
        return Picture(
            name=self.name,
            ground=sheet.ground,
            lines=tuple(sheet.lines),
            brand=self.spec.get("brand", ""),
            product=self.spec.get("product", ""),
            category=self.spec["category"],
            layouts=self.layouts,
            save=_file(self.spec),
        )


def _rng(name: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(name.encode()))


def _sheet(spec: Spec) -> Sheet:
    w, h = spec["size"]
    rng = _rng(spec["name"])
    if spec["scene"] == "none":
        ground = np.full((h, w, 4), 255, np.uint8)
        ground[..., 3] = 0
    else:
        ground = scene_of(spec["scene"], w, h, rng)
    sheet = Sheet(ground, rng)
    _LAYOUTS[spec["layout"]](sheet, spec)
    return sheet


def _long(spec: Spec) -> Sheet:
    """A detail page: the parts below each other, each drawn anew from an entry of the same split."""
    shown = {entry.name: entry.spec for entry in PICTURES if entry.split == spec["split"]}
    wide, total = spec["size"]
    sheet = Sheet(np.zeros((total, wide, 3), np.uint8), _rng(spec["name"]))
    y = 0
    for number, part in enumerate(spec["parts"]):
        high = part["high"] if number + 1 < len(spec["parts"]) else total - y
        name = f"{spec['name']}-{number}"
        kept = {key: value for key, value in part.items() if key not in {"of", "high"}}
        own = {"brand": spec["brand"], "name": name, "size": [wide, high]}
        drawn = _sheet({**shown[part["of"]], "logo": False, **kept, **own})
        sheet.ground[y : y + high] = drawn.ground[..., :3]
        sheet.lines += [_lowered(line, y, number) for line in drawn.lines]
        y += high
    return sheet


def _lowered(line: Line, by: int, part: int) -> Line:
    quad = tuple((x, y + by) for x, y in line.quad)
    return replace(line, quad=quad, at=(line.at[0], line.at[1] + by), block=f"p{part}-{line.block}")


def _file(spec: Spec) -> dict[str, Any]:
    """How it is saved: most as JPEG of middling quality, as shops' pictures are."""
    if "file" in spec:
        return dict(spec["file"])
    rng = _rng(spec["name"] + " file")
    chance = rng.random()
    if chance < 0.11:
        return {"format": "PNG"}
    if chance < 0.2:
        return {"format": "WEBP", "quality": int(rng.integers(80, 93))}
    return {"format": "JPEG", "quality": int(rng.integers(75, 93))}


def _tags(spec: Spec) -> tuple[str, ...]:
    if "parts" in spec:
        return ("long", *spec.get("also", []))
    tags = [spec["layout"], *(str(spec[key]) for key in _TAGS if key in spec), *spec.get("also", [])]
    return tuple(dict.fromkeys(tags))


@lru_cache(maxsize=1)
def _entries() -> tuple[Entry, ...]:
    found: list[Entry] = []
    for path in sorted((Path(__file__).parent / "pictures").glob("*.yaml")):
        split = "tuning" if path.name.startswith("tuning") else "held_out"
        specs = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.extend(Entry(spec["name"], split, _tags(spec), {**spec, "split": split}) for spec in specs)
    return tuple(found)


PICTURES: tuple[Entry, ...] = _entries()


def pictures(split: str | None = None) -> Sequence[Entry]:
    """The entries of a split, or all."""
    return [entry for entry in PICTURES if split in {None, entry.split}]
