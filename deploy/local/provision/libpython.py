"""libpython for Triton's Python backend: its stub is a C++ program that embeds the interpreter."""

from __future__ import annotations

import os
import re
from pathlib import Path

from progress import CACHE, Missing, run


def for_stub(stub: Path, python: Path) -> Path:
    """The directory to put on LD_LIBRARY_PATH so that the stub finds its libpython.

    Tried in turn: the interpreter's own library directory, the system's, and Debian's package
    unpacked below .cache (no root needed).
    """
    libdir = Path(
        run([python, "-c", "import sysconfig; print(sysconfig.get_config_var('LIBDIR'))"],
            remedy="").strip()
    )  # fmt: skip
    unpacked = CACHE / "libpython"
    for directory in (libdir, *unpacked.glob("usr/lib/*-linux-gnu")):
        if not _unresolved(stub, directory):
            return directory
    name = _unresolved(stub, libdir)
    version = re.search(r"libpython(\d\.\d+)", name)
    if version is None:
        raise Missing(f"{stub.name} needs {name}, which this machine lacks.")
    package = f"libpython{version.group(1)}"
    unpack_debian([package], unpacked)
    for directory in unpacked.glob("usr/lib/*-linux-gnu"):
        if not _unresolved(stub, directory):
            return directory
    raise Missing(f"{stub.name} needs {name}: sudo apt-get install -y {package}")


def _unresolved(stub: Path, directory: Path) -> str:
    """The first shared library that the stub does not find with `directory` on its path."""
    said = run(
        ["ldd", stub], env={**os.environ, "LD_LIBRARY_PATH": str(directory)}, remedy="Install libc-bin."
    )
    missing = [line.split()[0] for line in said.splitlines() if "not found" in line]
    return missing[0] if missing else ""


def unpack_debian(packages: list[str], target: Path) -> None:
    """Fetch Debian packages from the machine's own sources and unpack them, without root."""
    target.mkdir(parents=True, exist_ok=True)
    listed = " ".join(packages)
    remedy = f"Install them yourself: sudo apt-get update && sudo apt-get install -y {listed}"
    run(["apt-get", "download", *packages], cwd=target, remedy=remedy)
    for archive in sorted(target.glob("*.deb")):
        run(["dpkg", "-x", archive, target], remedy=remedy)
        archive.unlink()
