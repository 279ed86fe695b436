"""Counts results as a shop's owner would: by kind, market, decision, and whether a person should look.

It reads what every result says of itself: the fields `needs_review`, `market` and `decision` of the published
message. A message without `needs_review` (a fact, a request, a piece of an answer) is no result.
"""

from __future__ import annotations

from functools import lru_cache

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from argosy_eventing.outcomes import Output
from argosy_telemetry import counter, names

_RESULTS = counter(names.METRIC_RESULTS)


def count_result(service: str, output: Output) -> None:
    """Count it, once per event handled: an outcome that is published again from the store counts no more."""
    said = _says(output.data.DESCRIPTOR)
    if "needs_review" not in said:
        return
    attributes: dict[str, str | bool] = {
        names.ATTR_SERVICE: service,
        names.ATTR_EVENT_TYPE: output.type,
        names.ATTR_NEEDS_REVIEW: bool(getattr(output.data, "needs_review")),  # noqa: B009 — not in every class
    }
    if "market" in said:
        attributes[names.ATTR_MARKET] = str(getattr(output.data, "market"))  # noqa: B009
    if decision := said.get("decision"):
        attributes[names.ATTR_DECISION] = _word(output.data, decision)
    _RESULTS.add(1, attributes)


@lru_cache(maxsize=128)
def _says(descriptor: Descriptor) -> dict[str, FieldDescriptor]:
    kinds = {
        "needs_review": FieldDescriptor.TYPE_BOOL,
        "market": FieldDescriptor.TYPE_STRING,
        "decision": FieldDescriptor.TYPE_ENUM,
    }
    fields = descriptor.fields_by_name
    return {
        name: fields[name] for name, kind in kinds.items() if name in fields and fields[name].type == kind
    }


def _word(message: Message, field: FieldDescriptor) -> str:
    values = field.enum_type.values_by_number if field.enum_type else {}
    value = values.get(getattr(message, field.name))
    return value.name.lower() if value is not None else "unknown"
