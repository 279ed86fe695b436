"""Documents and blobs: MongoDB repositories, the content-addressed blob store, guarded fetches, pictures."""

from argosy_store.addresses import AllowList
from argosy_store.blobs import BlobStore, StoredBlob
from argosy_store.connection import Store
from argosy_store.documents import DocumentRepository, Index, Unchanged, Versioned
from argosy_store.errors import (
    BlobMissing,
    BlobRejected,
    BlobTooLarge,
    ChecksumMismatch,
    DocumentConflict,
    DocumentRejected,
    GlossaryBroken,
    OutsideFailed,
    StoreError,
    StoreFailed,
    StoreMisconfigured,
    StoreUnavailable,
    UnsafeAddress,
)
from argosy_store.fetching import bytes_at
from argosy_store.glossaries import GlossaryRepository, PlatformGlossaryRepository, StoredGlossary
from argosy_store.glossary_cache import GlossaryCache
from argosy_store.images import ImageFacts, ImageFault, ImageRejected, inspect_image, load_image
from argosy_store.keys import document_id
from argosy_store.layered_glossaries import LayeredGlossaries
from argosy_store.outcomes import OutcomeRepository, StoredOutcome
from argosy_store.outside import Fetched, OutsideFetcher
from argosy_store.sweeping import delete_each, sweep_forever

__all__ = [
    "AllowList",
    "BlobMissing",
    "BlobRejected",
    "BlobStore",
    "BlobTooLarge",
    "ChecksumMismatch",
    "DocumentConflict",
    "DocumentRejected",
    "DocumentRepository",
    "Fetched",
    "GlossaryBroken",
    "GlossaryCache",
    "GlossaryRepository",
    "ImageFacts",
    "ImageFault",
    "ImageRejected",
    "Index",
    "LayeredGlossaries",
    "OutcomeRepository",
    "OutsideFailed",
    "OutsideFetcher",
    "PlatformGlossaryRepository",
    "Store",
    "StoreError",
    "StoreFailed",
    "StoreMisconfigured",
    "StoreUnavailable",
    "StoredBlob",
    "StoredGlossary",
    "StoredOutcome",
    "Unchanged",
    "UnsafeAddress",
    "Versioned",
    "bytes_at",
    "delete_each",
    "document_id",
    "inspect_image",
    "load_image",
    "sweep_forever",
]
