"""`image_segmenter` on salient-object networks as ONNX files: BiRefNet, IS-Net, U²-Net and their like.

They share one signature: a picture `[1, 3, side, side]`, normalised, to a map of the same size, as logits or
probabilities; where a network answers several maps, BiRefNet's last and U²-Net's first is the finished one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import cv2
import numpy as np
import numpy.typing as npt

from argosy_engines.contracts import Alpha, EngineIdentity, EngineSpec, Image, Matte
from argosy_engines.errors import EngineError, ProfileError
from argosy_engines.ground_segmenter import cut_out
from argosy_engines.registry import reject_unknown_options
from argosy_engines.scale_digest import digest
from argosy_engines.scale_loading import choice, option
from argosy_engines.scale_onnx import session_of, weights_file

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OnnxSegmenter:
    """`ImageSegmenter` on one network."""

    identity: EngineIdentity
    _session: Any
    _side: tuple[int, int]
    _mean: Floats
    _spread: Floats
    _which: int

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """`weights`: a `.onnx` file, here or as `owner/repository/file` on a hub.

        Options: `side` (of networks of any size, default 1024), `mean` and `std` (three numbers each; default
        ImageNet's, as BiRefNet has them), `map` (first or last of several outputs, default last).
        """
        reject_unknown_options(spec, {"side", "mean", "std", "map"})
        file = weights_file(spec, (".onnx",))
        session = session_of(spec, file)
        inputs = session.get_inputs()
        if len(inputs) != 1 or len(inputs[0].shape) != 4:
            raise ProfileError(
                f"profile {spec.profile!r}, model {spec.model!r}: {file.name} takes {len(inputs)} inputs; a "
                "segmenter takes one picture"
            )
        any_size = option(spec, "side", 1024, lowest=32, highest=4096)
        high, wide = (side if isinstance(side, int) else any_size for side in inputs[0].shape[2:])
        return cls(
            identity=spec.identity("saliency-onnx", model=file.stem, revision=digest(file)),
            _session=session,
            _side=(int(high), int(wide)),
            _mean=_three(spec, "mean", (0.485, 0.456, 0.406)),
            _spread=_three(spec, "std", (0.229, 0.224, 0.225)),
            _which=-1 if choice(spec, "map", ("first", "last"), "last") == "last" else 0,
        )

    def segment(self, image: Image, hint: Alpha | None) -> Matte:
        """See `contracts.ImageSegmenter`; a hint that says something is taken, as the embedded engine
        does."""
        if hint is not None and (given := cut_out(hint)):
            return Matte(hint.copy(), given)
        height, width = image.shape[:2]
        high, wide = self._side
        seen = cv2.resize(image, (wide, high), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
        planes = ((seen - self._mean) / self._spread).transpose(2, 0, 1)[None]
        name = self._session.get_inputs()[0].name
        answer = np.asarray(
            self._session.run(None, {name: np.ascontiguousarray(planes)})[self._which], np.float32
        )
        found = answer.reshape(-1, *answer.shape[-2:])[0] if answer.ndim >= 2 else answer
        if found.ndim != 2 or found.size < 4 or not np.isfinite(found).all():
            raise EngineError(f"{self.identity.model}: answered {answer.shape}, or not with numbers")
        is_likelihood = float(found.min()) >= 0.0 and float(found.max()) <= 1.0
        likely = np.asarray(found if is_likelihood else 1.0 / (1.0 + np.exp(-found)), np.float32)
        large = cv2.resize(likely, (width, height), interpolation=cv2.INTER_LINEAR)
        return Matte(np.rint(np.clip(large, 0.0, 1.0) * 255.0).astype(np.uint8), _decided(likely))


def _decided(likely: Floats) -> float:
    """Of what may be the product, how much the network is sure of; 0 where there is next to nothing."""
    maybe = likely > 0.2
    if maybe.mean() < 0.002:
        return 0.0
    return float((likely[maybe] > 0.8).mean())


def _three(spec: EngineSpec, name: str, default: tuple[float, float, float]) -> Floats:
    given = spec.options.get(name, default)
    right = isinstance(given, list | tuple) and len(given) == 3
    if not right or not all(isinstance(one, int | float) and one != 0 for one in given):
        raise ProfileError(
            f"profile {spec.profile!r}, model {spec.model!r}: option {name!r} must be three "
            f"numbers, not {given!r}"
        )
    return np.array(given, np.float32)
