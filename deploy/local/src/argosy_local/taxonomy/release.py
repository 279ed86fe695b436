"""Reads a Shopify product-taxonomy release: category ids and their names per language.

Its forms (github.com/Shopify/product-taxonomy): ``dist/<language>/categories.txt``
(``gid://shopify/TaxonomyCategory/aa-1 : Apparel & Accessories > Clothing``),
``dist/<language>/taxonomy.json`` or ``categories.json`` (``verticals[].categories[]`` with ``id``, ``name``),
and ``data/localizations/categories/<language>.yml`` (``de: categories: aa-1: {name, context}``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from argosy_commerce.languages import spoken_base

_ID: Final = re.compile(r"[a-z]{2}(?:-\d{1,4}){0,10}")
_GID: Final = "gid://shopify/TaxonomyCategory/"
_LINE: Final = re.compile(rf"{re.escape(_GID)}(?P<id>\S+)\s+:\s+(?P<path>.+)")
_VERSION: Final = re.compile(r"#.*:\s*(?P<version>\S+)\s*$")
_WEAKER: Final = frozenset({"zh-TW", "pt-PT"})
"""Not read where the other of the language is there: what is written for China and Brazil."""
_LARGEST: Final = 64 * 1024 * 1024
_LONGEST_NAME: Final = 200
_MOST_FAULTS: Final = 100
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadRelease(ValueError):
    """A folder that is no release; the message says what was looked for."""


@dataclass(slots=True)
class Release:
    """Names per language (its base) and category id. ``faults``: lines that say nothing usable."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    version: str = ""
    not_spoken: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every category id of any language, the tree from its top."""
        return tuple(sorted({one for names in self.names.values() for one in names}, key=order_of))

    def name(self, category: str, language: str = "en") -> str:
        """A category's name: in the language, else in whichever has one."""
        told = self.names.get(language, {}).get(category)
        return told or next((names[category] for names in self.names.values() if category in names), category)

    def path(self, category: str) -> str:
        """Its names from the top down."""
        return " > ".join(self.name(one) for one in (*reversed(ancestors_of(category)), category))


def order_of(category: str) -> tuple[str, tuple[int, ...]]:
    """Sorts ids as the tree is: aa-1-2 before aa-1-10."""
    head, *numbers = category.split("-")
    return head, tuple(map(int, numbers))


def ancestors_of(category: str) -> tuple[str, ...]:
    """The ids above, the nearest first; they stand in the id."""
    parts = category.split("-")
    return tuple("-".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))


def read_release(folder: Path) -> Release:
    """All languages of ours that the release has.

    Raises:
        BadRelease: nothing of its forms is there, or a file cannot be read.
    """
    found = dict(_files(folder))
    if not found:
        raise BadRelease(
            f"{folder} holds no product-taxonomy release: no dist/<language>/categories.txt, no "
            "dist/<language>/taxonomy.json, no data/localizations/categories/<language>.yml"
        )
    release = Release()
    spoken = {tag: spoken_base(tag) for tag in found}
    release.not_spoken = tuple(sorted(tag for tag, base in spoken.items() if not base))
    for tag, path in sorted(found.items(), key=lambda pair: (pair[0] in _WEAKER, pair[0])):
        base = spoken[tag]
        if not base or base in release.names:
            continue
        names = dict(_read(path, tag, release))
        if names:
            release.names[base], release.files[base] = names, path
    if not release.names:
        raise BadRelease(f"{folder}: no category of a language spoken here; there are {', '.join(found)}")
    return release


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Language tag and file; what people read best last, as it wins."""
    for pattern in (
        "data/localizations/categories/*.yml",
        "localizations/categories/*.yml",
        "categories/*.yml",
    ):
        yield from ((path.stem, path) for path in sorted(folder.glob(pattern)))
    for name in ("taxonomy.json", "categories.json", "categories.txt"):
        for pattern in (f"*/{name}", f"dist/*/{name}"):
            yield from ((path.parent.name, path) for path in sorted(folder.glob(pattern)))


def _read(path: Path, tag: str, release: Release) -> Iterator[tuple[str, str]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise BadRelease(f"{path}: {path.stat().st_size:,} bytes; a release has at most {_LARGEST:,}")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRelease(f"{path}: cannot be read: {error}") from None
    for where, category, name in _READERS[path.suffix](text, path, tag, release):
        plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
        if not _ID.fullmatch(category) or not plain or len(plain) > _LONGEST_NAME:
            if len(release.faults) < _MOST_FAULTS:
                release.faults.append(
                    f"{path.name} of {tag}, {where}: no category id and name: {category[:40]!r}"
                )
            continue
        yield category, plain


Named = Iterator[tuple[str, str, str]]
"""Where it stands, id, name."""


def _lines(text: str, path: Path, tag: str, release: Release) -> Named:  # noqa: ARG001 — one form for all readers
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            version = _VERSION.fullmatch(line)
            release.version = release.version or (version["version"] if version and number == 1 else "")
        elif line.strip():
            found = _LINE.fullmatch(line.strip())
            where = f"line {number}"
            yield (where, found["id"], found["path"].split(" > ")[-1]) if found else (where, line.strip(), "")


def _json(text: str, path: Path, tag: str, release: Release) -> Named:  # noqa: ARG001
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRelease(f"{path}: not JSON: {error}") from None
    if isinstance(document, dict):
        release.version = release.version or str(document.get("version", ""))[:40]
    verticals = document.get("verticals", []) if isinstance(document, dict) else document
    for vertical in verticals if isinstance(verticals, list) else []:
        rows = vertical.get("categories", []) if isinstance(vertical, dict) else []
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict):
                identity = str(row.get("id", ""))
                yield identity[:60], identity.removeprefix(_GID), str(row.get("name", ""))


def _yaml(text: str, path: Path, tag: str, release: Release) -> Named:  # noqa: ARG001
    try:
        document = yaml.load(text, Loader=_LOADER)  # noqa: S506 — the safe loader, in C where there is one
    except (yaml.YAMLError, RecursionError) as error:
        raise BadRelease(f"{path}: not YAML: {str(error)[:200]}") from None
    body = document.get(tag) if isinstance(document, dict) else None
    rows = body.get("categories") if isinstance(body, dict) else None
    if not isinstance(rows, dict):
        raise BadRelease(f"{path}: no {tag}: categories: in it")
    for category, row in rows.items():
        name = row.get("name") if isinstance(row, dict) else row
        yield str(category)[:60], str(category), name if isinstance(name, str) else ""


_READERS: Final[Mapping[str, Callable[[str, Path, str, Release], Any]]] = {
    ".txt": _lines,
    ".json": _json,
    ".yml": _yaml,
}
