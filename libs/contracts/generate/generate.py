"""Make everything that follows from protos/: classes, the topic registry, docs/topics.md, AsyncAPI.

python libs/contracts/generate/generate.py            # write
python libs/contracts/generate/generate.py --check    # exit 1 if a written file is stale
"""

from __future__ import annotations

import argparse
import filecmp
import json
import shutil
import sys
import tempfile
from pathlib import Path

import grpc_tools
import yaml
from asyncapi import asyncapi_document
from grpc_tools import protoc
from topic_pages import topics_page

ROOT = Path(__file__).resolve().parents[3]
PROTOS = ROOT / "protos"


def compile_protos(out: Path) -> None:
    """Python classes and their type stubs."""
    files = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.glob("argosy/*/v1/*.proto"))
    well_known = Path(grpc_tools.__file__).parent / "_proto"
    arguments = [
        "protoc",
        f"-I{PROTOS}",
        f"-I{well_known}",
        f"--python_out={out}",
        f"--pyi_out={out}",
        *files,
    ]
    if protoc.main(arguments) != 0:
        raise SystemExit("protoc failed; see above")


def topic_rows() -> list[dict[str, object]]:
    """All topic files, in the order of their names."""
    rows = []
    for path in sorted((PROTOS / "topics").glob("*.yaml")):
        row = yaml.safe_load(path.read_text(encoding="utf-8"))
        if row["topic"] != path.stem:
            raise SystemExit(f"{path.name}: topic is {row['topic']!r}; it must be the file's name")
        rows.append(row)
    return rows


def generate(out: Path) -> None:
    """Write every generated file below `out`, at its place in the repository."""
    classes = out / "libs/contracts/src"
    classes.mkdir(parents=True)
    compile_protos(classes)
    rows = topic_rows()
    registry = out / "libs/contracts/src/argosy_contracts/topics.json"
    registry.parent.mkdir(parents=True, exist_ok=True)
    registry.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.path.insert(0, str(classes))
    docs = out / "docs"
    docs.mkdir()
    (docs / "topics.md").write_text(topics_page(rows, PROTOS), encoding="utf-8")
    (docs / "asyncapi.yaml").write_text(asyncapi_document(rows, PROTOS), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        generate(out)
        for made in sorted(
            path for path in out.rglob("*") if path.is_file() and "__pycache__" not in path.parts
        ):
            place = ROOT / made.relative_to(out)
            if place.exists() and filecmp.cmp(made, place, shallow=False):
                continue
            stale.append(str(place.relative_to(ROOT)))
            if not check:
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(made, place)
    for name in stale:
        print(("stale: " if check else "wrote: ") + name)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
