"""The adapter between Triton and the engines, with a stand-in for Triton's own module."""

from __future__ import annotations

import base64
import io
import json
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image as Pillow

from argosy_engines import triton_tensors as tensors
from argosy_engines.contracts import (
    EngineSpec,
    GenerationRequest,
    LeftOver,
    Translation,
    TranslationRequest,
)
from argosy_engines.errors import InvalidInput
from argosy_engines.triton_adapter import (
    EmbedderModel,
    EraserModel,
    SegmenterModel,
    TaggerModel,
    TextReaderModel,
    TranslatorModel,
)
from argosy_engines.triton_streaming import GeneratorModel

IDENTITY = EngineSpec("translator", "test", "x:Y").identity("e", model="m", revision="r")
PROFILES = Path(__file__).parents[3] / "deploy/triton/profiles"


class Tensor:
    def __init__(self, name: str, array: Any) -> None:
        self.name, self._array = name, array

    def as_numpy(self) -> Any:
        return self._array


class TritonError(Exception):
    INVALID_ARG, INTERNAL = "INVALID_ARG", "INTERNAL"

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Response:
    tensors: Sequence[Tensor]
    error: TritonError | None = None

    def __getitem__(self, name: str) -> Any:
        return next(t.as_numpy() for t in self.tensors if t.name == name)


@dataclass
class Sender:
    sent: list[tuple[Response, int]] = field(default_factory=list)
    cancelled: bool = False

    def send(self, response: Response, flags: int) -> None:
        self.sent.append((response, flags))

    def is_cancelled(self) -> bool:
        return self.cancelled


class Request(dict[str, Any]):
    def __init__(self, **arrays: Any) -> None:
        super().__init__(arrays)
        self.sender = Sender()

    def get_response_sender(self) -> Sender:
        return self.sender


