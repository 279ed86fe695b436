"""Kafka and the document store: jars from Maven Central, checked against a list of digests."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from progress import CACHE, ROOT, Missing, run, step

HERE = ROOT / "deploy" / "local"
NETWORK = "Maven Central could not be reached, or refused; check the network and ~/.m2/settings.xml."


def kafka() -> None:
    """Apache Kafka's jars into .cache/kafka/libs."""
    pom = HERE / "kafka" / "pom.xml"
    libs = CACHE / "kafka" / "libs"
    with step("Apache Kafka", CACHE / "kafka" / ".stamp", [pom, _digests(pom)]) as todo:
        if todo:
            _fetch(pom, libs)


def docstore() -> None:
    """The document store's jars and our own main class into .cache/docstore."""
    house = HERE / "docstore"
    pom = house / "pom.xml"
    sources = sorted(house.glob("src/**/*.java"))
    libs = CACHE / "docstore" / "libs"
    stamp = CACHE / "docstore" / ".stamp"
    with step("the document store", stamp, [pom, _digests(pom)]) as todo:
        if todo:
            _fetch(pom, libs)
    classes = CACHE / "docstore" / "classes"
    compiled = CACHE / "docstore" / ".classes-stamp"
    with step("the document store's main class", compiled, [pom, *sources]) as todo:
        if todo:
            shutil.rmtree(classes, ignore_errors=True)
            classes.mkdir(parents=True)
            run(
                ["javac", "--release", "17", "-Xlint:all", "-Werror", "-d", classes,
                 "-cp", f"{libs}/*", *sources],
                remedy="A JDK 17 or newer is needed.",
            )  # fmt: skip


def _digests(pom: Path) -> Path:
    return pom.with_name("jars.sha256")


def resolve(pom: Path, libs: Path) -> None:
    """Let Maven put the pom's runtime dependencies into a folder."""
    run(
        ["mvn", "--batch-mode", "--quiet", "-Dstyle.color=never", "-f", pom,
         "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies",
         "-DincludeScope=runtime", f"-DoutputDirectory={libs}"],
        remedy=NETWORK,
    )  # fmt: skip


def differing(listed: Path, files: Iterable[Path]) -> list[str]:
    """Names of files that are not as a list of `<sha256>  <name>` has them, or are missing on either side."""
    expected = dict(reversed(line.split(maxsplit=1)) for line in listed.read_text().splitlines())
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def _fetch(pom: Path, libs: Path) -> None:
    """The pom's jars, each as its list of digests has it."""
    shutil.rmtree(libs, ignore_errors=True)
    resolve(pom, libs)
    if wrong := differing(_digests(pom), libs.glob("*.jar")):
        shutil.rmtree(libs)
        raise Missing(
            f"{len(wrong)} jar(s) differ from {_digests(pom).relative_to(ROOT)}: "
            f"{', '.join(wrong[:5])}. Clear them from ~/.m2/repository and run this again."
        )
