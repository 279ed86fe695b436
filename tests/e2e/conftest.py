"""The whole stack with every service, started by the command a person types, once for all tests here."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from argosy_testing.collector import running_collector
from argosy_testing.shop import Shop


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Everything up; taken down at the end, after which nothing of it may be left."""
    with running_collector() as collector:
        found = Shop(tmp_path_factory.mktemp("shop"), collector)
        up = found.argosy("up", timeout=300)
        assert up.returncode == 0, up.stdout + up.stderr
        pids = [part["pid"] for part in json.loads(found.argosy("status", "--json").stdout)["parts"].values()]
        try:
            yield found
        finally:
            down = found.argosy("down")
        assert down.returncode == 0, down.stdout + down.stderr
        alive = [pid for pid in pids if pid is not None and Path(f"/proc/{pid}").exists()]
        assert not alive, f"left behind by `argosy down`: {alive}"


@pytest.fixture(scope="session")
def backpack() -> Callable[..., dict[str, Any]]:
    """Makes an event: ``backpack(folder, markets=[...])``."""
    return _backpack


def _drawn_picture(path: Path) -> Path:
    """A slogan and a figure over a plain ground."""
    image = Image.new("RGB", (640, 480), (236, 240, 244))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((330, 120, 580, 430), 40, fill=(60, 120, 160))
    font = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
    if not Path(font).exists():
        font = str(next(Path(".cache").glob("**/NotoSansCJK-Bold.ttc")))
    draw.text((30, 40), "防水耐磨", font=ImageFont.truetype(font, 52, index=2), fill=(20, 60, 90))
    draw.text((30, 130), "大容量", font=ImageFont.truetype(font, 40, index=2), fill=(40, 40, 40))
    image.save(path)
    return path


def _backpack(folder: Path, **changes: Any) -> dict[str, Any]:
    """The event of a backpack whose picture is drawn into a folder; ``changes`` go into its data."""
    folder.mkdir(parents=True, exist_ok=True)
    return {
        "type": "product.created",
        "merchant_id": "m-e2e",
        "platform": "tests",
        "data": {
            "product": {
                "id": f"pack-{uuid.uuid4().hex[:8]}",
                "language": "zh-CN",
                "title": "女士防水双肩包 大容量 黑色 35L",
                "description": "防水耐磨，大容量。",
                "category_hint": "箱包 > 双肩包",
                "brand": "Velta",
                "attributes": [{"name": "材质", "value": "涤纶"}, {"name": "重量", "value": "0.85kg"}],
                "images": [{"id": "front", "url": _drawn_picture(folder / "front.png").name, "role": "MAIN"}],
                "price": {"amount": "139.00", "currency": "CNY"},
            },
            "markets": ["US", "ES", "DE", "SA", "KR", "TH"],
            **changes,
        },
    }