@pytest.fixture(autouse=True)
def pb(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Triton's module, as the stub process has it."""
    module: Any = ModuleType("triton_python_backend_utils")
    module.Tensor, module.TritonError, module.InferenceResponse = Tensor, TritonError, Response
    module.TRITONSERVER_RESPONSE_COMPLETE_FINAL = 1
    module.Logger = type("Logger", (), {"log_error": staticmethod(lambda text: None)})
    module.get_input_tensor_by_name = lambda request, name: (
        Tensor(name, request[name]) if name in request else None
    )
    monkeypatch.setitem(sys.modules, "triton_python_backend_utils", module)
    return cast("ModuleType", module)


def started(model: Any, engine: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    for module in ("triton_adapter", "triton_streaming"):
        monkeypatch.setattr(f"argosy_engines.{module}.build_for_triton", lambda *_: engine)
    model.initialize({"model_repository": "/models/x"})
    return model


def column(*texts: str | bytes) -> Any:
    raw = [t if isinstance(t, bytes) else t.encode() for t in texts]
    return np.array(raw, dtype=np.object_).reshape(-1, 1)


def wanted(text: str | bytes = "红", constraints: str = "{}", **changes: str) -> Request:
    values = {"source": "zh-CN", "target": "es", "register": "title", **changes}
    return Request(
        text=column(text),
        constraints=column(constraints),
        **{name: column(value) for name, value in values.items()},
    )


class Upper:
    identity = IDENTITY

    def translate(self, requests: Sequence[TranslationRequest]) -> list[Translation | Exception]:
        return [
            InvalidInput("target: no")
            if r.target == "xx"
            else Translation(r.text.upper(), 0.5, (LeftOver(r.text, 0, len(r.text)),))
            for r in requests
        ]


def test_each_request_of_a_batch_gets_its_own_answer_or_its_own_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = started(TranslatorModel(), Upper(), monkeypatch)
    two_rows = Request(
        text=column("a", "b"),
        source=column("zh", "zh"),
        target=column("es", "ko"),
        register=column("title", "banner"),
        constraints=column("", '{"max_chars": 3}'),
    )
    responses = model.execute(
        [
            wanted("one"),
            wanted(b"\xff\xfe"),
            wanted("two", target="xx"),
            wanted("three", register="shout"),
            wanted("four", source="'; DROP"),
            wanted("five", constraints="[1]"),
            Request(text=column("x")),
            two_rows,
        ]
    )
    assert responses[0]["translation"].tolist() == [[b"ONE"]]
    assert responses[0]["coverage"].tolist() == [[0.5]]
    assert json.loads(responses[0]["left_over"][0, 0]) == [{"text": "one", "start": 0, "end": 3}]
    assert json.loads(responses[0]["engine"][0, 0])["name"] == "e"
    assert responses[0]["timing"][0, 1] == 3  # what could be read went through together
    said = ["UTF-8", "target", "register", "source", "constraints", "source: missing"]
    for response, words in zip(responses[1:7], said, strict=True):
        assert response.error is not None
        assert response.error.code == TritonError.INVALID_ARG
        assert words in str(response.error)
    assert responses[7]["translation"].tolist() == [[b"A"], [b"B"]]
    assert responses[7]["timing"].shape == (2, 2)


def test_an_engine_that_breaks_answers_internal_and_the_process_lives_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = Upper()
    model = started(TranslatorModel(), engine, monkeypatch)
    monkeypatch.setattr(engine, "translate", lambda requests: 1 / 0)
    (broken,) = model.execute([wanted()])
    assert broken.error.code == TritonError.INTERNAL
    assert "ZeroDivisionError" in str(broken.error)
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("image", "said"),
    [
        (np.zeros((0, 0, 3), np.uint8), "empty"),
        (np.zeros((3, 3, 4), np.uint8), "height, width, 3"),
        (np.zeros((3, 3), np.uint8), "height, width, 3"),
        (np.zeros((3, 3, 3), np.float32), "UINT8"),
        (np.zeros((40_000, 1, 3), np.uint8), "too large"),
        (np.broadcast_to(np.uint8(0), (7000, 7000, 3)), "too large"),
    ],
)
def test_pictures_beyond_the_limits_are_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, image: Any, said: str
) -> None:
    class Never:
        identity = IDENTITY

    model = started(TextReaderModel(), Never(), monkeypatch)
    (response,) = model.execute([Request(image=image)])
    assert response.error.code == TritonError.INVALID_ARG
    assert said in str(response.error)


def test_no_lines_are_tensors_of_length_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    class Blind:
        identity = IDENTITY

        def read(self, image: Any) -> tuple[()]:
            return ()

    model = started(TextReaderModel(), Blind(), monkeypatch)
    (response,) = model.execute([Request(image=np.zeros((2, 2, 3), np.uint8))])
    assert response["quads"].shape == (0, 4, 2)
    assert response["texts"].shape == (0,)
    assert response["confidences"].shape == (0,)


def test_a_mask_of_another_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Never:
        identity = IDENTITY

    model = started(EraserModel(), Never(), monkeypatch)
    image = np.zeros((4, 5, 3), np.uint8)
    (response,) = model.execute([Request(image=image, mask=np.zeros((5, 4), np.uint8))])
    assert "[4, 5]" in str(response.error)


def test_a_matte_comes_with_its_certainty_and_a_hint_may_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from argosy_engines.registry import build  # noqa: PLC0415

    model = started(SegmenterModel(), build("image_segmenter", "embedded", PROFILES), monkeypatch)
    image = np.full((60, 80, 3), 255, np.uint8)
    image[20:40, 20:60] = (200, 30, 40)
    hint = np.zeros((60, 80), np.uint8)
    hint[10:50, 10:70] = 255
    found, hinted, refused = model.execute(
        [Request(image=image), Request(image=image, hint=hint), Request(image=image, hint=hint[:-1])]
    )
    assert (found["matte"] > 127).sum() == pytest.approx(20 * 40, rel=0.1)
    assert found["certainty"].shape == (1,)
    assert np.array_equal(hinted["matte"], hint)
    assert refused.error.code == TritonError.INVALID_ARG
    assert "hint" in str(refused.error)


