"""Why a picture could not be had or opened, by name."""

from __future__ import annotations

from typing import Final, Literal

from argosy_store import (
    BlobMissing,
    BlobRejected,
    BlobTooLarge,
    ImageFault,
    ImageRejected,
    OutsideFailed,
    StoreError,
    UnsafeAddress,
)

PictureFault = Literal[
    "address", "missing", "too_large", "too_small", "no_picture", "broken", "host_silent", "store_down",
]  # fmt: skip
_OF_AN_IMAGE: Final[dict[ImageFault, PictureFault]] = {
    ImageFault.TOO_MANY_BYTES: "too_large",
    ImageFault.TOO_MANY_PIXELS: "too_large",
    ImageFault.TOO_SMALL: "too_small",
    ImageFault.UNKNOWN_FORMAT: "no_picture",
    ImageFault.EMPTY: "no_picture",
}


def fault_of(error: BaseException) -> PictureFault:  # noqa: PLR0911 — one return a kind of error
    """The name of what `argosy_store` or opening raised; ``broken`` for what is none of theirs.

    ``host_silent`` and ``store_down`` may be otherwise tomorrow; no other is.
    """
    match error:
        case ImageRejected():
            return _OF_AN_IMAGE.get(error.fault, "broken")
        case UnsafeAddress():
            return "address"
        case BlobTooLarge():
            return "too_large"
        case BlobRejected():
            return "no_picture"
        case BlobMissing():
            return "missing"
        case OutsideFailed():
            return "host_silent" if error.retryable else "missing"
        case TimeoutError():
            return "host_silent"
        case StoreError():
            return "store_down"
    return "broken"
