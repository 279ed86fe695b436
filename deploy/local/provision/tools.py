"""The programs that the set-up stands on: Java, Maven, uv, buf."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from progress import TOOLS, Missing, run, say, step

BUF_VERSION = "v1.57.2"
JAVA_AT_LEAST = 17
UV_AT_LEAST = "0.8"
APT = "sudo apt-get install -y"


def check() -> None:
    """Look at everything that must be there before the first download; name all that is not."""
    missing: list[str] = []
    if sys.version_info < (3, 11):  # noqa: UP036 — this file may be run by an older python3
        missing.append(f"Python 3.11 or newer (this is {sys.version.split()[0]})")
    java = java_version()
    if java is None or java < JAVA_AT_LEAST:
        missing.append(f"Java {JAVA_AT_LEAST} or newer: {APT} openjdk-17-jdk-headless")
    missing.extend(
        f"{program}: {APT} {package}"
        for program, package in (("javac", "openjdk-17-jdk-headless"), ("mvn", "maven"))
        if shutil.which(program) is None
    )
    if missing:
        raise Missing("this machine lacks:\n  - " + "\n  - ".join(missing))
    say(f"  ready  Python {sys.version.split()[0]}, Java {java}, Maven")


def java_version() -> int | None:
    """The major version of the `java` on PATH, or None."""
    if shutil.which("java") is None:
        return None
    said = run(["java", "--version"], remedy="")
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else None


def uv() -> Path:
    """The `uv` on PATH, or one of our own in .tools/uv made with the standard venv and pip."""
    on_path = shutil.which("uv")
    if on_path:
        return Path(on_path)
    home = TOOLS / "uv"
    with step("uv in .tools/uv", home / ".stamp", [UV_AT_LEAST, sys.version]) as todo:
        if todo:
            run(
                [sys.executable, "-m", "venv", "--clear", home],
                remedy=f"Install the venv module ({APT} python3-venv) or uv itself.",
            )
            run(
                [home / "bin" / "pip", "install", "--quiet", f"uv>={UV_AT_LEAST}"],
                remedy="The Python package index could not be reached; check the network.",
            )
    return home / "bin" / "uv"


def buf() -> None:
    """`buf` for the protobuf checks, built by Go into .tools/bin (about two minutes, once)."""
    target = TOOLS / "bin" / "buf"
    with step(f"buf {BUF_VERSION}", TOOLS / "bin" / ".buf-stamp", [BUF_VERSION]) as todo:
        if todo:
            run(
                ["go", "install", f"github.com/bufbuild/buf/cmd/buf@{BUF_VERSION}"],
                env={**os.environ, "GOBIN": str(target.parent), "GOFLAGS": "-trimpath"},
                remedy=f"Go builds it: {APT} golang, or from https://go.dev/dl/.",
            )
