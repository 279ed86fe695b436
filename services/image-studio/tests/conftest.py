from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import cv2
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fake_gallery import SETTINGS, MemoryBlobs, Shelf
from installed_fonts import font_book

from argosy_inference import CallContext, ErasedImage, Image, Mask
from argosy_testing.tier import FakeTier
from image_studio.adapters.gallery import Gallery
from image_studio.adapters.jpeg_blocks import JpegBlocks
from image_studio.domain.setting.fonts import FontBook
from image_studio.domain.setting.typeset import Typesetter
from image_studio.handlers import Deps
from image_studio.studio import Studio


class InpaintingTier(FakeTier):
    """The fake tier with an eraser that fills in what it erases."""

    async def erase(self, image: Image, mask: Mask, *, context: CallContext) -> ErasedImage:
        self._note("erase", context, image, mask)
        marked = (mask > 0).astype(np.uint8)
        filled = np.asarray(cv2.inpaint(np.ascontiguousarray(image), marked, 4, cv2.INPAINT_TELEA))
        return ErasedImage(filled, self.engine)


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    return font_book()


@pytest.fixture(scope="session")
def typesetter(fonts: FontBook) -> Typesetter:
    return Typesetter(fonts)


@pytest.fixture
def tier() -> InpaintingTier:
    return InpaintingTier()


@pytest.fixture
async def studio(tier: InpaintingTier, typesetter: Typesetter) -> AsyncIterator[Studio]:
    blocks = JpegBlocks()
    yield Studio(tier, typesetter, blocks, min_coverage=0.6)
    await blocks.close()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def blobs() -> MemoryBlobs:
    return MemoryBlobs()


@pytest.fixture
def deps(studio: Studio, shelf: Shelf, blobs: MemoryBlobs) -> Deps:
    return Deps(studio, Gallery(blobs, shelf, try_again_s=(0.0, 0.0)), SETTINGS)
