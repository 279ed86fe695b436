"""Images as buildah keeps them: what they say of themselves, and their files."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Image:
    """Its files, mounted, and what it says of how it is run."""

    name: str
    root: Path
    environment: dict[str, str]
    entrypoint: list[str]
    arguments: list[str]
    folder: str
    user: str

    def packages(self) -> Path:
        """Where its Python packages are."""
        (found,) = self.root.glob("opt/argosy/lib/python3*/site-packages")
        return found


def present() -> set[str]:
    """Names of the images here, `argosy/tier:0.1.0`, without the registry; none without buildah."""
    if shutil.which("buildah") is None:
        return set()
    listed = json.loads(_buildah("images", "--json") or "[]")
    return {name.partition("/")[2] for image in listed or () for name in image.get("names") or ()}


@contextmanager
def mounted(name: str) -> Iterator[Image]:
    """The image's files, as long as one is inside; what is written over them is thrown away."""
    container = _buildah("from", "--pull-never", f"localhost/{name}")
    try:
        said: dict[str, Any] = json.loads(_buildah("inspect", container))["OCIv1"]["config"]
        yield Image(
            name=name,
            root=Path(_buildah("mount", container)),
            environment=dict(row.split("=", 1) for row in said["Env"]),
            entrypoint=said.get("Entrypoint") or [],
            arguments=said.get("Cmd") or [],
            folder=said["WorkingDir"],
            user=said["User"],
        )
    finally:
        _buildah("rm", container)


def _buildah(*words: str) -> str:
    done = subprocess.run(  # noqa: S603 — a fixed program, no shell
        ["buildah", *words],  # noqa: S607 — wherever the distribution put it
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"buildah {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()
