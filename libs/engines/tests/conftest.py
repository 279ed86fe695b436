"""What one test needs beside the engines: the rules of a service, pure, straight from their sources."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# The environments of the tier have neither the services nor the contracts installed.
sys.path += [str(ROOT / "libs/contracts/src"), str(ROOT / "services/listing-localizer/src")]
