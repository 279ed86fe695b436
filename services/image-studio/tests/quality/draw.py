"""Writes the gallery's pictures and their truth.

    python services/image-studio/tests/quality/draw.py OUT [--split tuning]

Each picture NAME becomes NAME.jpg (png, webp), NAME.clean.png (without the lettering that changes),
NAME.ink.png (the ink of that lettering) and NAME.json. Quads are those of the picture held upright.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from quality.gallery import SPLITS, pictures
from quality.truth import CHANGING, Picture

_ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_ORIENTATION = 0x0112
_UPRIGHT_TO = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270, 3: Image.Transpose.ROTATE_180}


def _profile() -> bytes:
    """An sRGB profile with its date fixed, so that the file is the same each day."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes((7, 232, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(made)


def save(picture: Picture, folder: Path) -> Path:
    """Write the picture as its merchant saved it and return the file's path."""
    how = dict(picture.save)
    kind = str(how.pop("format"))
    image = picture.image()
    options: dict[str, object] = {}
    if kind in {"JPEG", "WEBP"}:
        options["quality"] = how["quality"]
    if kind == "JPEG":
        image = image.convert("RGB")
        options["subsampling"] = "4:2:0"
    if how.get("profile"):
        options["icc_profile"] = _profile()
    if "orientation" in how:
        turn = int(str(how["orientation"]))
        exif = Image.Exif()
        exif[_ORIENTATION] = turn
        image = image.transpose(_UPRIGHT_TO[turn])
        options["exif"] = exif
    path = folder / f"{picture.name}.{_ENDINGS[kind]}"
    image.save(path, kind, **options)
    return path


def truth(picture: Picture, path: Path) -> dict[str, object]:
    """What is known of the picture, for JSON."""
    return {
        "file": path.name,
        "size": picture.size,
        "brand": picture.brand,
        "product": picture.product,
        "category": picture.category,
        "layouts": picture.layouts,
        "lines": [
            {
                "text": line.text,
                "quad": [[round(x, 1), round(y, 1)] for x, y in line.quad],
                "kind": line.kind,
                "block": line.block,
                "px": line.px,
                "colour": line.colour,
                "rotation": line.rotation,
                "vertical": line.vertical,
                "bent": line.bent,
                "style": line.style,
                "face": line.face,
            }
            for line in picture.lines
        ],
    }


def ink(picture: Picture) -> Image.Image:
    """The ink of the lettering that changes, all lines together."""
    sheet = np.zeros((picture.size[1], picture.size[0]), np.uint8)
    for line in picture.lines:
        if line.kind in CHANGING:
            x, y = line.at
            high, wide = line.patch.ink.shape
            part = sheet[max(0, y) : y + high, max(0, x) : x + wide]
            drawn = line.patch.ink[max(0, -y) :, max(0, -x) :][: part.shape[0], : part.shape[1]]
            np.maximum(part, np.round(drawn * 255).astype(np.uint8), out=part)
    return Image.fromarray(sheet)


def main(arguments: list[str]) -> int:
    """Draw and write; returns the exit status."""
    parser = argparse.ArgumentParser(description="Draws the gallery of measured pictures.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--split", choices=SPLITS)
    parser.add_argument("--only", default="", help="names that hold this")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    chosen = [entry for entry in pictures(asked.split) if asked.only in entry.name]
    for entry in chosen:
        picture = entry.draw()
        path = save(picture, asked.out)
        picture.clean().save(asked.out / f"{entry.name}.clean.png", compress_level=1)
        ink(picture).save(asked.out / f"{entry.name}.ink.png", compress_level=1)
        known = {"split": entry.split, **truth(picture, path)}
        (asked.out / f"{entry.name}.json").write_text(
            json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    sys.stdout.write(f"{len(chosen)} pictures in {asked.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
