"""Set a machine up for Argosy from nothing but Python, Java, Maven and (for `buf`) Go.

    python3 deploy/local/provision run        what `argosy up` needs
    python3 deploy/local/provision models     the environment with torch (5.5 GB)
    python3 deploy/local/provision tools      buf, helm, hadolint, promtool, others' resource definitions
    python3 deploy/local/provision cluster    Kubernetes' control plane, for `make test-deploy`
    python3 deploy/local/provision observability   Prometheus and a collector of traces
    python3 deploy/local/provision lock       write requirements/*.lock anew

Each step is stamped with a digest of what it was made from, so a second call takes a second.
Standard library only: it runs before any environment exists.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import environments
import fonts
import jars
import kubernetes
import observability
import tools
from progress import Missing, say

STEPS: dict[str, tuple[Callable[[], None], ...]] = {
    "run": (
        tools.check,
        environments.main,
        environments.tier,
        jars.kafka,
        jars.docstore,
        fonts.install,
    ),
    "main": (environments.main,),
    "tier": (environments.tier,),
    "models": (environments.models,),
    "tools": (tools.buf, tools.helm, tools.images, observability.prometheus, kubernetes.definitions),
    "observability": (observability.prometheus, observability.collector),
    "cluster": (kubernetes.control_plane,),
    "lock": (environments.lock,),
}


def main(names: list[str]) -> int:
    """Run the named groups of steps in order; 1 and the remedy where something is missing."""
    unknown = [name for name in names if name not in STEPS]
    if unknown or not names:
        say(f"unknown step {', '.join(unknown) or '(none)'}: use {', '.join(STEPS)}")
        return 64
    began = time.monotonic()
    try:
        for name in names:
            for step in STEPS[name]:
                step()
    except Missing as missing:
        say(f"\n{missing}")
        return 1
    say(f"set up ({' '.join(names)}) in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
