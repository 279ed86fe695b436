"""What processors take, and letters brought within it."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from chargeback_agent.adapters.pictures import shrink
from chargeback_agent.domain.case.model import Deadline, Dispute, Exhibit
from chargeback_agent.domain.letter.document import Paragraph, Picture, Run
from chargeback_agent.domain.letter.faces import Faces
from chargeback_agent.domain.letter.fitting import BEST, fitted
from chargeback_agent.domain.letter.limits import Limits, limits_of
from chargeback_agent.domain.letter.pdf import write_pdf
from chargeback_agent.domain.rules.loader import rule_book

from .letters import letter

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def limits(processor: str, network: str = "visa", stage: str = "dispute", country: str = "") -> Limits:
    dispute = Dispute(
        "d-1", "o-1", network, "", "fraud", "fraud", stage, None, NOW, Deadline(NOW, ""), (), processor
    )
    return limits_of(rule_book(), dispute, country)


@pytest.mark.parametrize(
    ("asked", "most_bytes", "pages"),
    [
        (("antom",), 750_000, None),
        (("adyen",), 2_000_000, None),
        (("adyen", "discover"), 2_000_000, None),
        (("adyen", "mastercard"), 2_000_000, 19),
        (("adyen", "mastercard", "dispute", "MX"), 800_000, 19),
        (("adyen", "visa", "dispute", "US"), 2_000_000, None),
        (("stripe", "mastercard"), 4_500_000, 19),
        (("oracle_payments", "mastercard", "inquiry"), 2_000_000, 4),
        (("oracle_payments", "mastercard", "arbitration"), 2_000_000, None),
        (("shopify_payments",), 2_000_000, 50),
        (("tesouro", "amex"), None, None),
        (("mollie",), None, None),
        (("nobody knows",), None, None),
    ],
)
def test_of_all_limits_that_hold_the_strictest_counts(asked, most_bytes, pages) -> None:
    found = limits(*asked)
    assert (found.most_bytes, found.pages) == (most_bytes, pages)


def test_a_processor_that_takes_no_pdf_for_a_network_is_named_with_what_it_takes() -> None:
    assert list(limits("tesouro", "amex").against_form(12)) == [
        "Tesouro takes no PDF for American Express, only jpeg, tiff, gif: save the letter as such."
    ]
    assert not list(limits("tesouro", "visa").against_form(12))
    assert limits("checkout", "amex").formats == ("pdf", "jpeg")


def test_every_processor_takes_our_type_and_knows_what_it_takes() -> None:
    for key, processor in rule_book().processors.items():
        for network in rule_book().networks:
            found = limits(key, network)
            assert not [one for one in found.against_form(12) if "points" in one]
            assert bool(found.formats) == any(one.network in {"", network} for one in processor.files)


def test_a_limit_is_named_with_the_size() -> None:
    assert list(limits("adyen", "mastercard", "dispute", "MX").against_size(800_001, 20)) == [
        "The PDF has 800,001 bytes; Adyen takes 800,000.",
        "The PDF has 20 pages; Adyen takes 19.",
    ]
    assert not list(limits("adyen", "mastercard", "dispute", "MX").against_size(800_000, 19))


def photo(label: str, width: int = 1_200, height: int = 900, quality: int = 95) -> Picture:
    """As heavy as a photo can be: noise over large forms."""
    noise = Image.frombytes("L", (width, height), random.Random(label).randbytes(width * height))  # noqa: S311 — no secret
    forms = Image.radial_gradient("L").resize((width, height))
    out = io.BytesIO()
    Image.merge("RGB", (Image.blend(forms, noise, 0.4),) * 3).save(out, "JPEG", quality=quality)
    return Picture(out.getvalue(), width, height, label)


class Case:
    """Exhibits A (required), B (weak) and C (strong) with a photo each; counts how often it is written."""

    exhibits = (
        Exhibit("A", "delivery_photo", "required", "shipment/1", strength=0.1),
        Exhibit("B", "delivery_photo", "supporting", "shipment/2", strength=0.2),
        Exhibit("C", "delivery_photo", "compelling", "shipment/3", strength=0.6),
    )

    def __init__(self) -> None:
        self.pictures = {one.label: photo(one.label) for one in self.exhibits}
        self.written = 0

    def write(self, pictures, apart):
        self.written += 1
        said = tuple(Paragraph((Run(f"Exhibit {label} is enclosed."),)) for label in apart)
        made = letter(pictures=tuple(pictures.values()))
        made = replace(made, blocks=(*made.blocks, *said))
        return made, write_pdf(made, NOW, Faces())

    def fitted(self, allowed: Limits):
        return fitted(self.exhibits, self.pictures, allowed, self.write, shrink)

    def shown(self, made) -> list[str]:
        return [block.caption for block in made.letter.blocks if isinstance(block, Picture)]


@pytest.fixture(scope="module")
def whole() -> int:
    """Bytes of the letter as it is first written."""
    case = Case()
    return len(case.write(case.pictures, ())[1].content)


def test_a_letter_that_fits_is_left_as_it_is(whole) -> None:
    case = Case()
    made = case.fitted(Limits("Antom", file_bytes=whole))
    assert (case.written, made.look) == (1, ())
    assert len(made.pdf.content) == whole


def test_pictures_become_coarser_until_antom_takes_the_letter(whole) -> None:
    assert whole > 750_000
    case = Case()
    made = case.fitted(limits("antom"))
    assert len(made.pdf.content) <= 750_000
    assert case.shown(made) == ["A", "B", "C"]
    assert made.look == ()
    assert case.written == 2


def test_where_coarser_is_not_enough_the_weakest_optional_picture_is_enclosed_apart() -> None:
    case = Case()
    made = case.fitted(Limits("Antom", file_bytes=120_000))
    assert len(made.pdf.content) <= 120_000
    assert case.shown(made) == ["A", "C"]
    assert "Exhibit B is enclosed." in [one.text for one in made.letter.blocks if isinstance(one, Paragraph)]
    assert [one.split(" is not")[0] for one in made.look] == ["The picture of Exhibit B"]


def test_a_required_picture_is_never_taken_out_and_the_reason_names_limit_and_size(whole) -> None:
    made = Case().fitted(Limits("Antom", file_bytes=20_000))
    assert len(made.pdf.content) == whole
    assert made.look == (f"The PDF has {whole:,} bytes; Antom takes 20,000.",)


def test_too_many_pages_are_mended_by_enclosing_pictures_as_fine_as_they_were() -> None:
    case = Case()
    pages = case.write(case.pictures, ())[1].pages
    made = case.fitted(Limits("Oracle Payment Cloud", pages=pages - 1))
    assert made.pdf.pages == pages - 1
    assert "A" in case.shown(made)
    kept = [block for block in made.letter.blocks if isinstance(block, Picture)]
    assert {(one.width, one.height) for one in kept} == {(1_200, 900)}


def test_nothing_is_enclosed_where_one_file_alone_is_taken_or_all_files_count() -> None:
    for allowed in (Limits("Nuvei", file_bytes=120_000, files=1), Limits("Stripe", total_bytes=120_000)):
        made = Case().fitted(allowed)
        assert len(made.look) == 1
        assert "takes 120,000" in made.look[0]


def test_a_coarser_picture_keeps_its_shape_and_is_never_heavier() -> None:
    heavy, light = photo("x"), photo("y", 80, 60, quality=10)
    assert shrink(heavy, BEST).width == 1_200
    coarse = shrink(heavy, replace(BEST, longest=600, quality=50))
    assert (coarse.width, coarse.height) == (600, 450)
    assert len(coarse.content) < len(heavy.content) / 3
    assert shrink(light, BEST) == light
