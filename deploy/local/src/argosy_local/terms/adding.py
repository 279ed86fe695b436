"""Writes a concept of the platform's own: checked before it is written, and never over another."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from argosy_commerce.terms.loader import (
    Layer,
    builtin_concepts,
    layered,
    parse_concepts,
    read_directory,
)
from argosy_commerce.terms.model import CONCEPT_ID, Concept
from argosy_commerce.terms.strict_yaml import TermDataError
from argosy_commerce.terms.validator import Fault, validate

_HEAD = "# A concept of our own; `argosy terms validate` checks it, the services read it when they start.\n"


class NotAdded(ValueError):
    """The concept was not written; each line of the message is a reason."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person says of a new concept; ``terms`` are words, or mappings in YAML's braces."""

    id: str
    kind: str
    zh: Sequence[str]
    terms: Mapping[str, str]
    attribute: str | None = None
    parent: str | None = None
    note: str | None = None


Layers = list[tuple[Layer, list[tuple[str, Concept]]]]


def own_layers(folder: Path | None) -> Layers:
    """Our concepts, and the folder's over them if there is one. Raises TermDataError."""
    layers: Layers = [(Layer.OURS, builtin_concepts())]
    if folder is not None and folder.is_dir():
        layers.append((Layer.PLATFORM, read_directory(folder)))
    return layers


def faults_of(layers: Layers, languages: Sequence[str]) -> tuple[Fault, ...]:
    """What is wrong with own concepts; what is wrong with ours alone is not their fault.

    Gaps are looked for in ``languages`` alone.
    """
    ours = {str(fault) for fault in validate(layered(layers[:1]), languages=languages)}
    theirs = validate(layered(layers), languages=languages)
    return tuple(fault for fault in theirs if str(fault) not in ours)


def written_concept(wanted: Wanted) -> str:
    """The YAML of a concept. Raises NotAdded for what cannot be one."""
    body: dict[str, Any] = {"kind": wanted.kind}
    body |= {"attribute": wanted.attribute} if wanted.attribute else {}
    body |= {"parent": wanted.parent} if wanted.parent else {}
    body |= {"zh": list(wanted.zh)} if wanted.zh else {}
    body["terms"] = {language: _term(language, said) for language, said in wanted.terms.items()}
    body |= {"note": wanted.note} if wanted.note else {}
    text = yaml.safe_dump(
        {"concepts": {wanted.id: body}},
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=110,
    )
    return _HEAD + text


def _term(language: str, said: str) -> object:
    if not said.lstrip().startswith("{"):
        return said
    try:
        found = yaml.safe_load(said)
    except yaml.YAMLError as error:
        raise NotAdded(
            f"{language}: {said!r} is no mapping: {error}; write {{preferred: ..., gender: m}}"
        ) from None
    return found


def add_concept(wanted: Wanted, folder: Path) -> Path:
    """Write a concept into a file of its own in ``folder``; returns the file.

    Raises NotAdded, with nothing written: the id is taken, or the validator finds fault with it.
    """
    if not CONCEPT_ID.match(wanted.id):
        raise NotAdded(f"{wanted.id!r} is no id; write group.name in lower case, such as material.my_fabric")
    name = f"{wanted.id}.yaml"
    try:
        layers = own_layers(folder)
        before = layered(layers)
        if wanted.id in before:
            raise NotAdded(
                f"{wanted.id} is there already ({before.layers[wanted.id].name.lower()}, "
                f"{before.sources[wanted.id]}); choose another id; other words for it are a glossary's: "
                "`argosy glossary import --platform`"
            )
        text = written_concept(wanted)
        (concept,) = parse_concepts(text, name)
    except TermDataError as error:
        raise NotAdded(str(error)) from None
    if faults := _new_faults(layers, concept, name):
        raise NotAdded("\n".join(str(fault) for fault in faults))
    return _write(folder / name, text)


def _new_faults(layers: Layers, concept: Concept, name: str) -> list[Fault]:
    languages = list(concept.terms)
    known = {str(fault) for fault in validate(layered(layers), languages=languages)}
    ours, *theirs = layers
    own = [entry for _, entries in theirs for entry in entries]
    after = layered([ours, (Layer.PLATFORM, [*own, (name, concept)])])
    return [fault for fault in validate(after, languages=languages) if str(fault) not in known]


def _write(path: Path, text: str) -> Path:
    """All of the file or nothing of it, and never over one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.write_text(text, encoding="utf-8")
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise NotAdded(f"{path} is there already; nothing was written") from None
    finally:
        fresh.unlink()
    return path