def test_tags_are_json_and_candidates_are_checked_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from argosy_engines.registry import build  # noqa: PLC0415

    model = started(TaggerModel(), build("image_tagger", "embedded", PROFILES), monkeypatch)
    image = np.full((60, 80, 3), 255, np.uint8)
    image[20:40, 20:60] = (200, 30, 40)
    asked = {"attribute.colour": {"colour.red": "red"}, "attribute.material": {"material.cotton": "cotton"}}
    matte = (image[..., 1] < 200).astype(np.uint8) * 255

    def request(candidates: Any, **more: Any) -> Request:
        return Request(image=image, candidates=column(json.dumps(candidates))[0], **more)

    bad = [
        {}, [], {"attribute.colour": {}}, {"attribute.colour": ["colour.red"]}, {"x": {"y": ""}},
        {"x": {"y": 3}}, {"x" * 300: {"y": "z"}}, {"x": {f"y{i}": "z" for i in range(2001)}},
    ]  # fmt: skip
    answers = model.execute([request(asked), request(asked, matte=matte), *map(request, bad)])
    for answer in answers[:2]:
        tags = json.loads(answer["tags"][0])
        assert [row["value"] for row in tags["scores"]] == ["colour.red"]
        assert tags["unseen"] == [
            {"attribute": "attribute.material", "value": None, "reason": "not_measured"}
        ]
        assert tags["shape"]["aspect"] == pytest.approx(2.0, abs=0.2)
    for answer in answers[2:]:
        assert answer.error.code == TritonError.INVALID_ARG
        assert "candidates" in str(answer.error)
    (broken, wide) = model.execute(
        [Request(image=image, candidates=column("{")[0]), request(asked, matte=matte.T)]
    )
    assert "JSON" in str(broken.error)
    assert "matte" in str(wide.error)


def test_one_text_that_cannot_be_embedded_does_not_spoil_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from argosy_engines.registry import build  # noqa: PLC0415

    model = started(EmbedderModel(), build("text_embedder", "embedded", PROFILES), monkeypatch)
    good = Request(text=column("a", "b"), kind=column("query", "query"))
    bad = Request(text=column("!!!"), kind=column("query"))
    first, second, third = model.execute([good, bad, good])
    assert first["vector"].shape == (2, 512)
    assert second.error.code == TritonError.INVALID_ARG
    assert np.array_equal(third["vector"], first["vector"])


class Counting:
    identity = IDENTITY

    def __init__(self) -> None:
        self.requests: list[GenerationRequest] = []

    def generate(self, request: GenerationRequest, is_cancelled: Callable[[], bool]) -> Iterator[str]:
        self.requests.append(request)
        if "boom" in request.prompt:
            raise ValueError("boom")
        for i in range(request.sampling.max_tokens):
            if is_cancelled():
                return
            yield f"{i} "


def said(request: Request) -> list[tuple[str, int]]:
    return [(r["text_output"][0].decode(), flags) for r, flags in request.sender.sent]


def test_a_stream_sends_new_text_only_and_marks_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    model = started(GeneratorModel(), Counting(), monkeypatch)
    request = Request(
        text_input=column("hi")[0],
        stream=np.array([True]),
        sampling_parameters=column('{"max_tokens": 3}')[0],
    )
    model.execute([request])
    assert said(request) == [("0 ", 0), ("1 ", 0), ("2 ", 1)]


@pytest.mark.parametrize(("exclude", "text"), [(None, "hi0 1 "), (False, "hi0 1 "), (True, "0 1 ")])
def test_without_streaming_one_answer_comes_with_the_prompt_unless_excluded(
    monkeypatch: pytest.MonkeyPatch, exclude: bool | None, text: str
) -> None:
    model = started(GeneratorModel(), Counting(), monkeypatch)
    request = Request(text_input=column("hi")[0], sampling_parameters=column('{"max_tokens": 2}')[0])
    if exclude is not None:
        request["exclude_input_in_output"] = np.array([exclude])
    model.execute([request])
    assert said(request) == [(text, 1)]


