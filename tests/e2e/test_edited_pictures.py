"""A merchant corrects one line of a finished picture and gets that picture again."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from argosy_testing.shop import Shop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


def _request(image: dict[str, Any], regions: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return {
        "type": "image.requested",
        "merchant_id": "m-e2e",
        "platform": "tests",
        "data": {
            "request_id": name,
            "product_id": image["product_id"],
            "image_url": image["original"]["url"],
            "markets": [image["market"]],
            "job": {"letter": {"regions": regions}},
        },
    }


@pytest.fixture(scope="module")
def image(
    shop: Shop, backpack: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("edited")
    results = shop.run(folder, backpack(folder, markets=["ES"]))
    (found,) = [event["data"] for event in results if event["type"] == "image.localized"]
    return dict(found)


def test_regions_as_they_came_give_the_same_picture(
    shop: Shop, image: dict[str, Any], tmp_path: Path
) -> None:
    (result,) = shop.run(tmp_path, _request(image, image["regions"], "as-it-was"))
    assert result["type"] == "image.rendered"
    assert result["data"]["images"][0]["blob"]["sha256"] == image["image"]["sha256"]


def test_an_edited_text_stands_in_the_picture(shop: Shop, image: dict[str, Any], tmp_path: Path) -> None:
    regions = copy.deepcopy(image["regions"])
    edited = next(region for region in regions if region["action"] == "TRANSLATED")
    edited["text"], edited["color"] = "Nuevo", "#c00000"
    (result,) = shop.run(tmp_path, _request(image, regions, "edited"))
    data = result["data"]
    assert data["images"][0]["blob"]["sha256"] != image["image"]["sha256"]
    now = next(region for region in data["regions"] if region["id"] == edited["id"])
    assert (now["text"], now["color"]) == ("Nuevo", "#c00000")
    assert data["checks"]["pixels_changed_outside_regions"] == 0
    assert data["checks"]["overflowing_regions"] == 0


def test_a_job_that_is_not_offered_is_answered(shop: Shop, image: dict[str, Any], tmp_path: Path) -> None:
    request = _request(image, [], "cutout")
    request["data"]["job"] = {"cutout": {"background": "WHITE"}}
    (result,) = shop.run(tmp_path, request)
    assert result["data"]["rejected_input"]["code"] == "job_not_offered"
