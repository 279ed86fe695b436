"""The bill of materials of one image: its Python environment and its Debian packages, as CycloneDX 1.6.

Python's part is cyclonedx-py's, read from the installed environment; Debian's is read from the image's own
dpkg status. Runs in the image's build, in the environment of requirements/images.lock.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path
from typing import Any

from packageurl import PackageURL


def of_python(environment: Path) -> dict[str, Any]:
    """The environment's distributions with their licences and what they depend on."""
    program = Path(sys.executable).with_name("cyclonedx-py")
    said = subprocess.run(  # noqa: S603 — a fixed command
        [
            program,
            "environment",
            "--spec-version",
            "1.6",
            "--output-reproducible",
            environment / "bin" / "python",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(said.stdout))


def of_debian(status: str, release: str) -> Iterator[dict[str, str]]:
    """A component for each package that is installed."""
    for stanza in status.strip().split("\n\n"):
        package = Parser().parsestr(stanza, headersonly=True)
        if package["Status"] != "install ok installed":
            continue
        name, version = package["Package"], package["Version"]
        where = {"arch": package["Architecture"], "distro": release}
        address = PackageURL("deb", "debian", name, version, where).to_string()
        yield {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}


def main() -> None:
    """Write the bill."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--environment", type=Path, required=True)
    reader.add_argument("--dpkg-status", type=Path, required=True)
    reader.add_argument("--release", default="debian-12")
    reader.add_argument("--name", required=True)
    reader.add_argument("--version", required=True)
    reader.add_argument("--to", type=Path, required=True)
    asked = reader.parse_args()
    bill = of_python(asked.environment)
    bill["components"] += of_debian(asked.dpkg_status.read_text(encoding="utf-8"), asked.release)
    bill.setdefault("metadata", {})["component"] = {
        "type": "container", "bom-ref": asked.name, "name": asked.name, "version": asked.version,
    }  # fmt: skip
    asked.to.write_text(json.dumps(bill, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
