"""A chat-tuned language model, with or without eyes, by transformers.

What `text_generator` and the chat translator share: loading, the chat template, prompts in which
only the template can write control tokens, and generation token by token.
"""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from argosy_engines.scale_prompt_tokens import PlainText

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
    """Weights in memory. One request at a time."""

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
        run = _Run(self, inputs, sampling, room)
        run.start()
        try:
            while True:
                if is_cancelled():
                    return
                token = run.next_token()
                if token is _END:
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


_END = object()


class _Run:
    """One generation in its own thread, handing its tokens over one by one."""

    def __init__(
        self, chat: ChatModel, inputs: Mapping[str, Any], sampling: SamplingParameters, room: int
    ) -> None:
        self._chat = chat
        self._inputs = inputs
        self._sampling = sampling
        self._room = room
        self._tokens: queue.Queue[object] = queue.Queue()
        self._stopped = threading.Event()
        self._seen_prompt = False
        self._thread = threading.Thread(target=self._generate, name="generation", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop after the token in hand, and wait for that: the next request needs the model."""
        self._stopped.set()
        self._thread.join()

    def next_token(self) -> object:
        """A token id, `_END`, or None when none came for a while. Raises what generation raised."""
        try:
            token = self._tokens.get(timeout=POLL_S)
        except queue.Empty:
            return None
        if isinstance(token, BaseException):
            raise token
        return token

    def put(self, value: Any) -> None:  # noqa: ANN401 — a tensor, from `generate`
        """For `generate`: a streamer is handed the prompt first, then each token."""
        if self._seen_prompt:
            for token in value.reshape(-1).tolist():
                self._tokens.put(int(token))
        self._seen_prompt = True

    def end(self) -> None:
        """For `generate`: it is through."""

    def _should_stop(self, input_ids: Any, _scores: Any, **_: Any) -> Any:  # noqa: ANN401 — tensors
        return torch.full((input_ids.shape[0],), self._stopped.is_set(), device=input_ids.device)

    def _generate(self) -> None:
        try:
            device = self._inputs["input_ids"].device
            devices = [device] if device.type == "cuda" else []
            with torch.random.fork_rng(devices=devices), torch.inference_mode():
                if self._sampling.seed is None:
                    torch.seed()
                else:
                    torch.manual_seed(self._sampling.seed)
                self._chat._model.generate(  # noqa: SLF001 — of this module
                    **self._inputs,
                    **generation_arguments(self._sampling, self._chat._end, self._room),  # noqa: SLF001 — likewise
                    logits_processor=self._penalties(),
                    stopping_criteria=[self._should_stop],
                    streamer=self,
                )
            self._tokens.put(_END)
        except BaseException as error:  # noqa: BLE001 — raised again in the reader's thread
            self._tokens.put(error)

    def _penalties(self) -> list[Callable[[Any, Any], Any]]:
        presence, frequency = self._sampling.presence_penalty, self._sampling.frequency_penalty
        if not presence and not frequency:
            return []
        prompt = int(self._inputs["input_ids"].shape[1])

        def penalise(input_ids: Any, scores: Any) -> Any:  # noqa: ANN401 — tensors
            # vLLM counts what was written, not what was asked.
            new = input_ids[:, prompt:]
            counts = torch.zeros_like(scores).scatter_add_(1, new, torch.ones_like(new, dtype=scores.dtype))
            return scores - frequency * counts - presence * (counts > 0)

        return [penalise]


def generation_arguments(sampling: SamplingParameters, end: Sequence[int], room: int) -> dict[str, Any]:
    """vLLM's sampling parameters in the words of transformers' `generate`."""
    arguments: dict[str, Any] = {
        "max_new_tokens": room,
        "do_sample": sampling.temperature > 0,
        "eos_token_id": None if sampling.ignore_eos else list(end) or None,
    }
    if sampling.min_tokens:
        arguments["min_new_tokens"] = min(sampling.min_tokens, room)
    if sampling.repetition_penalty != 1.0:
        arguments["repetition_penalty"] = sampling.repetition_penalty
    if sampling.temperature > 0:
        arguments["temperature"] = sampling.temperature
        arguments["top_p"] = sampling.top_p
        arguments["top_k"] = max(0, sampling.top_k)
        if sampling.min_p > 0:
            arguments["min_p"] = sampling.min_p
    return arguments


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
