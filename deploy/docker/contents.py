"""What one image holds, of the lock and of Debian: only what its packages ask for.

    python3 contents.py --lock main --to /contents services/listing-localizer

writes requirements.txt (that part of requirements/main.lock, with its hashes), packages.txt (folders of our
own packages), debian.txt (Debian packages), dpkg.cfg (which of their files are kept) and entry (what starts
it). The lock says behind each package who asked for it (`# via`): no index is asked, no version chosen here.
Standard library only: it runs in the image's build, before any environment exists.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FONTS = "/usr/share/fonts"
_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[([^\]]*)\])?")


class NotInLock(Exception):
    """A package is asked for that the lock does not have."""


@dataclass
class Contents:
    """Names as the lock spells them; files by name."""

    requirements: list[str] = field(default_factory=list)
    packages: list[Path] = field(default_factory=list)
    debian: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)


def contents(lock: str, wanted: Iterable[str], extras: Iterable[str] = (), root: Path = ROOT) -> Contents:
    """What an image of these of our packages (`services/cs-agent`) holds.

    Raises:
        NotInLock: naming the package that `make lock` has not seen yet.
    """
    projects = _projects(root)
    found = Contents()
    outside: set[str] = set()
    folders = [root / folder for folder in wanted]
    open_ends = [(_project(folder)["name"], frozenset(extras)) for folder in folders]
    seen: set[tuple[str, frozenset[str]]] = set()
    while open_ends:
        name, extra = asked = open_ends.pop()
        if asked in seen:
            continue
        seen.add(asked)
        folder = projects[name]
        if folder not in found.packages:
            found.packages.append(folder)
            image = _settings(folder)
            outside.update(image.get("python", ()))
            found.debian += [*image.get("debian", ()), *image.get("fonts", {})]
            found.fonts += [file for files in image.get("fonts", {}).values() for file in files]
        for other, others_extras in _asked_for(_project(folder), extra):
            if other in projects:
                open_ends.append((other, others_extras))
            else:
                outside.add(other)
    found.requirements = _closed(read_lock(root / "requirements" / f"{lock}.lock"), outside, lock)
    found.packages.sort()
    return found


@dataclass(frozen=True)
class Locked:
    """A package's lines in the lock, and the packages that asked for it."""

    lines: str
    via: frozenset[str]


def read_lock(path: Path) -> dict[str, Locked]:
    """The lock's blocks by package."""
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", path.read_text(encoding="utf-8"))
    read: dict[str, Locked] = {}
    for block in blocks[1:]:
        name = _NAME.match(block)
        via = re.search(r"# via (.*)", block)
        if name is None or via is None:
            raise NotInLock(
                f"{path.name} does not say who asked for {block.splitlines()[0]!r}; run `make lock`"
            )
        askers = (asker.split(" (", 1)[0].strip() for asker in via.group(1).split(", "))
        # A package may stand there twice: a version for older Pythons, one for newer.
        before = read.get(key := _spelled(name.group(1)), Locked("", frozenset()))
        read[key] = Locked(before.lines + block, before.via | {_spelled(asker) for asker in askers})
    return read


def _closed(locked: Mapping[str, Locked], names: set[str], lock: str) -> list[str]:
    """These and all that they ask for, in the lock's order."""
    if missing := sorted(names - locked.keys()):
        raise NotInLock(f"requirements/{lock}.lock lacks {', '.join(missing)}; run `make lock`")
    held = set(names)
    while more := {name for name, block in locked.items() if name not in held and block.via & held}:
        held |= more
    return [name for name in locked if name in held]


def _asked_for(project: Mapping[str, Any], extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    optional = project.get("optional-dependencies", {})
    for line in [
        *project.get("dependencies", ()),
        *(one for extra in extras for one in optional.get(extra, ())),
    ]:
        name, extra = _NAME.match(line).groups()  # type: ignore[union-attr]  # the build backend has read it
        yield _spelled(name), frozenset(word.strip() for word in (extra or "").split(",") if word.strip())


def _projects(root: Path) -> dict[str, Path]:
    patterns = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]["members"]
    folders = [path.parent for pattern in patterns for path in root.glob(f"{pattern}/pyproject.toml")]
    return {_project(folder)["name"]: folder for folder in folders}


def _project(folder: Path) -> Mapping[str, Any]:
    return dict(tomllib.loads((folder / "pyproject.toml").read_text())["project"])


def _settings(folder: Path) -> Mapping[str, Any]:
    tool = tomllib.loads((folder / "pyproject.toml").read_text()).get("tool", {})
    return dict(tool.get("argosy", {}).get("image", {}))


def _program(folder: Path) -> str:
    """The package's command, or its module."""
    for name in _project(folder).get("scripts", {}):
        return str(name)
    whole = tomllib.loads((folder / "pyproject.toml").read_text())
    return f"python -m {Path(whole['tool']['hatch']['build']['targets']['wheel']['packages'][0]).name}"


def _spelled(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Write the files."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--lock", required=True, help="main, tier or models")
    reader.add_argument("--extra", action="append", default=[], help="extra of the packages named")
    reader.add_argument("--to", type=Path, required=True)
    reader.add_argument("package", nargs="+", help="folder of one of our packages, services/cs-agent")
    asked = reader.parse_args()
    held = contents(asked.lock, asked.package, asked.extra)
    blocks = read_lock(ROOT / "requirements" / f"{asked.lock}.lock")
    kept = [f"path-exclude={FONTS}/*", *(f"path-include={FONTS}/*/{file}" for file in held.fonts)]
    asked.to.mkdir(parents=True, exist_ok=True)
    for name, lines in {
        "requirements.txt": [blocks[name].lines.rstrip() for name in held.requirements],
        "packages.txt": [f"./{folder.relative_to(ROOT)}" for folder in held.packages],
        "debian.txt": held.debian,
        "dpkg.cfg": kept if held.fonts else [],
        "entry": ["#!/bin/sh", f'exec {_program(ROOT / asked.package[0])} "$@"'],
    }.items():
        (asked.to / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
