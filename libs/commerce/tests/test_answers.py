from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy_commerce.proofreading.answers import MAX_ANSWER, objects_in

SAID = json.dumps({"title": "red", "more": {"of": "it"}})


@pytest.mark.parametrize(
    "answer",
    [
        SAID,
        f"```json\n{SAID}\n```",
        f"Here: {SAID} Enjoy!",
        f'<think>{{"no": 1}}</think>{SAID}',
        f"{{not {SAID}",
    ],
)
def test_an_object_is_found_with_and_without_what_stands_around_it(answer: str) -> None:
    assert next(objects_in(answer)) == json.loads(SAID)


def test_an_object_within_another_comes_after_it() -> None:
    assert list(objects_in(SAID)) == [json.loads(SAID), {"of": "it"}]


@pytest.mark.parametrize("answer", ["", "[" * 5_000, "{" * 5_000, '{"a":' * 9_000, " " * MAX_ANSWER + SAID])
def test_garbage_holds_no_object_and_raises_nothing(answer: str) -> None:
    assert list(objects_in(answer)) == []


@given(st.text(max_size=300))
def test_no_answer_raises(text: str) -> None:
    for answer in (text, f'{{"title": {text}', json.dumps({"title": text})):
        assert all(isinstance(found, dict) for found in objects_in(answer))
