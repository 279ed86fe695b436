"""What a stack writes below its home, and how all of it is removed again."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import suppress
from pathlib import Path

STATE_FILE = "state.json"
_OWN_DIRECTORIES = ("data", "blobs", "logs", "run", "demo")
LOCK_FILE = "lock"
_OWN_FILES = (STATE_FILE, LOCK_FILE)


class AlreadyRunning(RuntimeError):
    """Another supervisor holds this home."""


class HomeLock:
    """One supervisor per home; the kernel gives the lock back when its holder dies."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._path = home / LOCK_FILE

    def __enter__(self) -> None:
        self._file = self._path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise AlreadyRunning(
                f"a stack is already up in {self._path.parent}; `argosy status` shows it, "
                "`argosy down` ends it, ARGOSY_HOME gives a second one its own place"
            ) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def __exit__(self, *_: object) -> None:
        self._path.unlink(missing_ok=True)
        self._file.close()


def lock_holder(home: Path) -> int | None:
    """The process that holds a home, also before it has written any state; None if nobody does."""
    try:
        with (home / LOCK_FILE).open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                text = file.read()
                return int(text) if text.isdecimal() else None
    except FileNotFoundError:
        return None
    return None


def remove_data(home: Path) -> None:
    """Remove what a stack writes below its home, and the home itself if nothing else is in it."""
    for name in _OWN_DIRECTORIES:
        shutil.rmtree(home / name, ignore_errors=True)
    for name in _OWN_FILES:
        (home / name).unlink(missing_ok=True)
    with suppress(OSError):
        home.rmdir()
