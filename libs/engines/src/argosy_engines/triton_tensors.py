"""From a Triton request's tensors to values and back, with the limits that keep a model alive.

Pure numpy: the adapter hands in arrays and gets arrays, so all of this is tested without Triton.
Every refusal is an `InvalidInput` that names the tensor and the rule.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from argosy_engines.contracts import (
    Alpha,
    Candidates,
    Constraints,
    EngineIdentity,
    Image,
    LeftOver,
    Mask,
    Tagging,
    TermConstraint,
    TextLine,
)
from argosy_engines.errors import InvalidInput

MAX_TEXT_CHARS = 20_000
"""Of one text: a long product description; a batch of 32 of them is still seconds of work."""
MAX_PROMPT_CHARS = 200_000
MAX_CONSTRAINTS = 2_000
MAX_CANDIDATES = 2_000
MAX_CANDIDATES_CHARS = 200_000
MAX_ID = 200
MAX_WORDS = 200
MAX_SIDE = 32_768
"""Detail pictures are narrow and very tall; OpenCV's remapping ends at 32767 anyway."""
MAX_PIXELS = 40_000_000
"""A 36-megapixel photograph passes; the arrays an engine makes from it are several times that."""
MAX_PROMPT_IMAGES = 8
MAX_IMAGE_BYTES = 20_000_000

_REGISTERS = ("title", "bullet", "sentence", "reply", "banner")
_KINDS = ("query", "passage")
Strings = npt.NDArray[np.object_]


def texts(name: str, tensor: npt.NDArray[Any], *, longest: int = MAX_TEXT_CHARS) -> list[str]:
    """The texts of a BYTES tensor, flattened. UTF-8, each at most `longest` characters."""
    read = []
    for i, value in enumerate(tensor.reshape(-1).tolist()):
        raw = value if isinstance(value, bytes) else str(value).encode()
        if len(raw) > 4 * longest:
            raise InvalidInput(f"{name}[{i}]: {len(raw)} bytes; the limit is {longest} characters")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"{name}[{i}]: not UTF-8 at byte {error.start}") from error
        if len(text) > longest:
            raise InvalidInput(f"{name}[{i}]: {len(text)} characters; the limit is {longest}")
        read.append(text)
    return read


def language(name: str, tag: str) -> str:
    """A BCP 47 tag that looks like one: letters, digits, hyphens; at most 35 characters."""
    parts = tag.split("-")
    if not (
        0 < len(tag) <= 35
        and tag.isascii()
        and 2 <= len(parts[0]) <= 8
        and parts[0].isalpha()
        and all(part.isalnum() and len(part) <= 8 for part in parts)
    ):
        raise InvalidInput(f"{name}: {tag[:40]!r} is not a BCP 47 language tag such as 'zh-CN'")
    return tag


def one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise InvalidInput(f"{name}: {value[:40]!r} is not one of {', '.join(allowed)}")
    return value


def register(value: str) -> Any:  # noqa: ANN401 — a Literal, checked here
    return one_of("register", value, _REGISTERS)


def embedding_kind(value: str) -> Any:  # noqa: ANN401 — a Literal, checked here
    return one_of("kind", value, _KINDS)


def constraints(raw: str) -> Constraints:
    """The `constraints` JSON; "" and "{}" mean none."""
    if not raw:
        return Constraints()
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"constraints: not JSON ({error})") from error
    if not isinstance(given, dict):
        raise InvalidInput("constraints: must be a JSON object")
    if unknown := sorted(set(given) - {"terms", "keep", "max_chars", "category"}):
        raise InvalidInput(f"constraints: unknown keys {unknown}; known: terms, keep, max_chars, category")
    terms, keep = given.get("terms") or [], given.get("keep") or []
    if not isinstance(terms, list) or not isinstance(keep, list):
        raise InvalidInput("constraints: terms and keep must be lists")
    if len(terms) + len(keep) > MAX_CONSTRAINTS:
        raise InvalidInput(f"constraints: more than {MAX_CONSTRAINTS} terms and keep-words")
    longest = given.get("max_chars")
    if longest is not None and (not isinstance(longest, int) or isinstance(longest, bool) or longest < 1):
        raise InvalidInput("constraints: max_chars must be a whole number of at least 1, or null")
    category = given.get("category")
    return Constraints(
        terms=tuple(_term(i, term) for i, term in enumerate(terms)),
        keep=tuple(_word(f"keep[{i}]", word) for i, word in enumerate(keep)),
        max_chars=longest,
        category=None if category is None else _word("category", category),
    )


def _term(i: int, term: object) -> TermConstraint:
    if not isinstance(term, dict) or set(term) != {"source", "target"}:
        raise InvalidInput(f'constraints: terms[{i}] must be {{"source": "..", "target": ".."}}')
    source = _word(f"terms[{i}].source", term["source"])
    return TermConstraint(source, _word(f"terms[{i}].target", term["target"]))


def _word(where: str, word: object) -> str:
    if not isinstance(word, str) or not 0 < len(word) <= 500:
        raise InvalidInput(f"constraints: {where} must be a text of 1..500 characters")
    return word


def image(tensor: npt.NDArray[Any]) -> Image:
    """`image` as `[height, width, 3]` of uint8, its size within the limits."""
    if tensor.dtype != np.uint8:
        raise InvalidInput(f"image: needs UINT8, not {tensor.dtype}")
    if tensor.ndim != 3 or tensor.shape[2] != 3:
        raise InvalidInput(f"image: needs shape [height, width, 3] (RGB), not {list(tensor.shape)}")
    _size("image", tensor.shape[0], tensor.shape[1])
    return np.ascontiguousarray(tensor)


