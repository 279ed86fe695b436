"""Which ports the stack listens on: the user's where fixed, else free ones."""

from __future__ import annotations

import random
import socket
from collections.abc import Mapping

import psutil

from argosy_local.settings import port_variable

LOOPBACK = "127.0.0.1"
# Below the range from which Linux takes ports for outgoing connections (32768 and up): a part that is
# down for a while must not find its port taken by somebody's client socket when it comes back.
_FIRST, _LAST = 20_000, 32_000
_ATTEMPTS = 200


class PortTaken(RuntimeError):
    """A port the user fixed is in use; the message says by whom and how to change it."""


class PortPlan:
    """Hands out one port per name and gives the same one again for the same name."""

    def __init__(
        self,
        fixed: Mapping[str, int] | None = None,
        preferred: Mapping[str, int] | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self._fixed = dict(fixed or {})
        self._preferred = dict(preferred or {})
        # not for secrets: stacks that start at the same moment should seldom try the same port
        self._chance = chance or random.Random()  # noqa: S311
        self._chosen: dict[str, int] = {}

    @property
    def chosen(self) -> dict[str, int]:
        """Every port handed out so far, by name."""
        return dict(self._chosen)

    def port(self, name: str) -> int:
        """The port called `name`; `PortTaken` where the user fixed one that is in use."""
        if name not in self._chosen:
            self._chosen[name] = self._choose(name)
        return self._chosen[name]

    def another(self, name: str) -> int:
        """A new port for `name`, for when somebody took the old one before it was bound."""
        self._preferred.pop(name, None)
        self._chosen.pop(name, None)
        return self.port(name)

    def _choose(self, name: str) -> int:
        if name in self._fixed:
            port = self._fixed[name]
            if port in self._chosen.values():
                raise PortTaken(f"{port_variable(name)}={port} is given to two parts; change one")
            if not is_free(port):
                raise PortTaken(
                    f"port {port} for {name} is taken by {holder(port)}; end that, set "
                    f"{port_variable(name)} to another port, or unset it for a free one"
                )
            return port
        preferred = self._preferred.get(name)
        if preferred and self._usable(preferred):
            return preferred
        for _ in range(_ATTEMPTS):
            port = self._chance.randint(_FIRST, _LAST)
            if self._usable(port):
                return port
        raise PortTaken(f"no free port between {_FIRST} and {_LAST} was found for {name}")

    def _usable(self, port: int) -> bool:
        return port not in self._chosen.values() and port not in self._fixed.values() and is_free(port)


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback interface now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # as servers do: a port in TIME_WAIT from the stack's own last run is free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def is_listening(port: int) -> bool:
    """Whether somebody accepts connections on this port of the loopback interface."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((LOOPBACK, port)) == 0


def holder(port: int) -> str:
    """Who listens on a port, in words, as far as this user may see."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return "another process (not visible to this user)"
    for connection in connections:
        if connection.status == psutil.CONN_LISTEN and connection.laddr[1:] == (port,):
            if connection.pid is None:
                break
            try:
                process = psutil.Process(connection.pid)
                return f"process {connection.pid} ({' '.join(process.cmdline())[:80]})"
            except psutil.Error:
                return f"process {connection.pid}"
    return "another process (not visible to this user)"
