"""Looks at a catalogue's pictures with the stack's tier; files beside the catalogue count as allowed."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from search_tagger.domain.searching.documents import Document
from search_tagger.looking import looked_at
from search_tagger.seeing import opened_eyes
from search_tagger.settings import PictureSettings


class CataloguePictures:
    """A `Looker`; enter it before use. ``folder``: where the catalogue lies."""

    def __init__(self, merchant: str, base: TermBase, folder: Path, tier: str) -> None:
        given = PictureSettings()
        self._merchant = merchant
        self._base = base
        self._folder = folder.resolve()
        allowed = ",".join(filter(None, [given.fetch_allow, self._folder.as_uri()]))
        self._settings = given.model_copy(update={"triton_url": tier, "fetch_allow": allowed})

    def __enter__(self) -> Self:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._eyes = self._runner.run(self._stack.enter_async_context(opened_eyes(self._settings)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()

    @property
    def looks(self) -> str:
        """How many are looked at."""
        return self._eyes.looks

    def tagged(self, product: product_pb2.Product) -> Document:
        """By words and pictures; a name without a scheme is a file beside the catalogue."""
        given = product_pb2.Product()
        given.CopyFrom(product)
        for image in given.images:
            if image.url and not _scheme(image.url):
                image.url = (self._folder / image.url).as_uri()
        return self._runner.run(looked_at(given, self._merchant, self._base, self._eyes))


def _scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return "?"
