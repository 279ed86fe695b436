"""Takes a few frames from videos, in a process of its own: a hostile file may cost this process alone.

    python -m refund_agent.adapters.video_worker

In: the file. Out: a line of JSON ``{"fault": str, "seconds": float, "frames": [[height, width], ...]}``,
then the frames' pixels, RGB, one after the other. Sound is never decoded, nothing but the file is opened.
"""

from __future__ import annotations

import io
import json
from itertools import islice
from typing import Any, Final

import av
import numpy as np
from PIL import Image

from argosy_documents import serve

MOST_FRAMES: Final = 5
MOST_SECONDS: Final = 60.0
_MOST_DECODED: Final = 240
"""Frames in all: between two that stand for themselves lie up to some hundred that have to be decoded."""
_MOST_PIXELS: Final = 9_000_000
"""4K UHD is 8.3 million."""
_LONGEST_SIDE: Final = 1_280
_MOST_MEMORY: Final = 3 * 1024**3
_DEMUXERS: Final = ((b"ftyp", 4, "mov"), (b"\x1a\x45\xdf\xa3", 0, "matroska"))
"""Playlists and the like name other files, so that no demuxer is guessed."""


def frames_of(data: bytes) -> tuple[dict[str, Any], list[np.ndarray]]:
    """At most five frames, evenly placed within the first minute, no finer than 1280 pixels."""
    form = next((name for mark, at, name in _DEMUXERS if data[at : at + len(mark)] == mark), None)
    if form is None:
        return _fault("a kind of video that is not read"), []
    try:
        with av.open(io.BytesIO(data), format=form, options={"enable_drefs": "0"}) as container:
            return _frames(container)
    except MemoryError:
        return _fault("too large inside"), []
    except Exception as error:  # noqa: BLE001 — FFmpeg's errors are many, and PyAV adds its own
        return _fault(f"broken ({type(error).__name__})"), []


def _frames(container: Any) -> tuple[dict[str, Any], list[np.ndarray]]:  # noqa: ANN401 — PyAV's container
    if not container.streams.video:
        return _fault("no picture is in it"), []
    stream = container.streams.video[0]
    stream.thread_type = "NONE"
    if stream.codec_context.width * stream.codec_context.height > _MOST_PIXELS:
        return _fault("larger than 4K"), []
    seconds = float(container.duration or 0) / 1_000_000
    found: list[np.ndarray] = []
    decoded = 0
    span = min(seconds, MOST_SECONDS)
    for place in (np.arange(MOST_FRAMES) + 0.5) / MOST_FRAMES * span if span > 0 else [0.0]:
        if found:
            container.seek(int(place * 1_000_000), backward=True)
        picture = None
        for frame in islice(container.decode(stream), max(1, _MOST_DECODED - decoded)):
            decoded += 1
            picture = frame
            if frame.time is None or frame.time >= place:
                break
        if picture is not None:
            found.append(_pixels(picture))
        if decoded >= _MOST_DECODED:
            break
    if not found:
        return _fault("no picture is in it"), []
    return {"fault": "", "seconds": seconds, "frames": [list(one.shape[:2]) for one in found]}, found


def _pixels(frame: Any) -> np.ndarray:  # noqa: ANN401 — PyAV's frame
    if frame.width * frame.height > _MOST_PIXELS:  # the stream may change its size on the way
        raise ValueError("larger than 4K")
    picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.BILINEAR)
    quarters = round(getattr(frame, "rotation", 0) / 90) % 4
    return np.ascontiguousarray(np.rot90(np.asarray(picture), quarters))


def _fault(why: str) -> dict[str, Any]:
    return {"fault": why, "seconds": 0.0, "frames": []}


def _answer(data: bytes) -> bytes:
    told, frames = frames_of(data)
    return json.dumps(told).encode() + b"\n" + b"".join(one.tobytes() for one in frames)


def main() -> None:
    """Answer until the pipe closes."""
    serve(_answer, _MOST_MEMORY)


if __name__ == "__main__":
    main()
