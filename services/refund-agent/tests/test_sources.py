"""Every source of this service is of the one shape, and says how well it is known in one of four words."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from argosy_commerce.sources import Source


def every(folder: Traversable) -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for one in folder.iterdir():
        if one.is_dir():
            found += every(one)
        elif one.name.endswith(".yaml"):
            document = yaml.load(one.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
            rows = document.get("sources") or {}
            found += [(one.name, key, row) for key, row in rows.items()]
    return found


def test_every_source_is_of_one_shape() -> None:
    rows = every(files("refund_agent") / "data")
    assert len({name for name, _, _ in rows}) >= 3
    for name, key, row in rows:
        source = Source.model_validate(row)
        if source.how != "general knowledge":
            assert source.url or source.publisher == "Argosy", f"{name}: {key}"


@pytest.mark.parametrize("how", ["read", "account", "outside list", "hearsay", ""])
def test_other_words_for_how_it_is_known_are_refused(how: str) -> None:
    row = {"title": "t", "publisher": "p", "seen": "2026-11-26", "how": how}
    with pytest.raises(ValidationError, match="how"):
        Source.model_validate(row)
