"""Steps that say what they do, run once per input, and name the remedy when they cannot."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / ".cache"
TOOLS = ROOT / ".tools"


class Missing(Exception):
    """Something the machine lacks and this program cannot install; the message says what to do."""


def say(line: str) -> None:
    """One line for the person who waits."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def digest(parts: Iterable[Path | str]) -> str:
    """A digest of files (their contents) and strings, in the order given."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part.encode()
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


@contextmanager
def step(title: str, stamp: Path, made_from: Iterable[Path | str]) -> Iterator[bool]:
    """Yield whether the work is to be done; stamp it when the body ends without an error."""
    wanted = digest(made_from)
    if stamp.is_file() and stamp.read_text() == wanted:
        say(f"  ready  {title}")
        yield False
        return
    say(f"  make   {title} ...")
    stamp.unlink(missing_ok=True)
    began = time.monotonic()
    yield True
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
    say(f"  done   {title} ({time.monotonic() - began:.0f} s)")


def run(
    command: Sequence[str | Path],
    *,
    remedy: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    quiet: bool = True,
) -> str:
    """Run a command and return its standard output; `Missing` with its last lines if it fails."""
    try:
        done = subprocess.run(  # noqa: S603 — fixed commands, no shell
            [str(word) for word in command],
            cwd=cwd,
            env=dict(env) if env is not None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if quiet else None,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Missing(f"{command[0]} is not installed. {remedy}") from error
    if done.returncode != 0:
        lines = ((done.stderr or "") + (done.stdout or "")).strip().splitlines()
        tail = "\n    ".join(lines[-15:])
        words = " ".join(str(word) for word in command[:6])
        raise Missing(f"`{words} ...` failed (exit {done.returncode}):\n    {tail}\n{remedy}")
    return done.stdout
