"""Writes charts/argosy/files/dashboards: `.venv/bin/python deploy/observability/dashboards [--check]`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import business
import pipeline
import tier
from grafana_foundation_sdk.cog.encoder import JSONEncoder

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "charts" / "argosy" / "files" / "dashboards"


def rendered() -> dict[Path, str]:
    """What the files should hold."""
    made = {"business": business.build(), "pipeline": pipeline.build(), "tier": tier.build()}
    return {
        TARGET / f"{name}.json": json.dumps(
            json.loads(JSONEncoder(sort_keys=True).encode(one.build())),
            indent=1,
            sort_keys=True,
            ensure_ascii=False,
        )
        + "\n"
        for name, one in made.items()
    }


def main(words: list[str]) -> int:
    """0 when written, or with --check when the files are as they should be."""
    stale = [path for path, text in rendered().items() if not path.is_file() or path.read_text() != text]
    if words == ["--check"]:
        for path in stale:
            sys.stderr.write(f"{path} is not what the sources say: `make dashboards` writes it\n")
        return 1 if stale else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for path, text in rendered().items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
