"""Pictures, a clock that stands still until told, and a store in memory."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from PIL import Image

from argosy_testing.store import MemoryStore

# How long an example takes says more about the machine's load than about the code.
settings.register_profile("argosy", deadline=None)
settings.load_profile("argosy")


class Clock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, 0, 123_456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, step: timedelta) -> None:
        self.now += step


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture(scope="session")
def picture() -> Callable[..., bytes]:
    """Bytes of a picture with some structure in it, so that compression leaves something to cut."""

    def make(
        form: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object
    ) -> bytes:
        image = Image.radial_gradient("L").resize(size).convert(mode)
        buffer = io.BytesIO()
        image.save(buffer, form, **options)
        return buffer.getvalue()

    return make
