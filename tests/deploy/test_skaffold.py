"""skaffold.yaml names only what is there, builds what the charts run, and what it syncs is imported."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOOP = ROOT / "deploy/skaffold"
CONFIG: dict[str, Any] = yaml.safe_load((ROOT / "skaffold.yaml").read_text(encoding="utf-8"))
ARTIFACTS: list[dict[str, Any]] = CONFIG["build"]["artifacts"]
SYNC: dict[str, Any] = next(artifact["sync"] for artifact in ARTIFACTS if "sync" in artifact)
DEV: dict[str, Any] = yaml.safe_load((LOOP / "argosy-values.yaml").read_text(encoding="utf-8"))


def profile(name: str) -> dict[str, Any]:
    """The configuration with a profile's patches."""
    config = yaml.safe_load((ROOT / "skaffold.yaml").read_text(encoding="utf-8"))
    (found,) = (entry for entry in config["profiles"] if entry["name"] == name)
    for patch in found["patches"]:
        place: Any = config
        *above, last = patch["path"].strip("/").split("/")
        for key in above:
            place = place[int(key)] if isinstance(place, list) else place[key]
        assert patch["op"] == "add" or last in place
        place[last] = patch["value"]
    return config


def rendered(release: dict[str, Any]) -> list[dict[str, Any]]:
    values = [word for path in release["valuesFiles"] for word in ("-f", str(ROOT / path))]
    text = subprocess.run(
        [ROOT / ".tools/bin/helm", "template", release["name"], ROOT / release["chartPath"],
         "--namespace", release["namespace"], "--kube-version", "1.34", "--skip-tests", *values],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return [document for document in yaml.safe_load_all(text) if document]


def pod_specs(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        document["spec"]["template"]["spec"] for document in documents if document["kind"] == "Deployment"
    ]


@pytest.mark.parametrize("name", ["kind", "remote"])
def test_every_image_that_the_charts_run_is_built_and_every_built_one_runs(name: str) -> None:
    images: set[str] = set()
    for release in profile(name)["manifests"]["helm"]["releases"]:
        documents = rendered(release)
        assert not [document for document in documents if document["kind"] == "Job"], (
            "applied, a hook is a job"
        )
        for spec in pod_specs(documents):
            images |= {container["image"].rpartition(":")[0] for container in spec["containers"]}
    assert images == {artifact["image"] for artifact in ARTIFACTS}


def test_every_service_image_is_built_with_its_own_name() -> None:
    services = {path.parent.name for path in ROOT.glob("services/*/pyproject.toml")}
    built = {
        artifact["image"].removeprefix("argosy/"): artifact["docker"].get("buildArgs", {}).get("SERVICE")
        for artifact in ARTIFACTS
    }
    assert built == {**{name: name for name in services}, "tier": None}


@pytest.mark.parametrize("name", ["kind", "remote"])
def test_every_file_and_folder_named_is_there(name: str) -> None:
    config = profile(name)
    named = [artifact["docker"]["dockerfile"] for artifact in ARTIFACTS]
    named += [f"{path}/kustomization.yaml" for path in config["manifests"]["kustomize"]["paths"]]
    named += config["manifests"].get("rawYaml", [])
    kustomization = yaml.safe_load((LOOP / "kustomization.yaml").read_text(encoding="utf-8"))
    named += [f"deploy/skaffold/{path}" for path in kustomization["configMapGenerator"][0]["files"]]
    for release in config["manifests"]["helm"]["releases"]:
        named += [f"{release['chartPath']}/Chart.yaml", *release["valuesFiles"]]
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_the_sources_of_every_package_are_synced() -> None:
    """Also of those that no service imports: a change that no rule names builds every image anew."""
    folders = {f"{path.parent.relative_to(ROOT)}/src/" for path in ROOT.glob("*s/*/pyproject.toml")}
    assert {rule["strip"] for rule in SYNC["manual"]} == folders
    for rule in SYNC["manual"]:
        assert rule["src"] == f"{rule['strip']}**/*.py"
        assert rule["dest"] == DEV["defaults"]["env"]["SYNCED_SOURCES"]
    assert {artifact["image"] for artifact in ARTIFACTS if "sync" not in artifact} == {"argosy/tier"}
    assert all(artifact.get("sync", SYNC) == SYNC for artifact in ARTIFACTS)


def test_the_pods_mount_the_loop_where_python_looks_and_can_write_where_files_are_synced() -> None:
    kind = profile("kind")["manifests"]["helm"]["releases"]
    kustomization = yaml.safe_load((LOOP / "kustomization.yaml").read_text(encoding="utf-8"))
    specs = pod_specs(rendered(next(release for release in kind if release["name"] == "argosy")))
    assert len(specs) == len(ARTIFACTS) - 1
    for spec in specs:
        (container,) = spec["containers"]
        env = {row["name"]: row.get("value") for row in container["env"]}
        (loop,) = (mount for mount in container["volumeMounts"] if mount["mountPath"] == env["PYTHONPATH"])
        (volume,) = (volume for volume in spec["volumes"] if volume["name"] == loop["name"])
        assert volume["configMap"]["name"] == kustomization["configMapGenerator"][0]["name"]
        (tmp,) = (mount for mount in container["volumeMounts"] if mount["mountPath"] == "/tmp")  # noqa: S108
        assert not tmp.get("readOnly")
        assert env["SYNCED_SOURCES"].startswith("/tmp/")  # noqa: S108


SERVICE = """
import time
from pathlib import Path
from shop.said import WORD
Path(OUT).open("a").write(f"{WORD} {Path(__file__).with_name('data.txt').read_text()}\\n")
while True:
    time.sleep(0.05)
"""


def test_a_synced_module_is_imported_after_sighup_by_the_same_process_with_the_images_data(
    tmp_path: Path,
) -> None:
    image, synced, out = tmp_path / "image", tmp_path / "synced", tmp_path / "out"
    (image / "shop").mkdir(parents=True)
    (image / "shop/__init__.py").write_text("")
    (image / "shop/said.py").write_text("WORD = 'first'\n")
    (image / "shop/data.txt").write_text("data")
    (image / "shop/__main__.py").write_text(SERVICE.replace("OUT", repr(str(out))))
    env = {**os.environ, "PYTHONPATH": f"{LOOP}:{image}", "SYNCED_SOURCES": str(synced)}
    process = subprocess.Popen([sys.executable, "-m", "shop"], env=env)
    try:
        _until(out, ["first data"])
        # Another service's file changes nothing here.
        (synced / "other").mkdir(parents=True)
        (synced / "other/handlers.py").write_text("")
        process.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert out.read_text().splitlines() == ["first data"]
        # A changed module, a new one that it imports, and the service's own entry: what skaffold would write.
        (synced / "shop").mkdir()
        (synced / "shop/said.py").write_text("from shop.new import WORD\n")
        (synced / "shop/new.py").write_text("WORD = 'second'\n")
        process.send_signal(signal.SIGHUP)
        _until(out, ["first data", "second data"])
        (synced / "shop/new.py").write_text("WORD = 'third'\n")
        (synced / "shop/__main__.py").write_text(
            (image / "shop/__main__.py").read_text().replace("{WORD}", "({WORD})")
        )
        process.send_signal(signal.SIGHUP)
        _until(out, ["first data", "second data", "(third) data"])
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def _until(out: Path, lines: list[str]) -> None:
    deadline = time.monotonic() + 30
    while (said := out.read_text().splitlines() if out.exists() else []) != lines:
        assert time.monotonic() < deadline, said
        time.sleep(0.05)


def test_what_the_head_of_the_file_tells_to_type_are_its_profiles() -> None:
    head = (ROOT / "skaffold.yaml").read_text(encoding="utf-8").partition("apiVersion")[0]
    assert set(re.findall(r"skaffold dev -p (\w+)", head)) == {entry["name"] for entry in CONFIG["profiles"]}
