"""What can go wrong with documents, blobs and outside addresses: few errors, each named."""


class StoreError(Exception):
    """Base of everything that this package raises for reasons outside the caller's code."""


class StoreUnavailable(StoreError):
    """The store or the blob store is gone, slow or changing its primary. Worth a retry, later."""


class StoreMisconfigured(StoreError):
    """Wrong address, credentials or rights. No retry mends it."""


class StoreFailed(StoreError):
    """The store refused an operation for a reason that is neither of the above: a bug, here or there."""


class DocumentConflict(StoreError):
    """Somebody else wrote first: the document exists already, or its version has moved on."""


class DocumentRejected(StoreError):
    """A document or key that can never be stored: too large, or not of the shapes the store knows."""


class GlossaryBroken(StoreError):
    """A glossary in the store is not what was put there, or parts of it are gone."""


class UnsafeAddress(StoreError):
    """An address that may not be read: not on the allow-list, private, or another merchant's."""


class OutsideFailed(StoreError):
    """An outside address could be read but was not.

    ``retryable`` is true for time-outs, refused connections and 5xx. It is not `StoreUnavailable` on
    purpose: a merchant chooses the host, and a dead host must not hold up a whole partition.
    """

    def __init__(self, message: str, *, retryable: bool) -> None:
        super().__init__(message)
        self.retryable = retryable


class BlobMissing(StoreError):
    """There is no blob at that address."""


class BlobTooLarge(StoreError):
    """More bytes than the limit that the caller or the store set."""


class ChecksumMismatch(StoreError):
    """The bytes that were read are not those that were written."""


class BlobRejected(StoreError):
    """Bytes that are not of a media type that may be stored here, or not of the one they claim."""
