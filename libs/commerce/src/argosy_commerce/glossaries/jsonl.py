"""Glossaries as JSON lines: one rule a line; also how the document store keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from argosy_commerce.glossaries.rows import Rows
from argosy_commerce.glossaries.rules import Rule

_KEYS = frozenset({"source", "language", "target", "never_translate", "category", "note"})
_EXAMPLE = '{"source": "...", "language": "es", "target": "..."}'


def written_line(rule: Rule) -> str:
    """A rule as one line of JSON, without what it does not say."""
    said: dict[str, object] = {"source": rule.source, "language": rule.language}
    if rule.target is None:
        said["never_translate"] = True
    else:
        said["target"] = rule.target
    said |= {"category": rule.category} if rule.category else {}
    said |= {"note": rule.note} if rule.note else {}
    return json.dumps(said, ensure_ascii=False)


def rule_of_line(line: str) -> Rule:
    """The rule that :func:`written_line` was given. Raises ValueError for any other line."""
    said = json.loads(line)
    try:
        target = None if said.get("never_translate") else said["target"]
        rule = Rule(said["source"], said["language"], target, said.get("category"), said.get("note", ""))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no rule: {line[:80]!r}") from error
    texts = [rule.source, rule.language, rule.target or "", rule.category or "", rule.note]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError(f"no rule: {line[:80]!r}")
    return rule


def write_jsonl(rules: Iterable[Rule]) -> bytes:
    """A line per rule."""
    return "".join(f"{written_line(rule)}\n" for rule in rules).encode()


def read_jsonl(text: str, rows: Rows) -> None:
    """Every line into ``rows``."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line, object_pairs_hook=_once)
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)[:80]
            rows.fault(number, f"not JSON ({what})", f"write a rule a line: {_EXAMPLE}")
            continue
        if problem := _problem(said):
            rows.fault(number, problem, f"write {_EXAMPLE}")
            continue
        rows.add(
            number,
            said.get("source") or "",
            said.get("language") or "",
            said.get("target") or "",
            never_translate=bool(said.get("never_translate")),
            category=said.get("category") or "",
            note=said.get("note") or "",
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is written twice")
    return found


def _problem(said: object) -> str:
    if not isinstance(said, dict):
        return "it is no object"
    if strange := sorted(set(said) - _KEYS):
        return f"it has the unknown key {strange[0][:40]!r}"
    if not isinstance(said.get("never_translate", False), bool | None):
        return "never_translate is neither true nor false"
    for key in _KEYS - {"never_translate"}:
        if not isinstance(said.get(key), str | None):
            return f"{key} is no text"
    if said.get("target") and not said.get("language"):
        return "it names no language"
    return ""
