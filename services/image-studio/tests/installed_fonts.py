"""Where the set-up or the system keeps the fonts that the tests letter and read with."""

from __future__ import annotations

from pathlib import Path

from image_studio.domain.setting.fonts import SYSTEM_DIRS, FontBook

DIRECTORIES = (Path(__file__).parents[3] / ".cache/fonts", *SYSTEM_DIRS)


def font_book() -> FontBook:
    """The installed faces, with the shaper that Arabic and Thai need."""
    book = FontBook(DIRECTORIES)
    book.check(["ar", "th", "ko", "de"])
    return book


def font_file(name: str) -> Path:
    """A font file by its name.

    Raises:
        FileNotFoundError: it is in none of the directories.
    """
    for directory in DIRECTORIES:
        for path in directory.rglob(name):
            return path
    raise FileNotFoundError(f"{name} is in none of {', '.join(map(str, DIRECTORIES))}: run `make setup`")
