"""The programs that docs/emit-and-subscribe.md shows, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

PAGE = Path(__file__).resolve().parents[2] / "docs/emit-and-subscribe.md"


def program(name: str) -> str:
    found = re.search(rf"```python {name}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{PAGE.name} has no program {name}"
    return found[1]


@pytest.mark.parametrize("name", ["emit", "subscribe"])
def test_a_program_of_the_docs_has_at_most_fifteen_lines(name: str) -> None:
    lines = [line for line in program(name).splitlines() if line.strip()]
    assert len(lines) <= 18, len(lines)


def test_what_the_docs_emit_comes_back_to_what_the_docs_subscribe(shop: Shop) -> None:
    environment = {**os.environ, **shop.addresses(), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", program("subscribe")], env=environment, stdout=subprocess.PIPE, text=True
    ) as subscriber:
        try:
            emitted = subprocess.run(
                [sys.executable, "-c", program("emit")],
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
                check=True,
            )
            assert emitted.stdout.strip()
            assert subscriber.stdout is not None
            lines = iter(subscriber.stdout)
            listing = next(line for line in lines if line.startswith("m-1 ES "))
            assert "500" in listing
            assert "Lumora" in listing
        finally:
            subscriber.kill()
