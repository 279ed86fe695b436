"""Make what in charts/ follows from the code: registry, profiles, the values' schema, the READMEs' tables.

python deploy/charts/generate.py            # write
python deploy/charts/generate.py --check    # exit 1 if a written file is stale
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from collections_of import collections_page
from profiles import profiles_page
from registry import registry_page
from schema import values_schema
from values_table import with_table

ROOT = Path(__file__).resolve().parents[2]
CHARTS = ROOT / "charts"
ARGOSY = CHARTS / "argosy"


def files() -> Iterator[tuple[Path, str]]:
    """Every file that is generated, and what should be in it."""
    yield ARGOSY / "files/registry.yaml", registry_page()
    yield CHARTS / "triton/files/profiles.yaml", profiles_page()
    schema = json.dumps(values_schema(), indent=2, ensure_ascii=False) + "\n"
    yield ARGOSY / "values.schema.json", schema
    for values in sorted(CHARTS.glob("*/values.yaml")):
        yield values.parent / "files/collections.yaml", collections_page(values.read_text(encoding="utf-8"))
        readme = values.with_name("README.md")
        if readme.exists():
            page = readme.read_text(encoding="utf-8")
            yield readme, with_table(page, values.read_text(encoding="utf-8"))


def main() -> int:
    """Write them, or say which are not as they should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is stale")
    check = parser.parse_args().check
    stale = 0
    for path, wanted in files():
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        stale += 1
        name = path.relative_to(ROOT)
        if check:
            print(f"{name} is stale; run: make charts", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
            print(f"wrote {name}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
