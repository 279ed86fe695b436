"""`text_generator` on transformers: causal and vision-language chat models, streamed and cancellable.

`text_input` is one user turn: the engine puts it into the weights' chat template, and nothing in
it can write a control token. With option `prompt: raw` the text is taken as vLLM's backend takes
it, template and all; then whoever renders the template answers for what merchants can write in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

import cv2
import numpy as np

from argosy_engines.contracts import EngineIdentity, EngineSpec, GenerationRequest, Image
from argosy_engines.errors import InvalidInput, ProfileError
from argosy_engines.registry import reject_unknown_options
from argosy_engines.scale_chat_model import ChatModel, Turn
from argosy_engines.scale_loading import Weights, choice, option

OPTIONS = {
    "prompt", "system", "template", "max_context", "max_prompt_chars", "max_image_pixels", "answers_at_once",
}  # fmt: skip
AT_ONCE_ON_A_GPU = 4
MOST_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class TransformersGenerator:
    """`TextGenerator` on a chat model of transformers."""

    identity: EngineIdentity
    _chat: ChatModel
    _system: str
    _template: dict[str, Any]
    _is_raw: bool
    _max_prompt_chars: int
    _max_image_pixels: int
    _reading: threading.Lock
    """Of the tokenizer and the processor, which take one text at a time."""

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Load the weights.

        Options: `prompt` (chat or raw), `system` (the system turn), `template` (the chat
        template's switches, e.g. {enable_thinking: false}), `max_context` (tokens),
        `max_prompt_chars`, `max_image_pixels` (larger images are shrunk), `answers_at_once` (with keys and
        values of a fixed size, captured as a CUDA graph on a GPU; 4 there. 0: one after the other, as
        elsewhere).
        """
        reject_unknown_options(spec, OPTIONS)
        system, template = spec.options.get("system", ""), spec.options.get("template", {})
        if not isinstance(system, str) or not isinstance(template, dict):
            raise ProfileError(
                f"profile {spec.profile!r}, model {spec.model!r}: option `system` must be text and "
                "`template` a mapping"
            )
        is_raw = choice(spec, "prompt", ("chat", "raw"), "chat") == "raw"
        chat = ChatModel.load(Weights.of(spec), option(spec, "max_context", 8192))
        if not is_raw:
            chat.require_template()
        usual = AT_ONCE_ON_A_GPU if chat.is_on_a_gpu else 0
        at_once = option(spec, "answers_at_once", usual, lowest=0, highest=MOST_AT_ONCE)
        if at_once:
            chat = chat.side_by_side(at_once)
        return cls(
            identity=chat.identity,
            _chat=chat,
            _system=system,
            _template=dict(template),
            _is_raw=is_raw,
            _max_prompt_chars=option(spec, "max_prompt_chars", 200_000),
            _max_image_pixels=option(spec, "max_image_pixels", 1024 * 1024, lowest=64 * 64),
            _reading=threading.Lock(),
        )

    @property
    def at_once(self) -> int:
        """How many requests may be in hand at a time; see `contracts.TextGenerator`."""
        return self._chat.at_once

    @property
    def decoding(self) -> str:
        """How tokens are written, for the log."""
        return self._chat.decoding

    def generate(self, request: GenerationRequest, is_cancelled: Callable[[], bool]) -> Iterator[str]:
        """Pieces of the answer; see `contracts.TextGenerator`."""
        with self._reading:
            inputs = self._inputs(request)
        self._chat.room_for(inputs, request.sampling.max_tokens)
        return self._pieces(request, inputs, is_cancelled)

    def _inputs(self, request: GenerationRequest) -> dict[str, Any]:
        if not request.prompt.strip():
            raise InvalidInput("text_input: nothing to answer (empty or blank)")
        if len(request.prompt) > self._max_prompt_chars:
            raise InvalidInput(
                f"text_input: {len(request.prompt)} characters; this tier takes {self._max_prompt_chars}"
            )
        if request.images and not self._chat.sees:
            raise InvalidInput(f"image: {self.identity.model} reads text only")
        images = [_shrunk(image, self._max_image_pixels) for image in request.images]
        if self._is_raw:
            return self._chat.raw_inputs(request.prompt, images)
        system = [Turn("system", self._system)] if self._system else []
        return self._chat.chat_inputs([*system, Turn("user", request.prompt)], images, self._template)

    def _pieces(
        self, request: GenerationRequest, inputs: dict[str, Any], is_cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        sampling = request.sampling
        words = Detokenizer(self._chat.tokenizer, skip_special=sampling.skip_special_tokens)
        stops = StopStrings(sampling.stop, include=sampling.include_stop_str_in_output)
        tokens = self._chat.stream_tokens(inputs, sampling, is_cancelled)
        try:
            for token in tokens:
                piece = stops.feed(words.feed(token))
                if piece:
                    yield piece
                if stops.is_stopped:
                    return
        finally:
            tokens.close()  # type: ignore[attr-defined]  # a generator
        if is_cancelled():
            return
        last = stops.feed(words.rest()) + stops.rest()
        if last:
            yield last


@dataclass(slots=True)
class Detokenizer:
    """Token ids to text as they come: never half a character, each character once."""

    tokenizer: Any
    skip_special: bool
    _ids: list[int] = field(default_factory=list)
    _start: int = 0
    """Where the tokens in view begin: a tokenizer may drop the space before the first of them."""
    _shown: int = 0

    def feed(self, token: int) -> str:
        """The text that is certain after this token; "" while a character is incomplete."""
        self._ids.append(token)
        before, after = self._views()
        if after.endswith("\ufffd") or len(after) <= len(before):
            return ""
        self._start, self._shown = self._shown, len(self._ids)
        return after[len(before) :]

    def rest(self) -> str:
        """What was held back, at the end."""
        before, after = self._views()
        self._shown = len(self._ids)
        return after[len(before) :]

    def _views(self) -> tuple[str, str]:
        shown = self._ids[self._start : self._shown]
        return self._decode(shown), self._decode(self._ids[self._start :])

    def _decode(self, ids: list[int]) -> str:
        text: str = self.tokenizer.decode(
            ids, skip_special_tokens=self.skip_special, clean_up_tokenization_spaces=False
        )
        return text


@dataclass(slots=True)
class StopStrings:
    """Cuts a stream of text at the first stop string, even one that arrives in pieces."""

    stops: tuple[str, ...]
    include: bool = False
    is_stopped: bool = False
    _held: str = ""

    def feed(self, text: str) -> str:
        """What may be shown now; sets `is_stopped` at a stop string."""
        if self.is_stopped:
            return ""
        self._held += text
        # Ending first, as a reader of one character at a time would find it.
        hits = [(at + len(s), at) for s in self.stops if (at := self._held.find(s)) >= 0]
        if hits:
            self.is_stopped = True
            end, start = min(hits)
            shown, self._held = self._held[: end if self.include else start], ""
            return shown
        keep = max((self._overlap(s) for s in self.stops), default=0)
        shown, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return shown

    def rest(self) -> str:
        """What was held back for a stop string that never came."""
        held, self._held = self._held, ""
        return held

    def _overlap(self, stop: str) -> int:
        """How many characters at the end may be the beginning of `stop`."""
        longest = min(len(stop) - 1, len(self._held))
        return next((n for n in range(longest, 0, -1) if stop.startswith(self._held[-n:])), 0)


def _shrunk(image: Image, most_pixels: int) -> Image:
    height, width = image.shape[:2]
    scale = (most_pixels / max(1, height * width)) ** 0.5
    if scale >= 1.0:
        return image
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
