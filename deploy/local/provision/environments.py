"""The virtual environments, each made from a lock file with hashes.

.venv         libraries, services, the command line, the developers' tools
.venv-tier    what the inference tier's models import; light, without torch
.venv-models  the same with torch, transformers and diffusers
"""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from libpython import for_stub
from progress import ROOT, Missing, run, say, step
from tools import uv

REQUIREMENTS = ROOT / "requirements"
# numpy 1.26.4, which Triton's Python backend needs, has wheels for these and no newer ones.
TIER_PYTHONS = ((3, 11), (3, 12))


@dataclass(frozen=True)
class Environment:
    """One virtual environment: where it is, what it is locked to, which packages stand in it."""

    name: str
    packages: tuple[Path, ...]
    extras: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def home(self) -> Path:
        return ROOT / (".venv" if self.name == "main" else f".venv-{self.name}")

    @property
    def python(self) -> Path:
        return self.home / "bin" / "python"

    @property
    def lock(self) -> Path:
        return REQUIREMENTS / f"{self.name}.lock"


def members() -> tuple[Path, ...]:
    """The workspace's packages, in a steady order."""
    workspace = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]["workspace"]
    found = [path for pattern in workspace["members"] for path in sorted(ROOT.glob(pattern))]
    return tuple(path for path in found if (path / "pyproject.toml").is_file())


IN_TIER = ("commerce", "engines", "upkeep")
MAIN = Environment("main", tuple(path for path in members() if path.name != "engines"), groups=("dev",))
TIER = Environment("tier", tuple(ROOT / "libs" / name for name in IN_TIER))
MODELS = Environment("models", TIER.packages, extras=("models",))
# Locked here, installed where images are built (deploy/docker).
IMAGES = Environment("images", ())


def main() -> None:
    """Make .venv and put the `argosy` command into it."""
    _make(MAIN, sys.executable)


def tier() -> None:
    """Make .venv-tier and ready its Triton."""
    _make_tier(TIER)


def models() -> None:
    """Make .venv-models and ready its Triton."""
    _make_tier(MODELS)


def _make_tier(environment: Environment) -> None:
    python = _tier_python()
    _make(environment, python)
    version = run(
        [environment.python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], remedy=""
    ).strip()
    server = environment.home / f"lib/python{version}/site-packages/pytriton/tritonserver"
    stub = server / "backends/python/triton_python_backend_stub"
    source = server / "python_backend_stubs" / version / stub.name
    with step(
        f"Triton's Python backend in {environment.home.name}",
        environment.home / ".stub-stamp",
        [environment.lock, version],
    ) as todo:
        if todo:
            fresh = stub.with_suffix(".new")
            shutil.copy2(source, fresh)
            fresh.replace(stub)  # in one step: a running Triton may be executing the old one
            library = for_stub(stub, environment.python)
            (environment.home / ".libpython").write_text(str(library))


def _tier_python() -> str:
    if sys.version_info[:2] in TIER_PYTHONS:
        return sys.executable
    for major, minor in TIER_PYTHONS:
        found = shutil.which(f"python{major}.{minor}")
        if found:
            return found
    wanted = " or ".join(f"{major}.{minor}" for major, minor in TIER_PYTHONS)
    raise Missing(f"the inference tier needs Python {wanted}; install one and run this again.")


def _make(environment: Environment, python: str) -> None:
    if not environment.lock.is_file():
        raise Missing(f"{environment.lock} is not there; `make lock` writes it.")
    tool = uv()
    with step(
        f"{environment.home.name} from {environment.lock.relative_to(ROOT)}",
        environment.home / ".lock-stamp",
        [environment.lock, python],
    ) as todo:
        if todo:
            if not environment.python.exists():
                run([tool, "venv", "--quiet", "--python", python, environment.home],
                    remedy="The environment could not be made.")  # fmt: skip
            run(
                [tool, "pip", "sync", "--python", environment.python, "--require-hashes",
                 environment.lock],
                env=_uv_environment(),
                remedy="The package index could not be reached, or a hash does not match.",
                quiet=False,
            )  # fmt: skip
            (environment.home / ".packages-stamp").unlink(missing_ok=True)
    editable = [word for path in environment.packages for word in ("--editable", str(path))]
    projects = [path / "pyproject.toml" for path in environment.packages]
    with step(
        f"Argosy's {len(environment.packages)} packages in {environment.home.name}",
        environment.home / ".packages-stamp",
        [environment.lock, *projects, *(str(path) for path in environment.packages)],
    ) as todo:
        if todo:
            run(
                [tool, "pip", "install", "--quiet", "--python", environment.python, "--no-deps",
                 "--no-build-isolation", *editable],
                env=_uv_environment(),
                remedy="A package's pyproject.toml is at fault, or its sources are.",
            )  # fmt: skip


def _uv_environment() -> dict[str, str]:
    """The caller's environment without what would change where packages come from."""
    kept = {k: v for k, v in os.environ.items() if k not in ("UV_FIND_LINKS", "PIP_FIND_LINKS")}
    return {**kept, "UV_NO_PROGRESS": kept.get("UV_NO_PROGRESS", "0"), "VIRTUAL_ENV": ""}


def lock() -> None:
    """Write requirements/*.lock from the pyproject files: hashes, and no registry's address."""
    for environment in (MAIN, TIER, MODELS, IMAGES):
        say(f"  lock   {environment.lock.relative_to(ROOT)}")
        _compile(environment)


def _compile(environment: Environment) -> None:
    sources: list[str] = [f"requirements/{environment.name}.in"]
    sources += [str(path.relative_to(ROOT) / "pyproject.toml") for path in environment.packages]
    ours = [tomllib.loads((path / "pyproject.toml").read_text())["project"]["name"]
            for path in members()]  # fmt: skip
    words: list[str] = []
    for name in ours:
        words += ["--no-emit-package", name]
    for extra in environment.extras:
        words += ["--extra", extra]
    for group in environment.groups:
        words += ["--group", f"pyproject.toml:{group}"]
    run(
        [uv(), "pip", "compile", *sources, *words, "--universal", "--python-version", "3.11",
         "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header",
         "--annotation-style", "line", "--quiet", "--output-file", environment.lock],
        env=_uv_environment(),
        remedy="The requirements contradict each other, or the package index is out of reach.",
    )  # fmt: skip
    environment.lock.write_text(_head(sources) + _without_trailer(environment.lock.read_text()))


def _head(sources: Sequence[str]) -> str:
    return f"# Written by `make lock` from {', '.join(sources)}. Do not edit.\n"


def _without_trailer(text: str) -> str:
    """The lock without uv's closing list of the workspace's own packages."""
    return text.split("\n# The following packages were excluded", maxsplit=1)[0].rstrip() + "\n"
