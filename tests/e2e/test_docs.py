"""The programs that docs/emit-and-subscribe.md and docs/operating.md show, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "emit-and-subscribe.md"


def program(name: str, page: Path = PAGE) -> str:
    found = re.search(
        rf"^( *)```python {name}\n(.*?)^\1```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found, f"{page.name} has no program {name}"
    return textwrap.dedent(found[2])


@pytest.mark.parametrize(("name", "most"), [("emit", 18), ("subscribe", 18), ("edit", 26)])
def test_a_program_of_the_docs_is_short(name: str, most: int) -> None:
    lines = [line for line in program(name).splitlines() if line.strip()]
    assert len(lines) <= most, len(lines)


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


def test_what_an_operator_tries_in_a_pod_ends_with_a_listing(shop: Shop) -> None:
    """With nothing but what a service's container has: its environment, and python reading from stdin."""
    tried = subprocess.run(
        [sys.executable, "-"],
        input=program("try", DOCS / "operating.md"),
        env={**os.environ, **shop.addresses()},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert tried.returncode == 0, tried.stderr
    assert "Camiseta" in tried.stdout


def test_what_the_docs_edit_comes_back_as_a_picture(
    shop: Shop, backpack: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    shop.run(tmp_path, backpack(tmp_path, markets=["ES"]))
    environment = {**os.environ, **shop.addresses()}
    edited = subprocess.run(
        [sys.executable, "-c", program("edit")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    product = edited.stdout.strip()
    for _ in range(60):
        found = [event["data"] for event in shop.published("image.rendered")]
        answers = [data for data in found if data["product_id"] == product and data["request_id"] == "edit-1"]
        if answers:
            break
        time.sleep(1)
    assert answers[0]["regions"][0]["text"] == "¡Nuevo!"
    assert answers[0]["images"]
