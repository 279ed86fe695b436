"""What a few tests need beside the engines: the rules of services, pure, straight from their sources."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# The environments of the tier have neither the services nor the contracts installed.
SERVICES = ("listing-localizer", "chargeback-agent")
sys.path += [
    str(ROOT / "libs/contracts/src"),
    *(str(ROOT / "services" / name / "src") for name in SERVICES),
]
