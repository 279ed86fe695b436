from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from argosy_testing.growth import cost_growth
from refund_agent.domain.complaints.profiles import near_goods
from refund_agent.domain.complaints.reading import read_complaint
from refund_agent.domain.complaints.term_base import goods

HERE = Path(__file__).parent
ROWS = [
    row
    for path in sorted(HERE.glob("lines*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))
]
MISREAD: dict[str, dict[str, int] | None] = {
    "zh-2": None,
    "en2-2": {"BL-1": 1},
    "en2-3": {"BT-4": 4},
    "en3-4": None,
    "ar3-1": None,
    "en4-2": None,
    "ko4-1": None,
    "de5-3": {"DE-3": 3},
    "pl5-1": None,
    "nl6-2": None,
    "tr6-1": None,
}
"""What is read where it is not what is meant; None: not clear."""


@dataclass(frozen=True)
class Line:
    sku: str
    title: str
    quantity: int = 1


MUGS = (Line("M-BL", "陶瓷马克杯 350ml 蓝色"), Line("M-WH", "陶瓷马克杯 350ml 白色"))
GLASSES = Line("G-6", "玻璃杯", 6)


def meant(text: str, language: str, *lines: Line) -> dict[str, int] | None:
    """Pieces by sku; None where the words do not tell which line is meant."""
    complaint = read_complaint(text, language, lines)
    if complaint.unclear:
        assert not complaint.skus
        return None
    told = dict(complaint.quantities)
    chosen = [line for line in lines if line.sku in complaint.skus or not complaint.skus]
    return {line.sku: told.get(line.sku, line.quantity) for line in chosen}


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_lines_and_pieces_are_read_as_a_person_reads_them(row: dict[str, Any]) -> None:
    lines = [Line(*line) for line in row["order"]]
    ordered = {line.sku: line.quantity for line in lines}
    truth = (
        None if row.get("unclear") else {sku: count or ordered[sku] for sku, count in row["meant"].items()}
    )
    assert meant(row["text"], row["language"], *lines) == MISREAD.get(row["id"], truth)


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("The blue mug is fine, the white one is broken", {"M-WH": 1}),
        ("white one broken", {"M-WH": 1}),
        ("Both mugs are broken", {"M-BL": 1, "M-WH": 1}),
        ("One of the mugs is broken", None),
        ("The mug is broken", None),
        ("It is broken", None),
        ("The red one is broken", None),
        ("Where is my parcel? Nothing has arrived.", {"M-BL": 1, "M-WH": 1}),
        ("M-BL is broken", {"M-BL": 1}),
        ("M-BL is fine, M-WH is broken", {"M-WH": 1}),
        ("M-BL-2 is broken", None),
        ("The white one is not fine, it is cracked", {"M-WH": 1}),
        ("", None),
    ],
)
def test_of_two_mugs_the_one_that_is_spoken_of_is_meant(text: str, truth: dict[str, int] | None) -> None:
    assert meant(text, "en", *MUGS) == truth


def test_two_lines_of_one_sku_are_one_thing() -> None:
    lines = (Line("A-1", "Mug blue"), Line("A-1", "Mug blue"), Line("B-1", "Vase"))
    complaint = read_complaint("One of the mugs is broken", "en", lines)
    assert (complaint.skus, complaint.quantities) == (("A-1",), (("A-1", 1),))


def test_a_colour_says_nothing_where_another_line_has_none_told() -> None:
    lines = (Line("A", "Mug blue"), Line("B", "Vase"))
    assert meant("The blue one is broken", "en", *lines) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2 of the 6 glasses are broken", 2),
        ("Two of the six glasses are broken", 2),
        ("Two glasses broke", 2),
        ("Only 4 of the 6 glasses were in the box", 2),
        ("4 are fine, the others are cracked", 2),
        ("half of the glasses are broken", 3),
        ("all six glasses are broken", 6),
        ("The glasses are broken, I paid 2 euros each", 6),
        ("The glasses came after 5 days and are broken", 6),
        ("Ordered on 3 November. The glasses are broken", 6),
        ("size 4 glasses, all broken", 6),
        ("8 glasses are broken", 6),
        ("order no. 5, the glasses are broken", 6),
    ],
)
def test_a_number_counts_pieces_only_where_it_counts_them(text: str, count: int) -> None:
    assert meant(text, "en", GLASSES) == {"G-6": count}


def test_no_text_makes_more_pieces_than_were_ordered() -> None:
    for number in range(12):
        told = meant(f"{number} of the {number} glasses are broken, {number} more are missing", "en", GLASSES)
        assert told is not None
        assert 0 < told["G-6"] <= GLASSES.quantity


def test_what_is_read_of_lines_grows_no_faster_than_the_text() -> None:
    text = "The white mug is broken, the blue one is fine, two of the glasses are cracked. "
    lines = (*MUGS, GLASSES)
    growth = cost_growth(lambda size: read_complaint((text * 300)[:size], "en", lines), 2_500, 20_000)
    assert growth < 30  # 8 times the text; 64 would be its square


def test_a_line_of_one_piece_has_no_number() -> None:
    complaint = read_complaint("One of the glasses is broken", "en", [replace(GLASSES, quantity=1)])
    assert complaint.quantities == ()


def test_goods_that_are_called_by_each_others_names_are_in_the_term_base() -> None:
    unknown = set(near_goods()) - set(goods().things)
    assert not unknown


@pytest.mark.parametrize(
    ("text", "language", "sku"),
    [
        ("The earphones are broken", "en", "H"),
        ("หูฟังเสีย", "th", "H"),
        ("Die Schuhe sind kaputt", "de", "S"),
        ("The bag is torn", "en", "B"),
        ("Чашка разбита", "ru", "M"),
    ],
)
def test_a_thing_is_found_by_a_neighbours_name_and_by_its_departments(
    text: str, language: str, sku: str
) -> None:
    lines = (Line("H", "头戴式耳机"), Line("S", "运动鞋"), Line("B", "手提包"), Line("M", "马克杯"))
    assert read_complaint(text, language, lines).skus == (sku,)
