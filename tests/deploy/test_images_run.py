"""The services, the tier and the toolbox run from their images' files, as the charts' pods say.

Each pod is rendered by helm with this test's addresses; the broker, the store and a server that speaks S3 are
this machine's. Built images are needed (deploy/docker/README.md), and these sources must be what they were
built from.
"""

from __future__ import annotations

import filecmp
import json
import os
import re
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from argosy_local.services import SERVICES
from argosy_store import BlobStore
from argosy_testing import asked, charts, images
from argosy_testing.charts import Example, Object
from argosy_testing.images import Image
from argosy_testing.pods import Container

VERSION = "0.1.0"
NAMES = [entry.name for entry in SERVICES]
NEEDED = {f"argosy/{name}:{VERSION}" for name in (*NAMES, "tier", "toolbox")}
ARGOSY = Example(charts.ROOT / "charts/argosy", charts.ROOT / "charts/argosy/ci/minimal-values.yaml")
TRITON = Example(charts.ROOT / "charts/triton", charts.ROOT / "charts/triton/ci/embedded-values.yaml")
TIER = "127.0.8.1"
TMP = Path("/tmp")  # noqa: S108 — in the pod

pytestmark = [
    pytest.mark.images,
    pytest.mark.timeout(900),
    # botocore and moto still call what Python deprecates.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
every_service = pytest.mark.parametrize("name", NAMES)


def stale(image: Image) -> list[str]:
    """Our packages in the image that are not as these sources have them."""
    found = []
    ours = {path.name: path for path in charts.ROOT.glob("*/*/src/*") if path.is_dir()}
    for package in image.packages().iterdir():
        source = ours.get(package.name)
        if source is None:
            continue
        files = [
            path.relative_to(source)
            for path in source.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.name != "README.md"
        ]
        _, differ, missing = filecmp.cmpfiles(source, package, files, shallow=False)
        found += [f"{package.name}/{path}" for path in (*differ, *missing)]
    return found


@pytest.fixture(scope="session", autouse=True)
def image() -> Iterator[dict[str, Image]]:
    """Every image by its name, mounted; asked for before a broker is started in vain."""
    if os.geteuid() != 0:
        pytest.skip("needs root, for namespaces and limits of memory")
    if lacking := NEEDED - images.present():
        pytest.skip(f"not built (deploy/docker/README.md): {', '.join(sorted(lacking))}")
    with ExitStack() as mounts:
        found = {name: mounts.enter_context(images.mounted(name)) for name in sorted(NEEDED)}
        if other := {name: files[:3] for name, one in found.items() if (files := stale(one))}:
            pytest.skip(f"built from other sources: {other}")
        yield found


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Address of a server that speaks S3, with the bucket of the example's values."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    options = {"key": "test", "secret": "test", "endpoint_url": address}
    BlobStore("s3://shop/argosy", storage_options=options)._fs.call_s3("create_bucket", Bucket="shop")
    yield address
    server.stop()


def pod_of(objects: tuple[Object, ...], component: str, kind: str = "Deployment") -> Object:
    (found,) = [
        thing
        for thing in charts.of_kind(objects, kind)
        if thing["metadata"]["labels"]["app.kubernetes.io/component"] == component
    ]
    spec: Object = found["spec"]["template"]["spec"]
    return spec


class Started:
    """All that runs, by name, and what is needed to run more."""

    def __init__(self, image: dict[str, Image], folder: Path, secrets: dict[str, str]) -> None:
        self.image = image
        self.folder = folder
        self.secrets = secrets
        self.containers: dict[str, Container] = {}

    def start(self, name: str, pod: Object, address: str, **more: Any) -> Container:
        said = more.get("container") or pod["containers"][0]
        found = Container(
            pod, self.image[said["image"]], self.folder / name, address=address, secrets=self.secrets, **more
        )
        self.containers[name] = found
        return found

    def end(self) -> None:
        for container in reversed(self.containers.values()):
            container.end()


@pytest.fixture(scope="module")
def objects(kafka: str, s3: str) -> tuple[Object, ...]:
    """charts/argosy with the least that must be said, and where things are."""
    return charts.render(
        ARGOSY, "--set", f"kafka.bootstrap={kafka}", "--set", f"tier.address={TIER}:8001",
        "--set", f"blobs.s3.endpoint={s3}", "--set", "toolbox.enabled=true",
    )  # fmt: skip


@pytest.fixture(scope="module")
def started(
    image: dict[str, Image], objects: tuple[Object, ...], store: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Started]:
    """The topics' job to its end, then the tier, the toolbox and every service, all ready."""
    secrets = {
        "ARGOSY_MONGODB_URI": f"{store}argosy", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"
    }  # fmt: skip
    found = Started(image, tmp_path_factory.mktemp("pods"), secrets)
    try:
        job = found.start("topics", pod_of(objects, "topics", "Job"), "127.0.8.2")
        assert job.wait(120) == 0, job.log()
        _start_tier(found)
        found.start("toolbox", pod_of(objects, "toolbox"), "127.0.8.3")
        for number, name in enumerate(NAMES):
            found.start(name, pod_of(objects, name), f"127.0.8.{number + 10}")
        for name in NAMES:
            until_ready(found.containers[name])
        yield found
    finally:
        found.end()


def _start_tier(found: Started) -> None:
    (deployment,) = charts.of_kind(charts.render(TRITON), "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    triton, upkeep = pod["containers"]
    first = found.start("triton", pod, TIER, container=triton)
    second = found.start("upkeep", pod, TIER, container=upkeep, beside=first, shared=first.folder)
    began = time.monotonic()
    while (said := second.run("python", "-m", "argosy_upkeep.answers", TIER)).returncode != 0:
        assert first.process.poll() is None, first.log()
        assert time.monotonic() - began < 300, f"{said.stdout}{said.stderr}\n{second.log()}\n{first.log()}"
        time.sleep(1)
    print(f"every model of the tier has answered {time.monotonic() - began:.1f} s after the start")


def until_ready(container: Container) -> None:
    """As the probes ask, for as long as a startup probe would."""
    probe = container.said["startupProbe"]
    deadline = time.monotonic() + probe["failureThreshold"] * probe["periodSeconds"]
    while (said := answer(container, "/readyz"))[0] != 200:
        assert container.process.poll() is None, container.log()
        assert time.monotonic() < deadline, f"{said}\n{container.log()}"
        time.sleep(0.5)


def answer(container: Container, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(container.url + path, timeout=5) as said:  # noqa: S310 — its own address
            return said.status, said.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError as error:
        return 0, str(error)


@pytest.fixture(scope="module")
def results(started: Started) -> list[dict[str, Any]]:
    """What came of one thing asked of each service, by the toolbox's own `argosy run`."""
    toolbox = started.containers["toolbox"]
    facts, things = asked.write(toolbox.folder / "tmp")
    for name in (facts, things):
        done = toolbox.run("argosy", "run", str(TMP / name), "--out", str(TMP / f"out-{name}"), timeout_s=600)
        logs = "\n".join(started.containers[service].log() for service in NAMES)
        assert done.returncode == 0, f"{done.stdout}{done.stderr}\n{logs}"
    written = sorted((toolbox.folder / f"tmp/out-{things}").glob("*/*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in written]


@every_service
def test_it_is_ready_with_what_the_chart_tells_it(started: Started, name: str) -> None:
    status, said = answer(started.containers[name], "/readyz")
    assert (status, json.loads(said)["ready"]) == (200, True)
    assert answer(started.containers[name], "/livez")[0] == 200
    status, metrics = answer(started.containers[name], "/metrics")
    assert (status, f'service_name="{name}"' in metrics) == (200, True)


@pytest.mark.parametrize("name", [*NAMES, "toolbox", "triton", "upkeep"])
def test_it_is_nobody_and_can_write_nothing_but_its_volumes(started: Started, name: str) -> None:
    container = started.containers[name]
    assert container.image.user == "10001:10001"
    rows = Path(f"/proc/{container.pid()}/status").read_text().splitlines()
    said = dict(row.split(":\t", 1) for row in rows if ":\t" in row)
    assert said["Uid"].split() == said["Gid"].split() == ["10001"] * 4
    assert int(said["CapEff"], 16) == int(said["CapBnd"], 16) == 0
    assert said["NoNewPrivs"] == "1"
    volumes = {mount["mountPath"] for mount in container.said.get("volumeMounts", ())}
    for path in ("/opt/argosy", "/etc", "/var/lib", str(TMP)):
        refused = container.run("touch", f"{path}/new").stderr
        assert ("Read-only file system" in refused) == (path not in volumes), (path, refused)


@every_service
def test_it_publishes_what_it_made_of_what_was_asked(results: list[dict[str, Any]], name: str) -> None:
    assert asked.ANSWERS[name] <= {event["type"] for event in results if event["source"] == f"argosy/{name}"}


def test_answers_say_which_engine_of_the_tiers_image_they_are_from(results: list[dict[str, Any]]) -> None:
    by_type = {event["type"]: event["data"] for event in results}
    assert by_type["listing.localized"]["engine"]["profile"] == "embedded"
    said = [row for row in by_type["image.localized"]["regions"] if row["action"] == "TRANSLATED"]
    assert said, by_type["image.localized"]
    assert by_type["rebuttal.drafted"]["reason_code"] == "4853", "read from a scan, by the tier"


def test_what_services_made_is_kept_in_the_bucket(started: Started, results: list[dict[str, Any]]) -> None:
    """Pictures and letters were fetched from there by the toolbox, which writes them beside the page."""
    assert results
    written = {path.suffix for path in (started.containers["toolbox"].folder / "tmp").glob("out-asked*/**/*")}
    assert {".docx", ".pdf"} <= written
    assert written & {".png", ".jpg", ".webp"}


def test_the_program_of_the_operators_page_runs_in_a_services_pod(started: Started) -> None:
    page = (charts.ROOT / "docs/operating.md").read_text(encoding="utf-8")
    shown = re.search(r"^( *)```python try\n(.*?)^\1```", page, re.MULTILINE | re.DOTALL)
    assert shown is not None
    done = started.containers["listing-localizer"].run(
        "python", "-", stdin=textwrap.dedent(shown[2]), timeout_s=90
    )
    assert done.returncode == 0, done.stderr
    assert "Camiseta" in done.stdout


@every_service
def test_sigterm_ends_it_cleanly_within_its_grace(
    started: Started, results: list[dict[str, Any]], name: str
) -> None:
    assert results
    container = started.containers[name]
    peak, limit = container.peak_bytes / 2**20, container.limit_bytes / 2**20
    seconds = container.terminate()
    print(f"{name}: ended {seconds:.1f} s after SIGTERM; at most {peak:.0f} of {limit:.0f} MB")
    assert container.process.returncode == 0, container.log()
