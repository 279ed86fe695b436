"""The demo's catalogue is drawn with the fonts that the set-up unpacked where the machine has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from argosy_local.demo import canvas
from argosy_local.demo.catalogue import PRODUCTS, write_catalogue


def test_every_product_of_the_catalogue_has_its_pictures(tmp_path: Path) -> None:
    lines = write_catalogue(tmp_path, ["ES"]).read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(PRODUCTS)
    for line in lines:
        images = json.loads(line)["data"]["product"]["images"]
        assert images
        for image in images:
            with Image.open(tmp_path / "pictures" / Path(image["url"]).name) as picture:
                assert min(picture.size) >= 400


def test_fonts_are_found_where_the_set_up_unpacked_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canvas, "SYSTEM_FOLDERS", ())
    assert canvas.font.__wrapped__(20).getname()[0].startswith("Noto Sans CJK")