def mask(tensor: npt.NDArray[Any], of: Image) -> Mask:
    """`mask` as `[height, width]` of uint8, the size of `of`."""
    return _plane("mask", tensor, of)


def alpha(name: str, tensor: npt.NDArray[Any] | None, of: Image) -> Alpha | None:
    """`hint` or `matte`, the size of `of`; None where it was not sent."""
    return None if tensor is None else _plane(name, tensor, of)


def _plane(name: str, tensor: npt.NDArray[Any], of: Image) -> npt.NDArray[np.uint8]:
    if tensor.dtype != np.uint8:
        raise InvalidInput(f"{name}: needs UINT8, not {tensor.dtype}")
    if tensor.shape != of.shape[:2]:
        raise InvalidInput(f"{name}: needs the image's size {list(of.shape[:2])}, not {list(tensor.shape)}")
    return np.ascontiguousarray(tensor)


def candidates(tensor: npt.NDArray[Any]) -> Candidates:
    """The `candidates` JSON: `{attribute: {concept id: words}}`, at least one of each."""
    given = texts("candidates", tensor, longest=MAX_CANDIDATES_CHARS)
    if len(given) != 1:
        raise InvalidInput(f"candidates: needs one JSON object, not {len(given)} texts")
    try:
        read = json.loads(given[0])
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"candidates: not JSON ({error})") from error
    if not isinstance(read, dict) or not read:
        raise InvalidInput('candidates: must be {"attribute": {"value id": "words", ...}, ...}')
    for attribute, values in read.items():
        if not 0 < len(attribute) <= MAX_ID or not isinstance(values, dict) or not values:
            raise InvalidInput(
                f"candidates: {attribute[:40]!r} must have at least one value, each with its words"
            )
        for value, words in values.items():
            if (
                not 0 < len(value) <= MAX_ID
                or not isinstance(words, str)
                or not 0 < len(words.strip()) <= MAX_WORDS
            ):
                raise InvalidInput(
                    f"candidates: {attribute[:40]!r}, {value[:40]!r}: needs an id of 1..{MAX_ID} and "
                    f"words of 1..{MAX_WORDS} characters"
                )
    if (count := sum(map(len, read.values()))) > MAX_CANDIDATES:
        raise InvalidInput(f"candidates: {count} values; the limit is {MAX_CANDIDATES}")
    return {attribute: dict(values) for attribute, values in read.items()}


def tags_json(tagging: Tagging) -> str:
    """The `tags` output: the fields of `contracts.Tagging`."""
    return json.dumps(asdict(tagging), ensure_ascii=False)


def _size(name: str, height: int, width: int) -> None:
    if height < 1 or width < 1:
        raise InvalidInput(f"{name}: empty ({width}x{height})")
    if max(height, width) > MAX_SIDE or height * width > MAX_PIXELS:
        raise InvalidInput(
            f"{name}: {width}x{height} is too large; the limits are {MAX_SIDE} pixels a side and "
            f"{MAX_PIXELS} in all"
        )


def prompt_images(tensor: npt.NDArray[Any]) -> tuple[Image, ...]:
    """The base64 pictures of a generation request, decoded to RGB, bombs refused."""
    raws = tensor.reshape(-1).tolist()
    if len(raws) > MAX_PROMPT_IMAGES:
        raise InvalidInput(f"image: {len(raws)} pictures; the limit is {MAX_PROMPT_IMAGES}")
    return tuple(_decoded(f"image[{i}]", raw) for i, raw in enumerate(raws))


def _decoded(where: str, raw: bytes) -> Image:
    if len(raw) > MAX_IMAGE_BYTES * 4 // 3 + 4:
        raise InvalidInput(f"{where}: larger than {MAX_IMAGE_BYTES} bytes")
    try:
        data = base64.b64decode(raw, validate=True)
        with Pillow.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            _size(where, picture.height, picture.width)  # the header, before any pixel is made
            return np.asarray(picture.convert("RGB"), np.uint8)
    except InvalidInput:
        raise
    except UnidentifiedImageError as error:
        raise InvalidInput(f"{where}: not a JPEG, PNG or WebP picture in base64") from error
    except (
        OSError, ValueError, SyntaxError, binascii.Error, Pillow.DecompressionBombError,
        Pillow.DecompressionBombWarning,
    ) as error:  # fmt: skip
        raise InvalidInput(f"{where}: not a JPEG, PNG or WebP picture in base64 ({error})") from error


def strings(values: Sequence[str], shape: tuple[int, ...] | None = None) -> Strings:
    """Texts as a BYTES tensor; `shape` defaults to `[len(values)]`."""
    tensor = np.array([value.encode("utf-8", "replace") for value in values], dtype=np.object_)
    return tensor.reshape(shape or (len(values),))


def engine_json(identity: EngineIdentity) -> str:
    return json.dumps(asdict(identity), ensure_ascii=False)


def left_over_json(left_over: Sequence[LeftOver]) -> str:
    return json.dumps([asdict(span) for span in left_over], ensure_ascii=False)


def lines_tensors(lines: Sequence[TextLine]) -> dict[str, npt.NDArray[Any]]:
    """`quads`, `texts` and `confidences`; zero lines give tensors of length 0."""
    quads = np.zeros((len(lines), 4, 2), np.float32)
    for row, line in zip(quads, lines, strict=True):
        row[:] = line.quad
    return {
        "quads": quads,
        "texts": strings([line.text for line in lines]),
        "confidences": np.array([line.confidence for line in lines], np.float32),
    }
