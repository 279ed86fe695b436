"""The table of a chart's values, from values.yaml and the comments above its keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

BEGIN = "<!-- values: written by deploy/charts/generate.py from values.yaml -->"
END = "<!-- /values -->"


class NoComment(ValueError):
    """A value nobody has explained."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value: its path with dots, its default as JSON (empty for a group), what its comment says."""

    path: str
    default: str
    says: str


def rows(text: str) -> Iterator[Row]:
    """Groups and leaves in the order of the file.

    A comment stands right above its key, as deep as the key. A leaf without one takes part in the
    comment of its group; one that has neither raises `NoComment`.
    """
    root = yaml.compose(text)
    if not isinstance(root, yaml.MappingNode):
        raise NoComment("values.yaml is no mapping")
    yield from _rows(root, (), text.splitlines(), explained=False)


def _rows(
    node: yaml.MappingNode, above: tuple[str, ...], lines: list[str], *, explained: bool
) -> Iterator[Row]:
    for key, value in node.value:
        path = (*above, str(key.value))
        says = _comment(lines, key.start_mark.line, key.start_mark.column)
        known = explained or bool(says)
        if isinstance(value, yaml.MappingNode) and value.value:
            if says:
                yield Row(".".join(path), "", says)
            yield from _rows(value, path, lines, explained=known)
        elif not known:
            raise NoComment(f"line {key.start_mark.line + 1}: {'.'.join(path)} has no comment above it")
        else:
            yield Row(".".join(path), _default(value), says)


def _default(node: yaml.Node) -> str:
    return json.dumps(yaml.safe_load(yaml.serialize(node)), ensure_ascii=False)


def _comment(lines: list[str], line: int, column: int) -> str:
    said: list[str] = []
    for above in reversed(lines[:line]):
        if not above.startswith(" " * column + "# "):
            break
        said.insert(0, above.strip()[2:].strip())
    return " ".join(said)


def table(text: str) -> str:
    """The rows as Markdown."""
    out = ["| value | default | what it is |", "|---|---|---|"]
    for row in rows(text):
        name = f"`{row.path}`" if row.default else f"**`{row.path}`**"
        default = f"`{row.default}`" if row.default else ""
        cells = (name, default, row.says)
        out.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(out)


def with_table(page: str, values: str) -> str:
    """The page with a fresh table between its two marks; a page without marks stays as it is."""
    if BEGIN not in page:
        return page
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the page has {BEGIN!r} and no {END!r} after it")
    return f"{before}{BEGIN}\n\n{table(values)}\n\n{END}{after}"
