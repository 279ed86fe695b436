"""docs/topics.md: one section per topic, for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HEAD = """# Topics

Generated from `protos/topics` by `make proto`; do not edit.

Every event is CloudEvents 1.0 in Kafka's binary mode: the value is the protobuf message, the attributes are
headers `ce_id ce_type ce_source ce_time ce_specversion ce_subject ce_merchantid ce_platform ce_causeid`,
`content-type: application/protobuf` and `traceparent`. The record key is the entity id; events of one key are
handled in order. What fails for good goes to `<topic>.dead-letter`, byte-identical, with headers that say why
(`argosy_error_*`).

| topic | says | key | made by | handled by |
|---|---|---|---|---|
"""


def topics_page(rows: Sequence[dict[str, Any]], protos: Path) -> str:
    """The page as Markdown. `rows` are the topic files' contents."""
    lines = [HEAD.rstrip("\n")]
    for row in rows:
        name = row["topic"]
        consumers = ", ".join(row["consumers"]) or "nobody yet"
        lines.append(
            f"| [{name}](#{name.replace('.', '')}) | {row['description']} | `{row['key']}` "
            f"| {', '.join(row['producers'])} | {consumers} |"
        )
    for row in rows:
        domain = row["message"].split(".")[1]
        example = json.loads((protos / row["example"]).read_text(encoding="utf-8"))
        body = json.dumps(example, ensure_ascii=False, indent=2)
        lines += [
            "",
            f"## {row['topic']}",
            "",
            row["description"],
            "",
            (
                f"Message `{row['message']}` in "
                f"[{domain}.proto](../protos/argosy/{domain}/v1/{domain}.proto); "
                f"{row['partitions']} partitions; kept {row['retention_days']} days; at most "
                f"{row['max_message_bytes']:,} bytes. As a JSON file (`protos/{row['example']}`):"
            ),
            "",
            "```json",
            body,
            "```",
        ]
    return "\n".join(lines) + "\n"
