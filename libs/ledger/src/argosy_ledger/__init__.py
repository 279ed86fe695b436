"""What is known of a merchant's orders, kept as events tell it: in any order, twice, corrected."""

from argosy_ledger.facts import Conversation, Fact, OrderFacts, PolicyHistory, Said, utc
from argosy_ledger.repositories import ConversationLedger, OrderLedger, PolicyLedger
from argosy_ledger.resealing import SealedDocuments, documents_by_key, reseal
from argosy_ledger.sealing import CannotOpen, Sealer, UnusableKeys

__all__ = [
    "CannotOpen",
    "Conversation",
    "ConversationLedger",
    "Fact",
    "OrderFacts",
    "OrderLedger",
    "PolicyHistory",
    "PolicyLedger",
    "Said",
    "SealedDocuments",
    "Sealer",
    "UnusableKeys",
    "documents_by_key",
    "reseal",
    "utc",
]
