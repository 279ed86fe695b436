"""Documents and blobs: MongoDB repositories, the content-addressed blob store, guarded fetches, pictures."""

from argosy_store.connection import Store
from argosy_store.documents import DocumentRepository, Index, Versioned
from argosy_store.errors import (
    BlobMissing,
    BlobRejected,
    BlobTooLarge,
    ChecksumMismatch,
    DocumentConflict,
    DocumentRejected,
    OutsideFailed,
    StoreError,
    StoreFailed,
    StoreMisconfigured,
    StoreUnavailable,
    UnsafeAddress,
)
from argosy_store.outcomes import OutcomeRepository, StoredOutcome

__all__ = [
    "BlobMissing",
    "BlobRejected",
    "BlobTooLarge",
    "ChecksumMismatch",
    "DocumentConflict",
    "DocumentRejected",
    "DocumentRepository",
    "Index",
    "OutcomeRepository",
    "OutsideFailed",
    "Store",
    "StoreError",
    "StoreFailed",
    "StoreMisconfigured",
    "StoreUnavailable",
    "StoredOutcome",
    "UnsafeAddress",
    "Versioned",
]
