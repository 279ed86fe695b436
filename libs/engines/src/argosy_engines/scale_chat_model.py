"""A chat-tuned language model, with or without eyes, by transformers.

What `text_generator` and the chat translator share: loading, the chat template, prompts in which
only the template can write control tokens, and generation token by token: one answer after the other, or
several side by side (`scale_side_by_side`).
"""

from __future__ import annotations

import queue
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

import numpy as np
import torch
from PIL import Image as Pictures
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, GenerationConfig
from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES

from argosy_engines.contracts import EngineIdentity, Image, SamplingParameters
from argosy_engines.errors import InvalidInput, ProfileError
from argosy_engines.scale_certainty import Certainty
from argosy_engines.scale_loading import Weights
from argosy_engines.scale_one_by_one import OneRun
from argosy_engines.scale_prompt_tokens import PlainText
from argosy_engines.scale_side_by_side import END, SideBySide
from argosy_engines.scale_static_step import NoStaticStepError, StaticStep

MOST_IMAGES = 4
SMALLEST_SIDE = 8
MOST_ELONGATED = 100
"""Of an image's sides, long to short; Qwen's processors refuse 200."""
POLL_S = 0.05
"""How often a waiting reader asks whether its caller has gone."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation; `text` is data, whatever it spells."""

    role: Literal["system", "user"]
    text: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model wrote on after a prompt."""

    text: str
    is_finished: bool
    """It ended by itself, not at the token limit."""
    mean_logprob: float
    """Mean natural log of the probability the model gave to its own tokens."""


@dataclass(frozen=True, slots=True)
class ChatModel:
    """Weights in memory. One request at a time, but for `stream_tokens` where `at_once` is more."""

    identity: EngineIdentity
    max_context: int
    """Tokens, prompt and answer together."""
    _weights: Weights
    _model: Any
    _tokenizer: Any
    _processor: Any | None
    _plain: PlainText
    _end: tuple[int, ...]
    _pad: int
    _beside: SideBySide | None = None
    decoding: str = "one answer after the other"
    """How tokens are written, and why so; for the log."""

    @classmethod
    def load(cls, weights: Weights, max_context: int) -> Self:
        """A vision-language model if its configuration is one's, else a causal language model."""
        config = weights.load(AutoConfig.from_pretrained)
        sees = config.model_type in MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES
        if sees:
            # Brings torchvision and torch's compiler: 12 s that a model without eyes need not wait.
            from transformers import AutoModelForImageTextToText, AutoProcessor  # noqa: PLC0415

            processor = weights.load(AutoProcessor.from_pretrained)
            tokenizer = processor.tokenizer
            model = weights.load_model(AutoModelForImageTextToText.from_pretrained)
        else:
            processor = None
            tokenizer = weights.load(AutoTokenizer.from_pretrained)
            # With its configuration: to read that from a GGUF file again takes seconds.
            model = weights.load_model(AutoModelForCausalLM.from_pretrained, config=config)
        end = _end_tokens(model, tokenizer)
        pad = next(i for i in (tokenizer.pad_token_id, *end, 0) if i is not None)
        # The checkpoint's own sampling defaults must not leak into the caller's parameters.
        model.generation_config = GenerationConfig(pad_token_id=pad)
        text_config = config.get_text_config()
        name = "transformers-vision-language" if sees else "transformers-causal-language"
        return cls(
            identity=weights.identity(name, getattr(config, "_commit_hash", None)),
            max_context=min(max_context, getattr(text_config, "max_position_embeddings", max_context)),
            _weights=weights,
            _model=model,
            _tokenizer=tokenizer,
            _processor=processor,
            _plain=PlainText.of(tokenizer),
            _end=end,
            _pad=pad,
        )

    def side_by_side(self, rows: int) -> Self:
        """The same model, writing up to `rows` answers at once; `decoding` says if it cannot, and why."""
        ids = torch.tensor([self._plain.tokens("a black dress", "text")], device=self._weights.device)
        sample = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        with torch.inference_mode():
            try:
                step = StaticStep.of(self._model, sample, rows, self.max_context)
            except NoStaticStepError as why:
                return replace(self, decoding=f"one answer after the other: {why}")
            said = f"{rows} answers at once, {step.bytes_kept / 1e9:.1f} GB for their keys and values"
            if self.is_on_a_gpu:
                try:
                    step.capture()
                    said += f", {step.graphs} graphs of a step"
                except NoStaticStepError as why:
                    said += f", each step queued anew, for it cannot be captured: {why}"
        return replace(self, _beside=SideBySide(self._model, step, self._end), decoding=said)

    @property
    def is_on_a_gpu(self) -> bool:
        return bool(self._weights.device.type == "cuda")

    @property
    def at_once(self) -> int:
        """How many threads may be in `stream_tokens` at a time with profit."""
        return 1 if self._beside is None else self._beside.at_once

    @property
    def tokenizer(self) -> Any:  # noqa: ANN401 — any transformers tokenizer
        return self._tokenizer

    @property
    def sees(self) -> bool:
        """Whether prompts may hold images."""
        return self._processor is not None

    def text_length(self, text: str) -> int:
        """In tokens, of text that others wrote."""
        return len(self._plain.tokens(text, "text"))

    @property
    def _template(self) -> str | None:
        chosen: str | dict[str, str] | None = self._tokenizer.chat_template
        if self._processor is not None and self._processor.chat_template:
            chosen = self._processor.chat_template
        return chosen["default"] if isinstance(chosen, dict) else chosen

    def require_template(self) -> None:
        """Raises `ProfileError` if the weights carry no chat template."""
        if not self._template:
            spec = self._weights.spec
            raise ProfileError(
                f"profile {spec.profile!r}, model {spec.model!r}: {spec.weights!r} has no chat template; "
                "set option `prompt: raw`, or use chat-tuned weights"
            )

    def chat_inputs(
        self, turns: Sequence[Turn], images: Sequence[Image], template: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The model's inputs for a conversation, `input_ids` `[1, tokens]` and what images need.

        `template` are the chat template's own switches, e.g. `enable_thinking`.
        """
        # A processor would warn, each time, of a switch that its template does not know.
        rendered = self._tokenizer.apply_chat_template(
            [self._message(i, turn, images) for i, turn in enumerate(turns)],
            chat_template=self._template,
            tokenize=False,
            add_generation_prompt=True,
            **template,
        )
        parts = re.split(r"\[\[turn (\d+)\]\]", rendered)
        if parts[1::2] != [str(i) for i in range(len(turns))]:
            raise ProfileError("the weights' chat template drops or repeats turns; use another template")
        ids: list[int] = []
        extra: dict[str, Any] = {}
        for position, part in enumerate(parts):
            if position % 2:
                ids += self._plain.tokens(turns[int(part)].text, "text_input")
            elif images and position // 2 == len(turns) - 1:
                # Images stand in front of the last turn's text.
                seen, extra = self._see(part, images)
                before = len(ids)
                ids += seen
            else:
                ids += self._tokenizer(part, add_special_tokens=False).input_ids
        if "mm_token_type_ids" in extra:
            kinds = torch.zeros((1, len(ids)), dtype=torch.long)
            seen_kinds = extra["mm_token_type_ids"]
            kinds[:, before : before + seen_kinds.shape[1]] = seen_kinds
            extra["mm_token_type_ids"] = kinds
        return self._on_device({"input_ids": torch.tensor([ids]), **extra})

    def raw_inputs(self, prompt: str, images: Sequence[Image]) -> dict[str, Any]:
        """The inputs for a prompt whose writer has rendered the template, as vLLM takes it."""
        if images:
            ids, extra = self._see(prompt, images)
            return self._on_device({"input_ids": torch.tensor([ids]), **extra})
        return self._on_device({"input_ids": self._tokenizer(prompt, return_tensors="pt").input_ids})

    def _message(self, index: int, turn: Turn, images: Sequence[Image]) -> dict[str, Any]:
        stand_in = f"[[turn {index}]]"
        if not self.sees:
            return {"role": turn.role, "content": stand_in}
        pictures = [{"type": "image"}] * len(images) if turn.role == "user" else []
        return {"role": turn.role, "content": [*pictures, {"type": "text", "text": stand_in}]}

    def _see(self, text: str, images: Sequence[Image]) -> tuple[list[int], dict[str, Any]]:
        """Token ids of `text` with its image marks expanded, and the model's image tensors."""
        if self._processor is None:
            raise InvalidInput(f"image: {self.identity.model} reads text only")
        if len(images) > MOST_IMAGES:
            raise InvalidInput(f"image: at most {MOST_IMAGES} images, not {len(images)}")
        pictures = [_picture(image) for image in images]
        seen = self._processor(text=[text], images=pictures, return_tensors="pt", add_special_tokens=False)
        extra = {k: v for k, v in seen.items() if k not in {"input_ids", "attention_mask"}}
        return seen["input_ids"][0].tolist(), extra

    def _on_device(self, inputs: dict[str, Any]) -> dict[str, Any]:
        moved = {}
        for name, value in inputs.items():
            if isinstance(value, torch.Tensor):
                dtype = self._weights.dtype if value.is_floating_point() else None
                value = value.to(self._weights.device, dtype)  # noqa: PLW2901 — moved
            moved[name] = value
        moved["attention_mask"] = torch.ones_like(moved["input_ids"])
        return moved

    def room_for(self, inputs: Mapping[str, Any], wanted: int) -> int:
        """How many tokens may be written after this prompt; `InvalidInput` if none."""
        length = int(inputs["input_ids"].shape[1])
        if length == 0:
            raise InvalidInput("text_input: holds no token")
        if length >= self.max_context:
            raise InvalidInput(
                f"text_input: {length} tokens, but {self.identity.model} takes {self.max_context - 1}"
            )
        return min(wanted, self.max_context - length)

    def stream_tokens(
        self, inputs: Mapping[str, Any], sampling: SamplingParameters, is_cancelled: Callable[[], bool]
    ) -> Iterator[int]:
        """New token ids as they are drawn. Stops when cancelled, closed, or at the end."""
        room = self.room_for(inputs, sampling.max_tokens)
        run = (
            OneRun(self._model, self._end, inputs, sampling, room)
            if self._beside is None
            else self._beside.begin(inputs, sampling, room)
        )
        try:
            while True:
                if is_cancelled():
                    return
                token = _next(run.tokens)
                if token is END:
                    return
                if isinstance(token, int):
                    yield token
        finally:
            run.stop()

    def complete(self, prompts: Sequence[Sequence[int]], max_new_tokens: int) -> list[Completion]:
        """Greedy answers to several token prompts in one batch."""
        width = max(len(prompt) for prompt in prompts)
        ids = torch.full((len(prompts), width), self._pad)
        mask = torch.zeros_like(ids)
        for row, prompt in enumerate(prompts):
            ids[row, width - len(prompt) :] = torch.tensor(list(prompt))
            mask[row, width - len(prompt) :] = 1
        certainty = Certainty()
        with torch.inference_mode():
            written = self._model.generate(
                input_ids=ids.to(self._weights.device),
                attention_mask=mask.to(self._weights.device),
                max_new_tokens=max_new_tokens,
                do_sample=False,
                eos_token_id=list(self._end) or None,
                logits_processor=[certainty],
            )
        new = written[:, width:]
        rows = new.tolist()
        ends = [next((i for i, token in enumerate(row) if token in self._end), None) for row in rows]
        lengths = [len(row) if end is None else end for row, end in zip(rows, ends, strict=True)]
        sure = certainty.means(new, lengths)
        return [
            Completion(self._tokenizer.decode(row[:length], skip_special_tokens=True), end is not None, mean)
            for row, end, length, mean in zip(rows, ends, lengths, sure, strict=True)
        ]


def _next(tokens: queue.Queue[object]) -> object:
    """A token id, `END`, or None when none came for a while. Raises what generation raised."""
    try:
        token = tokens.get(timeout=POLL_S)
    except queue.Empty:
        return None
    if isinstance(token, BaseException):
        raise token
    return token


def _end_tokens(model: Any, tokenizer: Any) -> tuple[int, ...]:  # noqa: ANN401 — transformers' own
    stated = model.generation_config.eos_token_id
    stated = stated if isinstance(stated, list) else [stated]
    return tuple(dict.fromkeys(i for i in (*stated, tokenizer.eos_token_id) if i is not None))


def _picture(image: Image) -> Pictures.Image:
    height, width = image.shape[:2]
    short, long = sorted((height, width))
    if short < SMALLEST_SIDE or long > MOST_ELONGATED * short:
        raise InvalidInput(
            f"image: {width}x{height} pixels; each side needs {SMALLEST_SIDE}, and the longer one may be "
            f"{MOST_ELONGATED} times the shorter"
        )
    return Pictures.fromarray(np.ascontiguousarray(image))
