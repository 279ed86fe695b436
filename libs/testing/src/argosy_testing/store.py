"""A document store in memory: the real repositories run on it, without a server.

It knows the few operations that ``argosy_store`` uses, as MongoDB does them;
``tests/integration/test_store.py`` runs the same checks on it and on a real server.
"""

import copy
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Self

from pymongo.errors import AutoReconnect, DuplicateKeyError

from argosy_store import Store

Document = dict[str, Any]


class MemoryStore(Store):
    """A store in memory. ``available = False`` makes each operation fail as on a server that is gone.

    ``breaks_at``: the operation from now that fails once; 0: none.
    """

    def __init__(self) -> None:
        self.address = "memory"
        self.available = True
        self.operations = 0
        self.breaks_at = 0
        self._collections: dict[str, _Collection] = {}

    async def ping(self) -> None:
        async with self.operation("-", "ping"):
            self.touch()

    def collection(self, name: str) -> Any:  # noqa: ANN401 — stands in for pymongo's collection
        return self._collections.setdefault(name, _Collection(self))

    async def close(self) -> None:
        """Nothing is held open; the documents stay."""

    def touch(self) -> None:
        """Count one operation, or fail like a driver whose server is gone."""
        self.breaks_at -= 1
        if not self.available or self.breaks_at == 0:
            raise AutoReconnect("memory: connection refused")
        self.operations += 1


class _Collection:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._documents: dict[str, Document] = {}
        self._unique: list[tuple[str, ...]] = []

    async def create_indexes(self, models: Iterable[Any]) -> None:
        self._store.touch()
        for model in models:
            if model.document.get("unique"):
                self._unique.append(tuple(model.document["key"]))

    async def insert_one(self, document: Document) -> None:
        self._store.touch()
        if document["_id"] in self._documents:
            raise DuplicateKeyError("duplicate _id")
        self._check_unique(document)
        self._documents[document["_id"]] = copy.deepcopy(document)

    async def replace_one(self, query: Document, document: Document, *, upsert: bool) -> None:
        self._store.touch()
        if upsert or query["_id"] in self._documents:
            self._documents[query["_id"]] = {**query, **copy.deepcopy(document)}

    async def find_one(self, query: Document) -> Document | None:
        self._store.touch()
        return next((copy.deepcopy(d) for d in self._documents.values() if _matches(d, query)), None)

    async def find_one_and_update(
        self, query: Document, change: Document, *, return_document: bool
    ) -> Document | None:
        self._store.touch()
        for key, document in self._documents.items():
            if _matches(document, query):
                changed = {**document, **copy.deepcopy(change.get("$set", {}))}
                for field, step in change.get("$inc", {}).items():
                    changed[field] = changed.get(field, 0) + step
                self._check_unique(changed)
                self._documents[key] = changed
                return copy.deepcopy(changed if return_document else document)
        return None

    async def delete_one(self, query: Document) -> SimpleNamespace:
        self._store.touch()
        gone = [key for key, document in self._documents.items() if _matches(document, query)][:1]
        return self._delete(gone)

    async def delete_many(self, query: Document) -> SimpleNamespace:
        self._store.touch()
        return self._delete([key for key, document in self._documents.items() if _matches(document, query)])

    def find(self, query: Document, fields: Mapping[str, int] | None = None) -> "_Cursor":
        found = [d for d in self._documents.values() if _matches(d, query)]
        if fields is not None:
            named = [field for field, shown in fields.items() if shown]
            found = [{field: d[field] for field in named} for d in found]
        return _Cursor(self._store, found)

    def _delete(self, keys: Sequence[str]) -> SimpleNamespace:
        for key in keys:
            del self._documents[key]
        return SimpleNamespace(deleted_count=len(keys))

    def _check_unique(self, new: Document) -> None:
        for fields in self._unique:
            values = [_value(new, field) for field in fields]
            for document in self._documents.values():
                if document["_id"] != new["_id"] and [_value(document, f) for f in fields] == values:
                    raise DuplicateKeyError("duplicate value in a unique index")


class _Cursor:
    def __init__(self, store: MemoryStore, found: list[Document]) -> None:
        self._store = store
        self._found = found

    def sort(self, keys: Sequence[tuple[str, int]]) -> Self:
        for field, order in reversed(keys):
            self._found.sort(key=lambda document: _value(document, field), reverse=order < 0)
        return self

    def limit(self, count: int) -> Self:
        self._found = self._found[:count]
        return self

    async def __aiter__(self) -> AsyncIterator[Document]:
        self._store.touch()
        for document in self._found:
            yield copy.deepcopy(document)


def _matches(document: Mapping[str, Any], query: Mapping[str, Any]) -> bool:
    return all(_holds(_value(document, field), wanted) for field, wanted in query.items())


def _holds(value: Any, wanted: Any) -> bool:  # noqa: ANN401 — any BSON value
    if isinstance(wanted, Mapping):
        (operator, operand), *others = wanted.items()
        if others or operator not in ("$in", "$lt", "$lte"):
            raise NotImplementedError(f"MemoryStore knows no query {wanted}")
        if operator == "$in":  # of a list each element counts
            return any(one in operand for one in (value if isinstance(value, list) else [value]))
        if not isinstance(value, datetime):
            return False
        return bool(value < operand) if operator == "$lt" else bool(value <= operand)
    return type(value) is type(wanted) and bool(value == wanted)


def _value(document: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 — any BSON value
    value: Any = document
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
