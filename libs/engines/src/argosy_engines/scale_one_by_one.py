"""One answer after the other, by transformers' own `generate`."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import torch

from argosy_engines.contracts import SamplingParameters
from argosy_engines.scale_drawing import penalties
from argosy_engines.scale_side_by_side import END


class OneRun:
    """One generation in its own thread, handing its tokens over one by one."""

    def __init__(
        self,
        model: Any,  # noqa: ANN401 — transformers' own
        end: Sequence[int],
        inputs: Mapping[str, Any],
        sampling: SamplingParameters,
        room: int,
    ) -> None:
        self._model = model
        self._end = end
        self._inputs = inputs
        self._sampling = sampling
        self._room = room
        self.tokens: queue.Queue[object] = queue.Queue()
        self._stopped = threading.Event()
        self._seen_prompt = False
        self._thread = threading.Thread(target=self._generate, name="generation", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the token in hand, and wait for that: the next request needs the model."""
        self._stopped.set()
        self._thread.join()

    def put(self, value: Any) -> None:  # noqa: ANN401 — a tensor, from `generate`
        """For `generate`: a streamer is handed the prompt first, then each token."""
        if self._seen_prompt:
            for token in value.reshape(-1).tolist():
                self.tokens.put(int(token))
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
                self._model.generate(
                    **self._inputs,
                    **generation_arguments(self._sampling, self._end, self._room),
                    logits_processor=penalties(self._sampling, int(self._inputs["input_ids"].shape[1])),
                    stopping_criteria=[self._should_stop],
                    streamer=self,
                )
            self.tokens.put(END)
        except BaseException as error:  # noqa: BLE001 — raised again in the reader's thread
            self.tokens.put(error)


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
