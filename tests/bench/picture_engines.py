"""The embedded profile's engines in the tier's own environment, asked over a pipe by `tagged_pictures.py`."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Engines:
    """A process of the tier's environment that segments, tags and reads; ``spent``: its CPU seconds."""

    def __init__(self) -> None:
        sources = [str(path) for path in (ROOT / "libs").glob("*/src")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sources)}
        self._process = subprocess.Popen(
            [ROOT / ".venv-tier/bin/python", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self.spent = 0.0

    def ask(self, what: str, *given: Any) -> Any:
        """``what``: segment, tag or read."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump((what, given), self._process.stdin)
        self._process.stdin.flush()
        answer, took = pickle.load(self._process.stdout)  # noqa: S301 — our own pipe
        self.spent += took
        return answer

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def serve() -> None:
    """Answer until the pipe ends."""
    from argosy_engines.contracts import EngineSpec  # noqa: PLC0415 — of the tier alone
    from argosy_engines.ground_segmenter import GroundSegmenter  # noqa: PLC0415 — of the tier alone
    from argosy_engines.pixel_tagger import PixelTagger  # noqa: PLC0415 — of the tier alone
    from argosy_engines.rapid_text_reader import RapidTextReader  # noqa: PLC0415 — of the tier alone

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    segmenter = GroundSegmenter.from_spec(EngineSpec("image_segmenter", "quality", "x:Y"))
    tagger = PixelTagger.from_spec(EngineSpec("image_tagger", "quality", "x:Y"))
    reader: RapidTextReader | None = None
    while True:
        try:
            what, given = pickle.load(sys.stdin.buffer)  # noqa: S301 — our own pipe
        except EOFError:
            return
        began = time.process_time()
        answer: Any
        if what == "segment":
            found = segmenter.segment(*given)
            answer = (found.alpha, found.certainty)
        elif what == "tag":
            image, matte, candidates = given
            tags = tagger.tag(image, matte, candidates)
            answer = {
                "scores": [asdict(one) for one in tags.scores],
                "unseen": [asdict(one) for one in tags.unseen],
                "shape": tags.shape and asdict(tags.shape),
                "certainty": tags.certainty,
                "shows_person": tags.shows_person,
            }
        else:
            reader = reader or RapidTextReader.from_spec(EngineSpec("image_text_reader", "quality", "x:Y"))
            answer = [(one.quad, one.text, one.confidence) for one in reader.read(*given)]
        pickle.dump((answer, time.process_time() - began), out)
        out.flush()


if __name__ == "__main__":
    serve()
