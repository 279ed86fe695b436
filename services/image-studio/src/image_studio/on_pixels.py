"""Work on one picture's pixels, kept from taking the service down with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

import cv2

from argosy_eventing.threads import in_thread
from argosy_telemetry import logger

P = ParamSpec("P")
T = TypeVar("T")

# What numbers do to code that did not think of them; anything else is no fault of a picture.
_OF_A_PICTURE: Final = (ArithmeticError, ValueError, IndexError, cv2.error)
_log = logger("image_studio.on_pixels")


class PictureDefied(Exception):
    """A picture on which the studio's own measuring failed; the message names the step.

    Whoever draws a picture chooses its pixels. One that finds a fault in the studio is marked and
    passes as it is; it does not stop the pictures behind it.
    """


async def on_pixels(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Do some work in a thread.

    Raises:
        PictureDefied: the work failed on these pixels.
    """
    try:
        return await in_thread(work, *args, **kwargs)
    except _OF_A_PICTURE as error:
        step = getattr(work, "__name__", "a step").strip("_")
        _log.error("picture_defied", step=step, error=type(error).__name__, exc_info=True)
        raise PictureDefied(f"the studio failed on this picture ({step}, {type(error).__name__})") from error
