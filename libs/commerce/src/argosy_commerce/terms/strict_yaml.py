"""YAML as people write term data: a key written twice is an error, and no, yes, on, off are words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


class TermDataError(ValueError):
    """A concept file cannot be used; the message says which file and concept, and what to mend."""


# types-PyYAML declares CSafeLoader whether or not libyaml is there; PyYAML's wheels carry it.
class _StrictLoader(yaml.CSafeLoader):
    """Safe YAML in which a key written twice is an error: the second would silently win."""


def _unique_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in mapping:
            line = key_node.start_mark.line + 1
            raise TermDataError(f"line {line}: {key!r} is written twice; merge the two entries")
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


# YAML 1.1 reads off, on, yes, no as booleans; they are words here, and only true and false are not.
_StrictLoader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, pairs in _StrictLoader.yaml_implicit_resolvers.items()
}
_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def document(text: str) -> Any:  # noqa: ANN401 — whatever the file holds
    """A YAML file's document, by libyaml: ten times as fast as PyYAML's own scanner; a start feels it.

    Raises yaml.YAMLError, and :class:`TermDataError` for a key that is written twice.
    """
    return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 — a subclass of the safe loader


def read_mapping(text: str, source: str, *, holds: str, may_hold: frozenset[str]) -> dict[str, Any]:
    """The document of a YAML file: a mapping in which ``holds`` is a mapping too.

    Raises :class:`TermDataError` naming the file, also for top-level keys that mean nothing.
    """
    try:
        read = document(text)
    except TermDataError as error:
        raise TermDataError(f"{source}: {error}") from None
    except yaml.YAMLError as error:
        raise TermDataError(f"{source}: not YAML: {error}") from error
    if not isinstance(read, dict) or not isinstance(read.get(holds), dict):
        raise TermDataError(f"{source}: expected a mapping with '{holds}:' (id -> concept or term)")
    unknown = set(read) - {holds, *may_hold}
    if unknown:
        raise TermDataError(f"{source}: unknown top-level keys {sorted(unknown)}")
    return read


@cache
def packaged(package: str, name: str, holds: str, *others: str) -> dict[str, Any]:
    """``data/<name>.yaml`` of a package, read once: it holds ``holds`` and may hold ``others`` and ``as_of``.

    Raises :class:`TermDataError`.
    """
    text = files(package).joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return read_mapping(text, f"{name}.yaml", holds=holds, may_hold=frozenset({"as_of", *others}))


def validated(model: type[M], row: object, where: str) -> M:
    """A row of a file as a value of a model. Raises :class:`TermDataError` naming the place and the fault."""
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise TermDataError(f"{where}: {place}: {first['msg']}") from error
