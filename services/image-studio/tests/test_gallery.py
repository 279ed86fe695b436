"""The gallery of measured pictures says the truth about itself."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops
from quality.draw import main
from quality.gallery import PICTURES, Entry, pictures
from quality.style import kind_of
from quality.truth import CHANGING, KINDS

_ASKED = frozenset(
    """
    slogan outlined tilted badge burst circle tag ribbon corner features upright size_chart ruled striped open
    parameters before_after comparison code contact watermark_tiled watermark_single busy legal wrapped
    dimensions swatches steps gradient shadow glow double mixed platform claims promotion dates dark panelled
    banner long
    """.split()  # noqa: SIM905 -- a paragraph of words reads better than forty quoted ones
)
_FEW = ("t-badge-pan", "t-upright-tea", "t-wrapped-jar", "t-tilted-bear", "t-size-merged", "t-code-shop")


def _named(name: str) -> Entry:
    return next(entry for entry in PICTURES if entry.name == name)


def test_there_are_pictures_enough_and_their_names_differ() -> None:
    split = Counter(entry.split for entry in PICTURES)
    assert split["tuning"] >= 20
    assert split["held_out"] >= 60
    assert len({entry.name for entry in PICTURES}) == len(PICTURES)


def test_every_layout_merchants_make_is_held_out() -> None:
    shown = {one for entry in pictures("held_out") for one in entry.layouts}
    assert _ASKED - shown == set()


def test_held_out_titles_are_not_those_of_tuning() -> None:
    titles = {
        split: {one for entry in pictures(split) for one in _words(entry)} for split in ("tuning", "held_out")
    }
    assert titles["tuning"] & titles["held_out"] == set()


def _words(entry: Entry) -> set[str]:
    return {line for line in entry.spec.get("words", {}).get("title", []) if len(line) > 4}


def test_a_picture_is_drawn_the_same_each_time() -> None:
    first, second = (_named("t-tilted-bear").draw() for _ in range(2))
    assert ImageChops.difference(first.image(), second.image()).getbbox() is None
    assert [line.quad for line in first.lines] == [line.quad for line in second.lines]


@pytest.mark.parametrize("name", _FEW)
def test_a_line_lies_in_its_picture_and_its_ink_in_its_quad(name: str) -> None:
    picture = _named(name).draw()
    wide, high = picture.size
    for line in picture.lines:
        assert line.kind in KINDS
        quad = np.array(line.quad)
        assert quad.min() >= 0
        assert (quad.max(axis=0) <= (wide, high)).all()
        ys, xs = np.nonzero(line.ink(picture.size) > 128)
        assert len(xs) > 0, line.text
        for (ax, ay), (bx, by) in zip(quad, np.roll(quad, -1, axis=0), strict=True):
            length = np.hypot(bx - ax, by - ay)
            inward = ((bx - ax) * (ys + 0.5 - ay) - (by - ay) * (xs + 0.5 - ax)) / length
            assert inward.min() > -1.5, (line.text, float(inward.min()))


@pytest.mark.parametrize("name", _FEW)
def test_the_clean_picture_differs_only_under_the_lettering_that_changes(name: str) -> None:
    picture = _named(name).draw()
    differs = np.asarray(ImageChops.difference(picture.image(), picture.clean())).max(axis=2) > 0
    traced = np.zeros(differs.shape, bool)
    for line in picture.lines:
        if line.kind in CHANGING:
            traced |= line.trace(picture.size) > 0
    assert differs.any()
    assert not (differs & ~traced).any()


def test_lines_of_one_picture_do_not_lie_on_each_other() -> None:
    for name in _FEW:
        picture = _named(name).draw()
        inked = np.zeros((picture.size[1], picture.size[0]), np.uint8)
        for line in picture.lines:
            if line.kind != "WATERMARK":
                inked += line.ink(picture.size) > 128
        assert inked.max() == 1, name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("¥59.9", "NUMBER"),
        ("XL", "NUMBER"),
        ("39元", "NUMBER"),
        ("10000mAh", "NUMBER"),
        ("保温24小时", "TEXT"),
        ("NEW ARRIVAL 2024", "TEXT"),
        ("满300减50", "TEXT"),
    ],
)
def test_figures_are_numbers_and_phrases_with_figures_are_text(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_files_and_truth_are_written(tmp_path: Path) -> None:
    assert main([str(tmp_path), "--split", "tuning", "--only", "t-badge-shoe"]) == 0
    known = json.loads((tmp_path / "t-badge-shoe.json").read_text(encoding="utf-8"))
    with Image.open(tmp_path / known["file"]) as written:
        assert written.size == tuple(known["size"])
    assert known["split"] == "tuning"
    assert {"¥129", "到手价"} <= {line["text"] for line in known["lines"]}
