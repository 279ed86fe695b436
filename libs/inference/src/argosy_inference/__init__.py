"""The one typed client of the Triton inference tier."""

from argosy_inference.answers import Answers, Writer
from argosy_inference.errors import (
    TierDeadlineExceeded,
    TierError,
    TierFailed,
    TierModelMissing,
    TierRejected,
    TierUnavailable,
)
from argosy_inference.settings import TierSettings
from argosy_inference.tier import Tier
from argosy_inference.values import (
    CallContext,
    Constraints,
    EmbeddingKind,
    Embeddings,
    EngineIdentity,
    ErasedImage,
    GeneratedText,
    Image,
    ImageText,
    LeftOver,
    Mask,
    Register,
    Sampling,
    TermConstraint,
    TextLine,
    TierClient,
    Translation,
    TranslationRequest,
)

__all__ = [
    "Answers",
    "CallContext",
    "Constraints",
    "EmbeddingKind",
    "Embeddings",
    "EngineIdentity",
    "ErasedImage",
    "GeneratedText",
    "Image",
    "ImageText",
    "LeftOver",
    "Mask",
    "Register",
    "Sampling",
    "TermConstraint",
    "TextLine",
    "Tier",
    "TierClient",
    "TierDeadlineExceeded",
    "TierError",
    "TierFailed",
    "TierModelMissing",
    "TierRejected",
    "TierSettings",
    "TierUnavailable",
    "Translation",
    "TranslationRequest",
    "Writer",
]
