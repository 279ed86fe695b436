"""vLLM's sampling parameters, read strictly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_engines.contracts import SamplingParameters
from argosy_engines.errors import InvalidInput
from argosy_engines.sampling import read_sampling_parameters


def test_nothing_given_means_vllms_defaults() -> None:
    assert read_sampling_parameters(None) == SamplingParameters()
    assert read_sampling_parameters("{}") == SamplingParameters()


def test_numbers_may_come_as_texts_as_vllms_backend_takes_them() -> None:
    read = read_sampling_parameters('{"temperature": "0.5", "max_tokens": "7", "stop": "\\n"}')
    assert (read.temperature, read.max_tokens, read.stop) == (0.5, 7, ("\n",))


@pytest.mark.parametrize(
    "raw",
    [
        "nonsense",
        "[1]",
        "[" * 10_000,
        '{"max_tokens": 0}',
        '{"max_tokens": 1.5}',
        '{"max_tokens": true}',
        '{"max_tokens": 1e400}',
        '{"temperature": "hot"}',
        '{"temperature": NaN}',
        '{"temperature": -1}',
        '{"top_p": 0}',
        '{"top_k": 99999999999999999999999}',
        '{"stop": [""]}',
        '{"stop": {"a": 1}}',
        '{"stop": ["a", 1]}',
        '{"seed": -1}',
        '{"seed": "٣"}',
        '{"ignore_eos": 1}',
        '{"min_tokens": 5, "max_tokens": 2}',
        '{"logits_processors": ["os.system"]}',
    ],
)
def test_what_is_wrong_is_refused_by_name(raw: str) -> None:
    with pytest.raises(InvalidInput, match="sampling_parameters"):
        read_sampling_parameters(raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
names = st.sampled_from(list(SamplingParameters.__dataclass_fields__)) | st.text(max_size=5)


@given(st.dictionaries(names, json_values, max_size=4))
def test_any_json_is_either_read_within_the_limits_or_refused(given_json: dict[str, object]) -> None:
    try:
        read = read_sampling_parameters(json.dumps(given_json))
    except InvalidInput:
        return
    assert 1 <= read.max_tokens <= 8192
    assert 0 <= read.temperature <= 100
    assert 0 < read.top_p <= 1
    assert all(isinstance(stop, str) and stop for stop in read.stop)
