"""What `argosy status` says of a state: health is never better than the processes are."""

from __future__ import annotations

import io
import os
from pathlib import Path

from rich.console import Console

from argosy_local.commands.table import healthy, problems, shown_status, stack_table
from argosy_local.state import PartState, StackState, process_started


def a_state(tmp_path: Path, *, supervised: bool = True, **part: object) -> StackState:
    row = PartState(name="triton", status="ready", address="127.0.0.1:20003")
    for name, value in part.items():
        setattr(row, name, value)
    return StackState(
        home=str(tmp_path),
        status="ready",
        supervisor_pid=os.getpid() if supervised else 0,
        supervisor_started=process_started(os.getpid()) if supervised else 0.0,
        parts={"triton": row},
    )


def test_all_that_serves_is_healthy(tmp_path: Path) -> None:
    state = a_state(tmp_path, detail={"translator": "ready"})
    assert healthy(state)
    assert problems(state) == []


def test_a_model_that_failed_is_a_problem_and_not_healthy(tmp_path: Path) -> None:
    state = a_state(tmp_path, detail={"translator": "failed: no weights"})
    assert not healthy(state)
    assert problems(state) == ["triton: translator: failed: no weights"]


def test_a_mended_part_is_healthy_and_its_last_error_is_still_shown(tmp_path: Path) -> None:
    state = a_state(tmp_path, restarts=1, last_error="triton ended by SIGKILL")
    assert healthy(state)
    assert problems(state) == ["triton: last error: triton ended by SIGKILL"]


def test_without_its_supervisor_nothing_is_called_ready(tmp_path: Path) -> None:
    state = a_state(tmp_path, supervised=False, pid=os.getpid(), process_started=1.0)
    assert not healthy(state)
    assert shown_status(state, state.parts["triton"]) == "gone"
    state.parts["triton"].process_started = process_started(os.getpid())
    assert shown_status(state, state.parts["triton"]) == "unsupervised"


def test_a_part_elsewhere_is_external_and_counts_as_serving(tmp_path: Path) -> None:
    assert healthy(a_state(tmp_path, status="external"))


def test_the_table_names_address_memory_and_log(tmp_path: Path) -> None:
    state = a_state(tmp_path, pid=os.getpid(), log="/logs/triton.log", mended=2)
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(stack_table(state))
    text = console.export_text()
    assert "127.0.0.1:20003" in text
    assert "/logs/triton.log" in text
    assert "(+2 mended)" in text
    assert " MB" in text