def test_a_generation_that_fails_ends_its_own_stream_only(monkeypatch: pytest.MonkeyPatch) -> None:
    model = started(GeneratorModel(), Counting(), monkeypatch)
    requests = [
        Request(text_input=column("")[0]),
        Request(),
        Request(text_input=column("boom")[0]),
        Request(
            text_input=column("x")[0], stream=np.array([True]), exclude_input_in_output=np.array([False])
        ),
        Request(text_input=column("x")[0], image=column("notbase64!")[0]),
        Request(text_input=column("x")[0], image=column(base64.b64encode(b"GIF89a"))[0]),
        Request(text_input=column("fine")[0]),
    ]
    model.execute(requests)
    errors = [request.sender.sent[-1][0].error for request in requests]
    assert [error.code if error else None for error in errors] == [
        "INVALID_ARG", "INVALID_ARG", "INTERNAL", "INVALID_ARG", "INVALID_ARG", "INVALID_ARG", None,
    ]  # fmt: skip
    assert all(request.sender.sent[-1][1] == 1 for request in requests)


class Meeting(Counting):
    """Answers only when three requests are in hand at once."""

    at_once = 3
    decoding = "three at once"

    def __init__(self) -> None:
        super().__init__()
        self.met = threading.Barrier(3)
        self.inside = 0
        self.most_inside = 0
        self.lock = threading.Lock()

    def generate(self, request: GenerationRequest, is_cancelled: Callable[[], bool]) -> Iterator[str]:
        with self.lock:
            self.inside += 1
            self.most_inside = max(self.most_inside, self.inside)
        try:
            self.met.wait(10)
            yield from super().generate(request, is_cancelled)
        finally:
            with self.lock:
                self.inside -= 1


def test_as_many_requests_are_in_hand_as_the_engine_writes_at_once_and_no_more(
    monkeypatch: pytest.MonkeyPatch, pb: Any
) -> None:
    logged: list[str] = []
    pb.Logger.log_info = staticmethod(logged.append)
    engine = Meeting()
    model = started(GeneratorModel(), engine, monkeypatch)
    requests = [
        Request(
            text_input=column(prompt)[0],
            stream=np.array([True]),
            sampling_parameters=column('{"max_tokens": 2}')[0],
        )
        for prompt in ("a", "boom", "b", "c", "d", "boom")
    ]

    for request in requests:
        model.execute([request])
    model.finalize()

    assert logged == ["text_generator: three at once"]
    assert engine.most_inside == 3
    failed = [request.sender.sent[-1][0].error for request in requests]
    assert [error.code if error else None for error in failed] == [
        None,
        "INTERNAL",
        None,
        None,
        None,
        "INTERNAL",
    ]
    assert said(requests[0]) == said(requests[4]) == [("0 ", 0), ("1 ", 1)]
    assert all(request.sender.sent[-1][1] == 1 for request in requests)


def test_pictures_of_a_prompt_are_decoded_and_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def png(width: int, height: int) -> str:
        data = io.BytesIO()
        Pillow.new("L", (width, height)).save(data, "PNG")
        return base64.b64encode(data.getvalue()).decode()

    (image,) = tensors.prompt_images(column(png(4, 2)))
    assert image.shape == (2, 4, 3)
    with pytest.raises(InvalidInput, match="too large"):
        tensors.prompt_images(column(png(8000, 8000)))
    with pytest.raises(InvalidInput, match="limit is 8"):
        tensors.prompt_images(column(*[png(1, 1)] * 9))


def test_texts_beyond_the_limit_are_refused_before_they_are_decoded() -> None:
    with pytest.raises(InvalidInput, match="limit"):
        tensors.texts("text", column("x" * 100_000))
    with pytest.raises(InvalidInput, match="limit"):
        tensors.texts("text", column("红" * 20_001))
