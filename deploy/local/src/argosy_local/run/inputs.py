"""Reads event files: one JSON event, a JSON array of them, or JSONL, one event a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf.message import Message

from argosy_contracts import BadEvent, Event, from_json

SOURCE = "argosy-run"
MAX_FILE_BYTES = 256 * 1024 * 1024


class BadInputFile(ValueError):
    """A file that holds no usable event; the message says which file, where in it, and what is wrong."""


@dataclass(frozen=True, slots=True)
class InputEvent:
    """An event and the file it came from; pictures are looked for beside that file."""

    event: Event[Message]
    folder: Path
    place: str


def read_event_files(paths: Sequence[Path], *, merchant: str, platform: str) -> list[InputEvent]:
    """All events of all files, in order.

    Raises:
        BadInputFile: at the first event that breaks its contract; nothing has been published then.
    """
    found = []
    for path in paths:
        for place, document in _documents(path):
            try:
                event = from_json(
                    document, source=SOURCE, default_merchant=merchant, default_platform=platform
                )
            except BadEvent as error:
                raise BadInputFile(f"{place}: {error.detail}") from None
            found.append(InputEvent(event, path.resolve().parent, place))
    if not found:
        raise BadInputFile(f"{', '.join(map(str, paths))}: no event in it")
    return found


def _documents(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise BadInputFile(
                f"{path}: {size:,} bytes; split it, at most {MAX_FILE_BYTES:,} are read at once"
            )
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInputFile(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadInputFile(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from None
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield f"{path}:{number}", _parsed(line, f"{path}:{number}")
        return
    document = _parsed(text, str(path))
    if isinstance(document, list):
        for number, item in enumerate(document, start=1):
            yield f"{path}, event {number}", item
    else:
        yield str(path), document


def _parsed(text: str, place: str) -> Any:  # noqa: ANN401 — whatever JSON holds; from_json judges it
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInputFile(
            f"{place}: not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from None
    except RecursionError:
        raise BadInputFile(f"{place}: nested too deeply to be an event") from None
