"""docs/asyncapi.yaml: the AsyncAPI 3 document of all topics."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

HEADERS = {
    "type": "object",
    "required": [
        "ce_id",
        "ce_type",
        "ce_source",
        "ce_time",
        "ce_specversion",
        "ce_merchantid",
        "ce_platform",
    ],
    "properties": {
        "ce_id": {
            "type": "string",
            "description": "Unique per event; repeating it never repeats the effect.",
        },
        "ce_type": {"type": "string", "description": "The topic's name."},
        "ce_source": {"type": "string"},
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_specversion": {"type": "string", "const": "1.0"},
        "ce_subject": {"type": "string", "description": "The entity id, equal to the record key."},
        "ce_merchantid": {"type": "string"},
        "ce_platform": {"type": "string"},
        "content-type": {"type": "string", "const": "application/protobuf"},
        "ce_causeid": {"type": "string", "description": "Id of the event this one follows from."},
        "traceparent": {"type": "string", "description": "W3C Trace Context."},
    },
}


def _channel_id(topic: str) -> str:
    head, *tail = topic.replace(".", " ").split()
    return head + "".join(word.capitalize() for word in tail)


def asyncapi_document(rows: Sequence[dict[str, Any]], protos: Path) -> str:
    """The document as YAML. `rows` are the topic files' contents."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for row in rows:
        name, channel = row["topic"], _channel_id(row["topic"])
        domain = row["message"].split(".")[1]
        proto = (protos / f"argosy/{domain}/v1/{domain}.proto").read_text(encoding="utf-8")
        example = json.loads((protos / row["example"]).read_text(encoding="utf-8"))
        messages[channel] = {
            "name": name,
            "title": row["message"].rpartition(".")[2],
            "summary": row["description"],
            "contentType": "application/protobuf",
            "headers": {"$ref": "#/components/schemas/headers"},
            "payload": {
                "schemaFormat": "application/vnd.google.protobuf;version=3",
                "schema": proto,
            },
            "bindings": {"kafka": {"key": {"type": "string", "description": row["key"]}}},
            "examples": [{"name": "json form", "payload": example["data"]}],
        }
        channels[channel] = {
            "address": name,
            "description": row["description"],
            "messages": {channel: {"$ref": f"#/components/messages/{channel}"}},
            "bindings": {
                "kafka": {
                    "partitions": row["partitions"],
                    "topicConfiguration": {
                        "retention.ms": row["retention_days"] * 86_400_000,
                        "max.message.bytes": row["max_message_bytes"],
                    },
                }
            },
        }
        # AsyncAPI speaks from the application's side: what the services consume is "receive".
        action = "send" if row["producers"] not in (["platform"], ["platform", "console"]) else "receive"
        operations[f"{action}_{channel}"] = {
            "action": action,
            "channel": {"$ref": f"#/channels/{channel}"},
            "summary": row["description"],
        }
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Argosy events",
            "version": "1.0.0",
            "description": "CloudEvents 1.0 on Kafka, binary mode, protobuf values. "
            "Generated from protos/topics; do not edit.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/protobuf",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": {"headers": HEADERS}},
    }
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=110)
