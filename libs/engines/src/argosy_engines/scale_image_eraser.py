"""`image_eraser` on LaMa-like networks, as ONNX, `torch.export` or TorchScript files.

The network looks at a window around each group of marked pixels, and only marked pixels of its
answer are taken: everything else comes back bit-identical.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import cv2
import numpy as np
import numpy.typing as npt
import torch

from argosy_engines.contracts import EngineIdentity, EngineSpec, Image, Mask
from argosy_engines.errors import EngineError, ProfileError, WeightsMissing
from argosy_engines.registry import reject_unknown_options
from argosy_engines.scale_digest import digest
from argosy_engines.scale_image_windows import erase_in_windows
from argosy_engines.scale_loading import Weights, choice, option
from argosy_engines.scale_onnx import session_of, weights_file

Floats = npt.NDArray[np.float32]
Network = Callable[[Floats, Floats], Floats]
"""`image [1, 3, h, w]` 0..1 and `hole [1, 1, h, w]` 0 or 1, to `[1, 3, h, w]`."""


@dataclass(frozen=True, slots=True)
class LamaEraser:
    """`ImageEraser` on a network with LaMa's signature (Suvorov et al. 2022).

    Sides are padded to a multiple of 8 by reflection, as LaMa was trained; a network of fixed size
    gets windows scaled to it.
    """

    identity: EngineIdentity
    _network: Network
    _fixed: tuple[int, int] | None
    """Height and width, where the network takes only those."""
    _scale: float
    """What the network's output is divided by to be 0..1."""
    _most_side: int
    _context: int

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """`weights`: a `.onnx`, `.pt2` (torch.export) or `.pt` (TorchScript) file, here or as
        `owner/repository/file` on a hub.

        Options: `output_range` (unit or byte; default byte for ONNX, else unit, as the published
        exports of big-lama have it), `most_side` (larger windows are shrunk, default
        1024), `context` (pixels around marked ones that the network sees, default 96).
        """
        reject_unknown_options(spec, {"output_range", "most_side", "context"})
        file = weights_file(spec, (".onnx", ".pt2", ".pt"))
        if file.suffix == ".onnx":
            network, fixed = _onnx(spec, file)
        else:
            network, fixed = _torch(spec, file), None
        usual = "byte" if file.suffix == ".onnx" else "unit"
        is_byte = choice(spec, "output_range", ("unit", "byte"), usual) == "byte"
        kind = {".onnx": "onnx", ".pt2": "torch-export", ".pt": "torchscript"}[file.suffix]
        return cls(
            identity=spec.identity(f"lama-{kind}", model=file.stem, revision=digest(file)),
            _network=network,
            _fixed=fixed,
            _scale=255.0 if is_byte else 1.0,
            _most_side=option(spec, "most_side", 1024, lowest=64),
            _context=option(spec, "context", 96, lowest=8),
        )

    def erase(self, image: Image, mask: Mask) -> Image:
        """See `contracts.ImageEraser`."""
        return erase_in_windows(image, mask, self._fill, self._context)

    def _fill(self, image: Image, holes: Mask) -> Image:
        height, width = image.shape[:2]
        if self._fixed:
            size = (self._fixed[1], self._fixed[0])
        else:
            scale = min(1.0, self._most_side / max(height, width))
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
        seen = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        # A hole must not shrink away: any marked pixel marks what it becomes part of.
        hole = (cv2.resize(holes, size, interpolation=cv2.INTER_AREA) > 0).astype(np.float32)
        filled = self._run(seen.astype(np.float32) / 255.0, hole)
        pixels = np.clip(np.rint(filled * 255.0), 0, 255).astype(np.uint8)
        return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)

    def _run(self, image: Floats, hole: Floats) -> Floats:
        """`[h, w, 3]` and `[h, w]` to `[h, w, 3]`, all 0..1."""
        height, width = hole.shape
        down, right = -height % 8, -width % 8
        planes = np.pad(image, ((0, down), (0, right), (0, 0)), mode="symmetric").transpose(2, 0, 1)[None]
        holes = np.pad(hole, ((0, down), (0, right)), mode="symmetric")[None, None]
        filled = self._network(np.ascontiguousarray(planes), np.ascontiguousarray(holes))
        if filled.shape != planes.shape or not np.isfinite(filled).all():
            raise EngineError(
                f"{self.identity.model}: answered {filled.shape} for {planes.shape}, or not with numbers"
            )
        if self._scale == 1.0 and float(filled.max()) > 16.0:
            raise EngineError(f"{self.identity.model}: answers in bytes; set option `output_range: byte`")
        return (filled[0, :, :height, :width] / self._scale).transpose(1, 2, 0).astype(np.float32)


def _torch(spec: EngineSpec, file: Path) -> Network:
    device, dtype = Weights.of(spec).device, torch.float32
    try:
        if file.suffix == ".pt2":
            module = torch.export.load(str(file)).module().to(device)
        else:
            # Deprecated by torch, and still how big-lama is published.
            module = torch.jit.load(str(file), map_location=device).eval()
    except (RuntimeError, OSError, ValueError, BadZipFile) as error:
        raise WeightsMissing(
            f"profile {spec.profile!r}, model {spec.model!r}: cannot load {file}: {error}"
        ) from error

    def run(image: Floats, hole: Floats) -> Floats:
        with torch.inference_mode():
            planes = (torch.from_numpy(a).to(device, dtype) for a in (image, hole))
            answer: Floats = module(*planes).float().cpu().numpy()
        return answer

    return run


def _onnx(spec: EngineSpec, file: Path) -> tuple[Network, tuple[int, int] | None]:
    session = session_of(spec, file)
    inputs = session.get_inputs()
    if len(inputs) != 2:
        raise ProfileError(
            f"profile {spec.profile!r}, model {spec.model!r}: {file.name} takes {len(inputs)} inputs; "
            "LaMa takes an image and a mask"
        )
    sides = inputs[0].shape[2:]
    fixed = (int(sides[0]), int(sides[1])) if all(isinstance(side, int) for side in sides) else None

    def run(image: Floats, hole: Floats) -> Floats:
        fed = dict(zip((i.name for i in inputs), (image, hole), strict=True))
        return np.asarray(session.run(None, fed)[0], np.float32)

    return run, fixed
