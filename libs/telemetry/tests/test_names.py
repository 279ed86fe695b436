"""Every name that the sources emit stands in the registry, and the registry keeps its own rules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from argosy_telemetry import names
from argosy_telemetry.names import ATTRIBUTES, METRICS, SPANS, MetricKind
from argosy_telemetry.reference import render

ROOT = Path(__file__).parents[3]
SOURCES = ("libs", "services", "deploy")

# Calls that take a name: of a span, of a metric, of an attribute.
SPAN_CALLS = {"start_span", "start_as_current_span", "update_name"}
METRIC_CALLS = {
    "counter",
    "up_down_counter",
    "histogram",
    "observe",
    "create_counter",
    "create_up_down_counter",
    "create_histogram",
    "create_gauge",
    "create_observable_gauge",
    "create_observable_counter",
    "create_observable_up_down_counter",
}
ATTRIBUTE_CALLS = {"set_attribute"}


def offences(source: str) -> list[str]:
    """What in a module's source names a span, metric or attribute outside the registry."""
    tree = ast.parse(source)
    if "argosy_telemetry" not in source and "opentelemetry" not in source:
        return []
    return [found for node in ast.walk(tree) for found in _offences_of(node)]


def _offences_of(node: ast.AST) -> Iterator[str]:
    constant = node.attr if isinstance(node, ast.Attribute) else ""
    if re.match(r"(SPAN|ATTR|METRIC)_[A-Z]", constant) and not hasattr(names, constant):
        yield f"names.{constant} does not exist"
    if not isinstance(node, ast.Call):
        return
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = node.args[0] if node.args else None
    for calls, registry in ((SPAN_CALLS, SPANS), (METRIC_CALLS, METRICS), (ATTRIBUTE_CALLS, ATTRIBUTES)):
        if called in calls and isinstance(first, ast.JoinedStr | ast.BinOp):
            yield f"line {node.lineno}: {called}() is given a name put together from pieces"
        literal = first.value if isinstance(first, ast.Constant) else None
        if called in calls and isinstance(literal, str) and literal not in registry:
            yield f"line {node.lineno}: {called}({literal!r}) is not in the registry"
    if called in SPAN_CALLS | {"add", "record", "set_attributes"}:
        for given in [*node.args, *(k.value for k in node.keywords if k.arg == "attributes")]:
            if isinstance(given, ast.Dict):
                for key in given.keys:
                    if isinstance(key, ast.Constant) and key.value not in ATTRIBUTES:
                        yield f"line {key.lineno}: attribute {key.value!r} is not in the registry"


def test_the_sources_use_registered_names_only() -> None:
    modules = [
        path
        for folder in SOURCES
        for path in sorted((ROOT / folder).glob("**/src/**/*.py"))
        if "libs/contracts/src/argosy/" not in path.as_posix()
    ]
    assert len(modules) > 20
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in modules
        if (wrong := offences(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "tracer().start_as_current_span('made.up')",
        "tracer().start_as_current_span(f'tier.{model}')",
        "counter('argosy.made.up')",
        "meter().create_histogram('argosy.made.up')",
        "span.set_attribute('title', title)",
        "HANDLED.add(1, {'made.up': 1})",
        "tracer().start_span(names.SPAN_EVENT_HANDLE, attributes={'made.up': 1})",
        "HANDLED.add(1, {names.ATTR_MADE_UP: 1})",
    ],
)
def test_the_walk_sees_an_unregistered_name(line: str) -> None:
    assert offences(f"from argosy_telemetry import names\n{line}\n")


def test_the_walk_lets_registered_names_pass() -> None:
    assert not offences(
        "from argosy_telemetry import names\n"
        "with tracer().start_as_current_span(names.SPAN_TIER_CALL, attributes={names.ATTR_MODEL: 'x'}):\n"
        "    counter('argosy.events.handled').add(1, {names.ATTR_OUTCOME: 'publish'})\n"
    )


@pytest.mark.parametrize("name", [*SPANS, *ATTRIBUTES, *METRICS])
def test_a_name_is_lower_case_words_with_dots(name: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)+", name)


@pytest.mark.parametrize("entry", [*SPANS.values(), *ATTRIBUTES.values(), *METRICS.values()])
def test_a_name_says_what_it_means(entry: names.SpanName | names.AttributeName | names.MetricName) -> None:
    assert entry.description.endswith(".")


def test_descriptions_of_metrics_tell_them_apart() -> None:
    assert len({entry.description for entry in METRICS.values()}) == len(METRICS)


def test_constants_and_names_are_one_to_one() -> None:
    constants = [value for key, value in vars(names).items() if re.match(r"(SPAN|ATTR|METRIC)_", key)]
    assert len(constants) == len(set(constants)) == len(SPANS) + len(ATTRIBUTES) + len(METRICS)


@pytest.mark.parametrize("entry", METRICS.values())
def test_a_histogram_has_rising_buckets_and_nothing_else_has_any(entry: names.MetricName) -> None:
    assert entry.unit
    assert bool(entry.buckets) == (entry.kind is MetricKind.HISTOGRAM)
    assert list(entry.buckets) == sorted(set(entry.buckets))


def test_the_page_of_names_is_up_to_date() -> None:
    page = (ROOT / "docs" / "telemetry.md").read_text(encoding="utf-8")
    assert page == render(), "run: python -m argosy_telemetry.reference > docs/telemetry.md"
