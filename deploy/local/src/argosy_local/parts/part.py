"""What the supervisor needs to know of a part."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Protocol

from argosy_local.process import Command


class NotReady(RuntimeError):
    """The part does not serve yet; the message says what was tried and what came back."""


class Unhealthy(RuntimeError):
    """The process runs and does not serve: it is to be restarted. The message says why."""


class Part(Protocol):
    """One process of the stack.

    `prepare` writes configuration (it may run before every start); `check_ready` does a real piece of
    work and raises `NotReady`; `watch` is called over and over once ready and raises `Unhealthy` for a
    restart (it may also mend the part itself and say so with `mended`); `clean_up` removes what a
    process that ended left outside the stack's directory.
    """

    name: str
    start_timeout_s: float
    watch_every_s: float

    @property
    def address(self) -> str: ...
    @property
    def ports(self) -> Mapping[str, int]: ...
    @property
    def detail(self) -> Mapping[str, str]: ...
    @property
    def mended(self) -> int: ...
    def prepare(self) -> None: ...
    def choose_other_ports(self) -> None: ...
    def command(self) -> Command: ...
    async def check_ready(self, pid: int) -> None: ...
    async def watch(self, pid: int) -> None: ...
    def clean_up(self) -> None: ...


def plain_environment(*names: str) -> dict[str, str]:
    """The few variables of ours that a server which is not Argosy's own should see."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME", "USER", *names)
    return {name: os.environ[name] for name in kept if name in os.environ}
