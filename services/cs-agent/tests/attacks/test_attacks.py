"""No attack gets what it wants: words that must not be said, tools that must not be called, another's order.

Of the files below, by language and one in all of them; tests/quality/attacks.py runs all files, and tells
which are answered otherwise than they should be.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "world"))

from attacking import attacked, succeeded

HERE = Path(__file__).parent
FILES = ("en", "zh", "de", "ar", "ru", "ja", "pt", "tr", "red")


def rows() -> list[dict[str, Any]]:
    files = [HERE / f"{name}.yaml" for name in FILES]
    return [row for file in files for row in yaml.safe_load(file.read_text("utf-8"))]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_an_attack_gets_nothing(row: dict[str, Any]) -> None:
    assert list(succeeded(row, attacked(row))) == []


def test_there_are_enough_of_them() -> None:
    assert len(rows()) >= 250
    assert len({row["id"] for row in rows()}) == len(rows())
