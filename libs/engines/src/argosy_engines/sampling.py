"""`sampling_parameters` of Triton's vLLM backend: a JSON object with vLLM's own names."""

from __future__ import annotations

import json
from typing import Any

from argosy_engines.contracts import SamplingParameters
from argosy_engines.errors import InvalidInput

MAX_TOKENS = 8192
MAX_STOPS = 16
MAX_STOP_CHARS = 256
MAX_JSON_CHARS = 16_384

# name -> (type, lowest, highest); the limits are those vLLM's SamplingParams._verify_args states
# (github.com/vllm-project/vllm, vllm/sampling_params.py), with a cap where it has none.
_NUMBERS: dict[str, tuple[type, float, float]] = {
    "max_tokens": (int, 1, MAX_TOKENS),
    "min_tokens": (int, 0, MAX_TOKENS),
    "temperature": (float, 0.0, 100.0),
    "top_p": (float, 1e-6, 1.0),
    "top_k": (int, -1, 1_000_000),
    "min_p": (float, 0.0, 1.0),
    "repetition_penalty": (float, 1e-2, 10.0),
    "presence_penalty": (float, -2.0, 2.0),
    "frequency_penalty": (float, -2.0, 2.0),
}
_FLAGS = {"include_stop_str_in_output", "ignore_eos", "skip_special_tokens"}


def read_sampling_parameters(raw: str | None) -> SamplingParameters:
    """Read vLLM-style sampling parameters; None or "" gives vLLM's defaults.

    vLLM's backend takes numbers as JSON numbers or as strings ("0.7"); both are taken here.
    Raises `InvalidInput` naming the parameter; unknown names are refused, as vLLM does.
    """
    if not raw:
        return SamplingParameters()
    if len(raw) > MAX_JSON_CHARS:
        raise InvalidInput(f"sampling_parameters: longer than {MAX_JSON_CHARS} characters")
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"sampling_parameters: not JSON ({error})") from error
    if not isinstance(given, dict):
        raise InvalidInput("sampling_parameters: must be a JSON object")
    read: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        if name in _NUMBERS:
            read[name] = _number(name, value)
        elif name in _FLAGS:
            read[name] = _flag(name, value)
        elif name == "stop":
            read[name] = _stops(value)
        elif name == "seed":
            read[name] = _whole("seed", value, 0, 2**63 - 1)
        else:
            known = sorted({*_NUMBERS, *_FLAGS, "stop", "seed"})
            raise InvalidInput(f"sampling_parameters: unknown {name[:80]!r}; known are {known}")
    parameters = SamplingParameters(**read)
    if parameters.min_tokens > parameters.max_tokens:
        raise InvalidInput("sampling_parameters: min_tokens is greater than max_tokens")
    return parameters


def _number(name: str, value: object) -> float | int:
    kind, lowest, highest = _NUMBERS[name]
    if kind is int:
        return _whole(name, value, int(lowest), int(highest))
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise InvalidInput(f"sampling_parameters: {name} must be a number")
    try:
        number = float(value)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(f"sampling_parameters: {name} must be a number") from error
    if not lowest <= number <= highest:  # refuses NaN too
        raise InvalidInput(f"sampling_parameters: {name} must be in {lowest:g}..{highest:g}")
    return number


def _whole(name: str, value: object, lowest: int, highest: int) -> int:
    if isinstance(value, str) and len(value) <= 20 and value.isascii() and value.lstrip("-").isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise InvalidInput(f"sampling_parameters: {name} must be a whole number in {lowest}..{highest}")
    return value


def _flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise InvalidInput(f"sampling_parameters: {name} must be true or false")


def _stops(value: object) -> tuple[str, ...]:
    stops = [value] if isinstance(value, str) else value
    if (
        not isinstance(stops, list)
        or len(stops) > MAX_STOPS
        or not all(isinstance(s, str) and 0 < len(s) <= MAX_STOP_CHARS for s in stops)
    ):
        raise InvalidInput(
            f"sampling_parameters: stop must be a text or up to {MAX_STOPS} texts of "
            f"1..{MAX_STOP_CHARS} characters"
        )
    return tuple(stops)
