"""Every public event of Argosy: generated protobuf classes and the typed topic registry.

The generated classes are in ``argosy.<domain>.v1.<domain>_pb2``; this package is what to import beside them.
"""

from argosy_contracts.events import BadEvent, Event, Record, decode, encode, from_json, to_json
from argosy_contracts.topics import DEAD_LETTER_SUFFIX, TOPICS, Topic, UnknownTopic, topic

__all__ = [
    "DEAD_LETTER_SUFFIX",
    "TOPICS",
    "BadEvent",
    "Event",
    "Record",
    "Topic",
    "UnknownTopic",
    "decode",
    "encode",
    "from_json",
    "to_json",
    "topic",
]
