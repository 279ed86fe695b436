"""The keys that the ledger is sealed with, as the services have them."""

from __future__ import annotations

import os

from argosy_ledger import Sealer


def sealer() -> Sealer:
    """From ARGOSY_LEDGER_KEYS and ARGOSY_LEDGER_LOOKUP_KEY. Raises UnusableKeys."""
    return Sealer.from_text(
        os.environ.get("ARGOSY_LEDGER_KEYS", ""), os.environ.get("ARGOSY_LEDGER_LOOKUP_KEY", "")
    )
