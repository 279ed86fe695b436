"""Reads concept files into one layered :class:`Lexicon`; the nearer layer wins, clashes are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from argosy_commerce.terms.model import Concept, Defaults
from argosy_commerce.terms.strict_yaml import TermDataError, read_mapping


class Layer(IntEnum):
    """Where a concept comes from; the greater is nearer to the merchant and wins."""

    IMPORTED = 0
    OURS = 1
    PLATFORM = 2
    MERCHANT = 3


@dataclass(frozen=True, slots=True)
class Clash:
    """Two layers say different things of one concept in one language."""

    concept_id: str
    language: str
    kept: str
    kept_layer: Layer
    dropped: str
    dropped_layer: Layer


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All concepts by id after layering, and the clashes met on the way."""

    concepts: Mapping[str, Concept]
    layers: Mapping[str, Layer]
    clashes: tuple[Clash, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    """Concept id -> file it was last written in, for messages."""

    def __getitem__(self, concept_id: str) -> Concept:
        return self.concepts[concept_id]

    def __contains__(self, concept_id: object) -> bool:
        return concept_id in self.concepts

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def __len__(self) -> int:
        return len(self.concepts)

    def ancestors(self, concept_id: str) -> tuple[str, ...]:
        """The concept itself and its parents, nearest first; a loop in the data ends the walk."""
        seen: dict[str, None] = {}
        current: str | None = concept_id
        while current is not None and current not in seen and current in self.concepts:
            seen[current] = None
            current = self.concepts[current].parent
        return tuple(seen)


Said = Mapping[str, Mapping[str, object]]
"""Concept id -> language -> its term as written, of the files in the languages' folders."""


def parse_concepts(text: str, source: str, said: Said | None = None) -> list[Concept]:
    """Concepts of one YAML file: ``defaults:`` (optional) and ``concepts:`` (id -> body).

    ``said`` are terms that stand in files of their own. Raises :class:`TermDataError` naming the
    file and concept.
    """
    document = read_mapping(text, source, holds="concepts", may_hold=frozenset({"defaults"}))
    try:
        defaults = Defaults.model_validate(document.get("defaults") or {})
    except ValidationError as error:
        raise TermDataError(f"{source}: defaults: {_first_error(error)}") from error
    said = said or {}
    if strange := set(said) - set(document["concepts"]):
        where = next(iter(said[min(strange)]))
        raise TermDataError(f"{where}/{source}: {min(strange)} is no concept of {source}")
    return [
        _concept(concept_id, body, defaults, source, said.get(concept_id, {}))
        for concept_id, body in document["concepts"].items()
    ]


def _concept(
    concept_id: object, body: object, defaults: Defaults, source: str, said: Mapping[str, object]
) -> Concept:
    if not isinstance(body, dict):
        raise TermDataError(f"{source}: {concept_id}: expected a mapping, found {body!r}")
    given = defaults.model_dump(exclude={"roles"}, exclude_none=True, exclude_defaults=True)
    merged: dict[str, Any] = {**given, **body, "id": concept_id}
    terms = merged.get("terms") or {}
    if isinstance(terms, dict):
        if twice := set(terms) & set(said):
            raise TermDataError(f"{source}: {concept_id}: {min(twice)} is said here and in its own folder")
        merged["terms"] = {
            **{language: _with_role(term, defaults.roles.get(language)) for language, term in terms.items()},
            **said,
        }
    try:
        return Concept.model_validate(merged)
    except ValidationError as error:
        raise TermDataError(f"{source}: {concept_id}: {_first_error(error)}") from error


def _with_role(term: object, role: str | None) -> object:
    if role is None:
        return term
    if isinstance(term, str):
        return {"preferred": term, "role": role}
    return {"role": role, **term} if isinstance(term, dict) else term


def _first_error(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']} ({error.error_count()} in all)" if where else first["msg"]


def read_directory(folder: Path) -> list[tuple[str, Concept]]:
    """(file name, concept) of every YAML file of a folder, files in name order.

    A language may have a folder of its own in it: ``fr/colours.yaml`` says in French what
    ``colours.yaml`` defines.
    """
    return [(name, concept) for name, concepts in files_of(folder) for concept in concepts]


def files_of(folder: Path, holding: str = "") -> Iterator[tuple[str, list[Concept]]]:
    """File after file of a folder, as `read_directory` reads them; for who keeps little of each concept:
    all of our own together take 130 MB. ``holding``: only files in which this stands (``colour.``).
    """
    said = defaultdict(list)
    for path in sorted(folder.glob("*/*.yaml")):
        said[path.name].append(path)
    files = sorted(folder.glob("*.yaml"))
    if homeless := set(said) - {path.name for path in files}:
        raise TermDataError(f"{min(homeless)}: a language's folder has it, {folder.name} has not")
    for path in files:
        text = path.read_text(encoding="utf-8")
        if holding not in text:
            continue
        terms: dict[str, dict[str, object]] = {}
        for own in said[path.name]:
            language = own.parent.name
            for concept_id, term in parse_terms(
                own.read_text(encoding="utf-8"), f"{language}/{own.name}"
            ).items():
                terms.setdefault(concept_id, {})[language] = term
        yield path.name, parse_concepts(text, path.name, terms)


def parse_terms(text: str, source: str) -> dict[str, object]:
    """One language's terms of one concept file: ``role:`` (optional) and ``terms:`` (id -> term)."""
    document = read_mapping(text, source, holds="terms", may_hold=frozenset({"role"}))
    return {
        concept_id: _with_role(term, document.get("role")) for concept_id, term in document["terms"].items()
    }


def builtin_concepts() -> list[tuple[str, Concept]]:
    """Our own layer: every file of ``terms/data`` and of the languages' folders in it."""
    return [(name, concept) for name, concepts in builtin_files() for concept in concepts]


def builtin_files(holding: str = "") -> Iterator[tuple[str, list[Concept]]]:
    """The same file after file: what is not kept of one is free before the next is read."""
    with resources.as_file(resources.files("argosy_commerce.terms") / "data") as folder:
        yield from files_of(folder, holding)


def layered(layers: Iterable[tuple[Layer, Sequence[tuple[str, Concept]]]]) -> Lexicon:
    """One lexicon of several layers. Within a layer an id may stand once; across layers the nearer
    layer's terms win per language and the farther layer fills what is missing.
    """
    concepts: dict[str, Concept] = {}
    owners: dict[str, Layer] = {}
    sources: dict[str, str] = {}
    clashes: list[Clash] = []
    for layer, entries in sorted(layers, key=lambda pair: pair[0]):
        here: dict[str, str] = {}
        for source, concept in entries:
            if concept.id in here:
                raise TermDataError(f"{source}: {concept.id} is already in {here[concept.id]}")
            here[concept.id] = source
            farther = concepts.get(concept.id)
            if farther is not None:
                clashes += _clashes(farther, owners[concept.id], concept, layer)
                concept = _nearer_wins(farther, concept)  # noqa: PLW2901 — the merged concept replaces it
            concepts[concept.id] = concept
            owners[concept.id] = layer
            sources[concept.id] = source
    return Lexicon(concepts, owners, tuple(clashes), sources)


def _clashes(farther: Concept, farther_layer: Layer, nearer: Concept, layer: Layer) -> list[Clash]:
    return [
        Clash(nearer.id, language, term.preferred, layer, other.preferred, farther_layer)
        for language, term in nearer.terms.items()
        if (other := farther.terms.get(language)) is not None and other.preferred != term.preferred
    ]


def _nearer_wins(farther: Concept, nearer: Concept) -> Concept:
    known = {surface.text for surface in nearer.zh}
    return nearer.model_copy(
        update={
            "zh": (*nearer.zh, *(s for s in farther.zh if s.text not in known)),
            "terms": {**farther.terms, **nearer.terms},
            "attributes": nearer.attributes or farther.attributes,
            "attribute": nearer.attribute or farther.attribute,
            "parent": nearer.parent or farther.parent,
            "slots": nearer.slots or farther.slots,
            "mapping": {**farther.mapping, **nearer.mapping},
        }
    )
