from typing import get_args

import pytest

from argosy_pictures.faults import PictureFault, fault_of
from argosy_pictures.opening import opened
from argosy_store import (
    BlobMissing,
    BlobRejected,
    BlobTooLarge,
    OutsideFailed,
    StoreError,
    StoreUnavailable,
    UnsafeAddress,
)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (UnsafeAddress("x"), "address"),
        (BlobTooLarge("x"), "too_large"),
        (BlobRejected("x"), "no_picture"),
        (BlobMissing("x"), "missing"),
        (OutsideFailed("x", retryable=True), "host_silent"),
        (OutsideFailed("x", retryable=False), "missing"),
        (TimeoutError(), "host_silent"),
        (StoreUnavailable("x"), "store_down"),
        (ValueError(), "broken"),
    ],
)
def test_each_error_has_one_name(error: Exception, name: str) -> None:
    assert fault_of(error) == name
    assert name in get_args(PictureFault)


def test_what_is_no_picture_is_told_so() -> None:
    with pytest.raises(StoreError) as caught:
        opened(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert fault_of(caught.value) == "no_picture"
