"""Writes what a run led to: DIR/<type>/<id>.json with its blobs beside it, and index.html."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.message import Message

from argosy.common.v1 import common_pb2
from argosy.picture.v1 import picture_pb2
from argosy_contracts import Event, to_json
from argosy_eventing.dead_letter_box import DeadLetter
from argosy_local.results.chats import chats_of
from argosy_local.results.page import render_page, write_page
from argosy_local.results.refunds import refunds_of
from argosy_local.results.view import DeadLetterView, arrange, disputes_of
from argosy_local.run.following import Arrived
from argosy_store import StoreError
from argosy_store.blobs import BlobStore

MARKER = ".argosy-run"
"""A folder with this file was written by a run, and may be written anew."""


class FolderInUse(ValueError):
    """The folder holds something that no run has written; nothing was touched."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and blobs that could not be had."""

    page: Path
    files: int
    missing_blobs: tuple[str, ...]


def prepare_folder(folder: Path) -> None:
    """An empty folder; what an earlier run wrote there is removed.

    Raises:
        FolderInUse: the folder has files that are not a run's.
    """
    if folder.exists():
        if not folder.is_dir():
            raise FolderInUse(f"{folder} is a file; name a folder")
        if any(folder.iterdir()) and not (folder / MARKER).exists():
            raise FolderInUse(f"{folder} has files that no run has written; name another folder with --out")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARKER).write_text("argosy run\n", encoding="utf-8")


async def write_results(
    folder: Path, inputs: Sequence[Event[Message]], arrived: Arrived, blobs: BlobStore, *, title: str
) -> Written:
    """Write every result, its blobs, the dead letters and the page."""
    places: dict[str, str] = {}
    missing: list[str] = []
    for event in inputs:
        if isinstance(event.data, picture_pb2.ImageRequested) and blobs.owns(event.data.image_url):
            await _bring(event, "image", event.data.image_url, folder, blobs, places, missing)
    for event in arrived.results:
        place = folder / event.type
        place.mkdir(exist_ok=True)
        (place / f"{event.id}.json").write_text(
            json.dumps(to_json(event), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
        for field, blob in blobs_of(event.data):
            if blob.url:
                await _bring(event, field, blob.url, folder, blobs, places, missing)
    _write_dead_letters(folder, arrived.dead_letters)
    page = folder / "index.html"
    letters = [_view(letter) for letter in arrived.dead_letters]
    write_page(
        page,
        render_page(
            arrange(inputs, arrived.results, places),
            title=title,
            inputs=len(inputs),
            results=len(arrived.results),
            dead_letters=letters,
            seconds=arrived.seconds,
            disputes=disputes_of(arrived.results, places),
            refunds=refunds_of(arrived.results),
            chats=chats_of(inputs, arrived.results),
        ),
    )
    return Written(page, len(arrived.results), tuple(missing))


async def _bring(
    event: Event[Message], field: str, url: str, folder: Path, blobs: BlobStore,
    places: dict[str, str], missing: list[str],
) -> None:  # fmt: skip
    """A blob as a file beside the event that names it, once."""
    if url in places:
        return
    extension = f".{url.rpartition('.')[2]}"
    # `letter.docx` is a field whose name says its kind already.
    name = f"{event.id}.{field.removesuffix(extension)}{extension}"
    try:
        content = await blobs.get(event.merchant_id, url)
    except StoreError as error:
        missing.append(f"{event.type} {event.id}: {error}")
        return
    (folder / event.type).mkdir(exist_ok=True)
    (folder / event.type / name).write_bytes(content)
    places[url] = f"{event.type}/{name}"


def blobs_of(message: Message, path: str = "") -> Iterator[tuple[str, common_pb2.Blob]]:
    """Every blob anywhere in a message, with the path of its field."""
    for field, value in message.ListFields():
        name = f"{path}.{field.name}" if path else field.name
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        items: Iterable[Message] = value if field.is_repeated else [value]
        for index, item in enumerate(items):
            where = f"{name}.{index}" if field.is_repeated else name
            if isinstance(item, common_pb2.Blob):
                yield where, item
            else:
                yield from blobs_of(item, where)


def _view(letter: DeadLetter) -> DeadLetterView:
    key = (letter.key or b"").decode("utf-8", "replace")
    return DeadLetterView(letter.topic, letter.event_id, key, letter.service, letter.reason, letter.detail)


def _write_dead_letters(folder: Path, letters: Sequence[DeadLetter]) -> None:
    if not letters:
        return
    rows = [
        {"id": letter.id, "topic": letter.topic, "event_id": letter.event_id, "service": letter.service,
         "reason": letter.reason, "detail": letter.detail}
        for letter in letters
    ]  # fmt: skip
    text = json.dumps(rows, ensure_ascii=False, indent=2)
    (folder / "dead-letters.json").write_text(text + "\n", encoding="utf-8")
