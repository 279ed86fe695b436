"""Answers written side by side: each in a row of one `StaticStep`, joining and leaving as they come and end.

One thread runs the model while there is anything to write. A prompt that another row began with is not read
again: the samples of one prompt read it once.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from argosy_engines.contracts import SamplingParameters
from argosy_engines.scale_drawing import Drawing
from argosy_engines.scale_static_step import ReadPrompt, StaticStep, read_prompt

END = object()


@dataclass(slots=True, eq=False)
class Answer:
    """One answer on its way; tokens are put into `tokens`, then `END` or what went wrong."""

    inputs: Mapping[str, Any]
    sampling: SamplingParameters
    room: int
    tokens: queue.Queue[object] = field(default_factory=queue.Queue)
    is_left: bool = False
    """Nobody reads it any more."""
    drawing: Drawing | None = None
    written: int = 0

    def stop(self) -> None:
        """Nobody reads on. Its row is free after the token in hand; nothing need wait for that."""
        self.is_left = True


class SideBySide:
    """Writes as many answers at once as its step has rows; the others wait their turn."""

    def __init__(self, model: Any, step: StaticStep, end: Sequence[int]) -> None:  # noqa: ANN401 — transformers' own
        self._model = model
        self._step = step
        self._end = tuple(end)
        self._lock = threading.Lock()
        self._waiting: deque[Answer] = deque()
        self._is_running = False
        # Below: for the running thread alone.
        self._rows: list[Answer | None] = [None] * step.rows
        self._read: list[ReadPrompt | None] = [None] * step.rows

    @property
    def at_once(self) -> int:
        return self._step.rows

    def begin(self, inputs: Mapping[str, Any], sampling: SamplingParameters, room: int) -> Answer:
        """An answer to a prompt, of at most `room` tokens."""
        answer = Answer(inputs, sampling, room)
        with self._lock:
            self._waiting.append(answer)
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, name="generation", daemon=True).start()
        return answer

    def _run(self) -> None:
        with torch.inference_mode():
            while self._take_in():
                self._write()

    def _take_in(self) -> bool:
        """Seat those who wait; whether there is anything to write."""
        for left, answer in enumerate(self._rows):
            if answer is not None and answer.is_left:
                self._leave(left)
        while (row := self._free_row()) is not None:
            with self._lock:
                answer = self._waiting.popleft() if self._waiting else None
                if answer is None:
                    self._is_running = any(self._rows)
                    return self._is_running
            if not answer.is_left:
                self._seat(row, answer)
        return True

    def _free_row(self) -> int | None:
        return next((row for row, answer in enumerate(self._rows) if answer is None), None)

    def _seat(self, row: int, answer: Answer) -> None:
        """Read the prompt into the row and write the first token."""
        try:
            self._read[row] = read = self._seated(row, answer)
            answer.drawing = Drawing(answer.sampling, answer.inputs["input_ids"], answer.room, self._end)
            self._rows[row] = answer
            self._hand_over([(row, answer, self._drawn(row, answer, read.scores))])
        except Exception as error:  # noqa: BLE001 — raised again in the reader's thread
            self._rows[row] = answer
            self._leave(row, error)

    def _seated(self, row: int, answer: Answer) -> ReadPrompt:
        for other, read in enumerate(self._read):
            if read is not None and read.is_of(answer.inputs):
                self._read[row] = None  # until all of it lies there
                self._step.seat_beside(row, other, read)
                return read
        self._read[row] = None
        read = read_prompt(self._model, answer.inputs)
        self._step.seat(row, read)
        return read

    def _write(self) -> None:
        """One more token in each row in use."""
        rows = [(row, answer) for row, answer in enumerate(self._rows) if answer is not None]
        try:
            # Tokens in a row's cache after this step: the prompt's, and all written but the one to come.
            reach = max(int(answer.inputs["input_ids"].shape[1]) + answer.written for _, answer in rows)
            scores = self._step.scores(reach)
            self._hand_over([(r, a, self._drawn(r, a, scores[r : r + 1])) for r, a in rows])
        except Exception as error:  # noqa: BLE001 — likewise
            for row, _ in rows:
                self._leave(row, error)

    def _drawn(self, row: int, answer: Answer, scores: torch.Tensor) -> torch.Tensor:
        assert answer.drawing is not None  # noqa: S101 — of a row in use
        token = answer.drawing.next(scores)
        self._step.draw(row, token)
        return token

    def _hand_over(self, drawn: Sequence[tuple[int, Answer, torch.Tensor]]) -> None:
        # In one go: each number fetched alone waits for the GPU.
        numbers = torch.cat([token for _, _, token in drawn]).tolist()
        for (row, answer, _), number in zip(drawn, numbers, strict=True):
            answer.written += 1
            answer.tokens.put(number)
            is_end = number in self._end and not answer.sampling.ignore_eos
            if is_end or answer.written == answer.room:
                self._leave(row)

    def _leave(self, row: int, error: BaseException | None = None) -> None:
        answer = self._rows[row]
        self._rows[row] = None
        self._step.rest(row)
        if answer is not None:
            answer.tokens.put(error or END)
