"""Runbooks name nothing that is not there: pages, commands, metrics, settings, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from argosy_local.cli import app

ROOT = Path(__file__).parents[2]
RUNBOOKS = ROOT / "docs" / "runbooks"
PAGES = sorted(RUNBOOKS.glob("*.md"))
RULES = ROOT / "charts" / "argosy" / "files" / "rules"
TELEMETRY = (ROOT / "docs" / "telemetry.md").read_text()
METRIC = re.compile(r"\bargosy_[a-z_]+[a-z]\b(?!=)")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#([a-z0-9-]+))?\)")
CODE = re.compile(r"`[^`]+`|(?:^ {4,}\S.*$)", re.MULTILINE)


def _code(page: Path) -> Iterator[str]:
    for found in CODE.findall(page.read_text()):
        yield found.strip("`").strip()


def _alerts() -> list[tuple[str, str]]:
    groups = [group for path in RULES.glob("*.yaml") for group in yaml.safe_load(path.read_text())["groups"]]
    return [
        (rule["alert"], rule["annotations"]["runbook_url"].rpartition("/")[2])
        for group in groups
        for rule in group["rules"]
        if "alert" in rule
    ]


@pytest.mark.parametrize(("alert", "page"), _alerts())
def test_an_alerts_page_exists_names_it_and_is_found_in_the_index(alert: str, page: str) -> None:
    assert alert in (RUNBOOKS / page).read_text()
    row = next(line for line in (RUNBOOKS / "README.md").read_text().splitlines() if alert in line)
    assert f"({page})" in row


def test_every_page_stands_in_the_index() -> None:
    index = (RUNBOOKS / "README.md").read_text()
    assert {page.name for page in PAGES if f"]({page.name})" not in index} == {"README.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist_with_the_options_named(page: Path) -> None:
    root = typer.main.get_command(app)
    for code in _code(page):
        # In what kubectl and helm are told, `argosy` alone is a namespace or a release.
        said = code.partition("-- ")[2] if code.startswith(("kubectl", "helm")) else code
        if found := re.search(r"(?:^|\s)(?:\.venv/bin/)?argosy ([a-z].*)", said):
            _check(root, found[1].split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_who_scales_by_hand_is_told_how_where_keda_would_undo_it(page: Path) -> None:
    said = page.read_text()
    scaled = set(re.findall(r"kubectl -n argosy\s+scale deployment (argosy-[\w-]+)", said))
    paused = r"annotate scaledobject\s+(argosy-[\w-]+)\s+autoscaling\.keda\.sh/paused-replicas="
    held = set(re.findall(rf"kubectl -n argosy\s+{paused}", said))
    assert scaled == held


@pytest.mark.parametrize(
    "state", ["Pending", "ImagePullBackOff", "CreateContainerConfigError", "ContainerCreating", "exit 137"]
)
def test_pods_that_do_not_run_have_a_row(state: str) -> None:
    rows = (RUNBOOKS / "service-is-unhealthy.md").read_text().splitlines()
    assert any(row.startswith("|") and state in row for row in rows)


def _check(root: Any, words: list[str]) -> None:
    command, path = root, ["argosy"]
    while words and hasattr(command, "commands"):
        word, *words = words
        assert word in command.commands, f"no command `{' '.join([*path, word])}`"
        command, path = command.commands[word], [*path, word]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    for word in words:
        if word.startswith("#"):
            break
        if word.startswith("--"):
            assert word.partition("=")[0] in options, f"`{' '.join(path)}` has no {word}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_metrics_are_those_of_the_registry(page: Path) -> None:
    known = {name.replace(".", "_") for name in re.findall(r"`(argosy\.[a-z_.]+)`", TELEMETRY)}
    for named in METRIC.findall(page.read_text()):
        plain = re.sub(r"_(bucket|sum|count)$", "", named)
        plain = re.sub(r"_total$", "", plain)
        plain = re.sub(r"_seconds$", "", plain)
        assert plain in known or named in known or _is_header(named), f"{named} is not in docs/telemetry.md"


def _is_header(name: str) -> bool:
    """Headers of records are spelt like metrics; they stand in the contract of dead letters."""
    return name.startswith("argosy_error_")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text()):
        if target.startswith("http"):
            continue
        there = (page.parent / target).resolve()
        assert there.exists(), f"{page.name} links {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", there.read_text(), re.MULTILINE)
            assert anchor in {re.sub(r"[^a-z0-9 -]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_settings_are_read_by_somebody(page: Path) -> None:
    sources = _sources()
    for name in set(re.findall(r"\bARGOSY_[A-Z_]*[A-Z]\b", page.read_text())):
        prefixed = name.removeprefix("ARGOSY_EVENTING_").removeprefix("ARGOSY_").lower()
        assert name in sources or re.search(rf"^    {prefixed}: ", sources, re.MULTILINE), (
            f"{name}: nobody reads it"
        )


def _sources() -> str:
    found = [
        *ROOT.glob("libs/*/src/**/*.py"),
        *ROOT.glob("services/*/src/**/*.py"),
        *ROOT.glob("deploy/local/src/**/*.py"),
    ]
    return "\n".join(path.read_text() for path in found if not path.name.endswith("_pb2.py"))
