"""The words on a picture, read by the tier."""

from __future__ import annotations

import numpy as np

from argosy_inference import (
    CallContext,
    TextLine,
    TierClient,
    TierDeadlineExceeded,
    TierError,
    TierUnavailable,
)
from argosy_pictures.looks import Pixels


async def lines_on(tier: TierClient, pixels: Pixels, context: CallContext) -> tuple[TextLine, ...]:
    """What is written on it; () where a profile has no reader, or the picture is one that it breaks on.

    Raises:
        TierUnavailable, TierDeadlineExceeded: worth another try.
    """
    try:
        return (await tier.read_image_text(np.ascontiguousarray(pixels), context=context)).lines
    except (TierUnavailable, TierDeadlineExceeded):
        raise
    except TierError:
        return ()
