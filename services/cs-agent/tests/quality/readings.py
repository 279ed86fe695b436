# ruff: noqa: T201 — prints what it measures
"""How the messages of tests/readings.yaml are read: `python readings.py [FILE]`. Prints those read wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml

from cs_agent.domain.conversation import State
from cs_agent.domain.understanding import reading

NOW = datetime(2026, 2, 20, tzinfo=UTC)
FILE = Path(__file__).parents[1] / "readings.yaml"


def read_all(file: Path = FILE) -> Iterator[tuple[str, str, bool, bool, str]]:
    """(language, text, main right, all wishes seen, what was read) of each message, its tag being right."""
    for language, rows in yaml.safe_load(file.read_text(encoding="utf-8")).items():
        for text, mains, besides in rows:
            found = reading.understand(text, language, State("c"), None, NOW).intents
            named = {one.intent for one in found}
            told = ", ".join(f"{one.intent} {one.confidence}" for one in found)
            yield language, text, found[0].intent in mains, set(besides) <= named, told


def main() -> None:
    """Measures."""
    reading.concepts_in = lambda text, language: ()  # type: ignore[assignment]
    rows = list(read_all(Path(sys.argv[1]) if sys.argv[1:] else FILE))
    for language, text, main_right, all_seen, told in rows:
        if not (main_right and all_seen):
            print(language, "main" if not main_right else "besides", f"{text!r}: {told}")
    print(
        f"main {sum(row[2] for row in rows)}, main and all besides {sum(row[2] and row[3] for row in rows)}",
        end=" ",
    )
    print(f"of {len(rows)}")


if __name__ == "__main__":
    main()
