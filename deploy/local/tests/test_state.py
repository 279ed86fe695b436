"""The state file: whole or not at all, and never believed about a process that is another."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from argosy_local.state import PartState, StackState, is_alive, process_started


def a_state(home: Path) -> StackState:
    part = PartState(name="kafka", status="ready", address="127.0.0.1:20001", ports={"kafka": 20_001}, pid=7)
    return StackState(home=str(home), status="ready", supervisor_pid=8, parts={"kafka": part})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    state = a_state(tmp_path)
    state.write(tmp_path / "state.json")
    assert StackState.read(tmp_path / "state.json") == state
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"home": "x"}', '{"home": "x", "parts": {"kafka": {"colour": "red"}}}'],
)
def test_a_file_that_is_no_state_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    assert StackState.read(tmp_path / "state.json") is None


def test_no_file_is_no_state(tmp_path: Path) -> None:
    assert StackState.read(tmp_path / "state.json") is None


def test_a_process_is_known_by_its_id_and_its_start() -> None:
    started = process_started(os.getpid())
    assert is_alive(os.getpid(), started)
    assert not is_alive(os.getpid(), started - 100)  # the id was given anew
    assert not is_alive(None, None)


def test_a_state_without_a_supervisor_is_not_alive(tmp_path: Path) -> None:
    assert not a_state(tmp_path).supervisor_alive
