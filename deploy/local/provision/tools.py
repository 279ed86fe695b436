"""The programs that the set-up stands on: Java, Maven, uv, buf, helm."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from progress import ROOT, TOOLS, Missing, run, say, step

BUF_VERSION = "v1.57.2"
HELM_VERSION = "v3.22.0"
HELM_KUBERNETES = ("1", "37")  # of the k8s.io/client-go that it is built with
JAVA_AT_LEAST = 17
UV_AT_LEAST = "0.8"
APT = "sudo apt-get install -y"
GO = f"Go builds it: {APT} golang, or from https://go.dev/dl/."


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
    by_go("buf", f"github.com/bufbuild/buf/cmd/buf@{BUF_VERSION}")


def helm() -> None:
    """`helm` for the charts, built by Go into .tools/bin (about two minutes, once)."""
    # As helm's own Makefile does: without these `helm template` and `helm lint` stand for Kubernetes 1.20.
    major, minor = HELM_KUBERNETES
    known = {"k8sVersionMajor": major, "k8sVersionMinor": minor}
    by_go(
        "helm",
        f"helm.sh/helm/v3/cmd/helm@{HELM_VERSION}",
        {
            "helm.sh/helm/v3/internal/version.version": HELM_VERSION,
            **{f"helm.sh/helm/v3/pkg/{home}.{name}": value
               for home in ("chartutil", "lint/rules") for name, value in known.items()},
        },
    )  # fmt: skip


def by_go(name: str, package: str, variables: Mapping[str, str] = MappingProxyType({})) -> None:
    """One program from Go's module proxy, built into .tools/bin; `variables` are set when it is linked."""
    house = TOOLS / "bin"
    version = package.rpartition("@")[2]
    set_to = [f"-X {key}={value}" for key, value in variables.items()]
    with step(f"{name} {version}", house / f".{name}-stamp", [version, *set_to]) as todo:
        if todo:
            run(
                ["go", "install", "-trimpath", f"-ldflags={' '.join(set_to)}", package],
                env={**os.environ, "GOBIN": str(house)},
                remedy=GO,
            )


def images() -> None:
    """hadolint, the linter of Dockerfiles, as requirements/images.lock has it, into .tools/images."""
    home, lock = TOOLS / "images", ROOT / "requirements" / "images.lock"
    with step("hadolint in .tools/images", home / ".stamp", [lock, sys.version]) as todo:
        if todo:
            run(
                [sys.executable, "-m", "venv", "--clear", home],
                remedy=f"Install the venv module: {APT} python3-venv",
            )
            run([uv(), "pip", "install", "--quiet", "--python", home / "bin" / "python", "--require-hashes",
                 "--requirement", lock],
                remedy="The package index could not be reached, or a hash does not match.")  # fmt: skip
