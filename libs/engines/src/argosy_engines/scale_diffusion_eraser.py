"""`image_eraser` on a diffusion model's inpainting, by diffusers.

The model sees a window around each group of marked pixels at the size it was trained for; only
marked pixels of its answer are taken.
"""

from __future__ import annotations

import inspect
import zlib
from dataclasses import dataclass
from typing import Any, Self

import cv2
import numpy as np
import torch
from diffusers import AutoPipelineForInpainting
from diffusers.utils import logging as diffusers_logging
from PIL import Image as Pictures

from argosy_engines.contracts import EngineIdentity, EngineSpec, Image, Mask
from argosy_engines.errors import EngineError
from argosy_engines.registry import reject_unknown_options
from argosy_engines.scale_image_windows import erase_in_windows
from argosy_engines.scale_loading import Weights, option


@dataclass(frozen=True, slots=True)
class DiffusionEraser:
    """`ImageEraser` on a diffusers inpainting pipeline.

    The same picture and mask give the same pixels: the noise is seeded from them.
    """

    identity: EngineIdentity
    _pipeline: Any
    _arguments: dict[str, Any]
    _size: int
    _context: int

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Load the pipeline.

        Options: `prompt`, `negative_prompt`, `steps` (default 20), `guidance` (default 3),
        `strength` (default 1: nothing of what is erased shows through), `size` (of the longer side
        the model sees, default 512), `context` (default 96).
        """
        reject_unknown_options(
            spec, {"prompt", "negative_prompt", "steps", "guidance", "strength", "size", "context"}
        )
        weights = Weights.of(spec)
        diffusers_logging.disable_progress_bar()
        pipeline = weights.load(AutoPipelineForInpainting.from_pretrained, dtype=weights.dtype)
        pipeline = pipeline.to(weights.device)
        pipeline.set_progress_bar_config(disable=True)
        if getattr(pipeline, "safety_checker", None) is not None:
            # It answers a suspected picture with black, which would be pasted in as ground.
            pipeline.safety_checker = None
        wanted = {
            "prompt": str(spec.options.get("prompt", "plain empty background, even light")),
            "negative_prompt": str(spec.options.get("negative_prompt", "text, letters, logo, watermark")),
            "num_inference_steps": option(spec, "steps", 20, highest=200),
            "guidance_scale": option(spec, "guidance", 3.0, lowest=0.0, highest=50.0),
            "strength": option(spec, "strength", 1.0, lowest=0.1, highest=1.0),
        }
        taken = inspect.signature(pipeline.__call__).parameters
        return cls(
            identity=weights.identity("diffusers-inpaint"),
            _pipeline=pipeline,
            _arguments={name: value for name, value in wanted.items() if name in taken},
            _size=option(spec, "size", 512, lowest=32, highest=2048),
            _context=option(spec, "context", 96, lowest=8),
        )

    def erase(self, image: Image, mask: Mask) -> Image:
        """See `contracts.ImageEraser`."""
        return erase_in_windows(image, mask, self._fill, self._context)

    def _fill(self, image: Image, holes: Mask) -> Image:
        height, width = image.shape[:2]
        scale = self._size / max(height, width)
        # Latents are an eighth of the picture, and some networks pair them up.
        wide, tall = (max(16, round(side * scale / 16) * 16) for side in (width, height))
        seen = cv2.resize(image, (wide, tall), interpolation=cv2.INTER_AREA)
        hole = (cv2.resize(holes, (wide, tall), interpolation=cv2.INTER_AREA) > 0).astype(np.uint8) * 255
        seed = zlib.crc32(seen.tobytes()) ^ zlib.crc32(hole.tobytes())
        answer = self._pipeline(
            image=Pictures.fromarray(np.ascontiguousarray(seen)),
            mask_image=Pictures.fromarray(hole),
            height=tall,
            width=wide,
            generator=torch.Generator("cpu").manual_seed(seed),
            output_type="np",
            **self._arguments,
        ).images[0]
        if not np.isfinite(answer).all():
            raise EngineError(f"{self.identity.model}: answered not with numbers")
        pixels = np.clip(np.rint(answer * 255.0), 0, 255).astype(np.uint8)
        return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
