"""How every subcommand speaks: results to standard output, everything else to standard error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from argosy_local.control import UpFailed
from argosy_local.layout import NotSetUp
from argosy_local.ports import PortTaken
from argosy_local.settings import BadSetting, StackSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

out = Console()
err = Console(stderr=True)


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors a person can do something about into their message and exit code 1."""
    try:
        yield
    except (NotSetUp, PortTaken, BadSetting, UpFailed) as error:
        err.print(str(error), style="red", highlight=False, markup=False)
        raise typer.Exit(1) from error


def settings() -> StackSettings:
    """The environment's settings, or its fault explained."""
    with explained():
        return StackSettings.from_environment()


def failed(message: str, code: int = 1) -> typer.Exit:
    """Say what went wrong; raise what is returned."""
    err.print(message, style="red", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(code)


def shown(text: str) -> str:
    """What somebody else wrote, for a terminal: what would steer it stands there as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
