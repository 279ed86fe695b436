"""`image_tagger` on SigLIP and SigLIP2: each candidate's words are held against the picture.

A network of this kind has an opinion on everything it is asked: fabric, neckline, pockets, motifs. Each pair
of picture and words is scored for itself (a sigmoid, not a softmax), so that several or none of an
attribute's values may fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

import cv2
import numpy as np
import numpy.typing as npt
import torch
from transformers import AutoImageProcessor, AutoModel, AutoTokenizer

from argosy_engines.contracts import (
    Alpha,
    Candidates,
    EngineIdentity,
    EngineSpec,
    Image,
    Matte,
    Tagging,
    TagScore,
    Unseen,
)
from argosy_engines.errors import EngineError, ProfileError
from argosy_engines.ground_segmenter import SMALLEST, outlined
from argosy_engines.pixel_tagger import look_at
from argosy_engines.registry import reject_unknown_options
from argosy_engines.scale_loading import Weights, option
from argosy_engines.seen_shape import shape_of

TEMPLATE: Final = "This is a photo of {}."
"""What SigLIP's own pipeline says around a label."""
TRUSTED: Final = 0.5
"""An outline surer than this is cut out and laid on white; else the network sees the whole picture."""
MOST_KEPT: Final = 20_000
"""Texts whose vectors are kept: the same values are asked of picture after picture."""
LEAST: Final = 0.001


@dataclass(frozen=True, slots=True)
class SiglipTagger:
    """`ImageTagger` on a network with SigLIP's two towers."""

    identity: EngineIdentity
    _weights: Weights
    _model: Any
    _tokenizer: Any
    _pictures: Any
    _templates: dict[str, str]
    _tokens: int
    _batch: int
    _kept: dict[str, npt.NDArray[np.float32]] = field(default_factory=dict)

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """Options: `templates` (by attribute, or `default`, a sentence with `{}` where the words go), `batch`
        (texts at a time, default 64)."""
        reject_unknown_options(spec, {"templates", "batch"})
        weights = Weights.of(spec)
        model = weights.load_model(AutoModel.from_pretrained)
        where = f"profile {spec.profile!r}, model {spec.model!r}"
        if not all(hasattr(model, name) for name in ("logit_scale", "logit_bias", "get_image_features")):
            raise ProfileError(
                f"{where}: {spec.weights} is a {type(model).__name__}; this engine needs SigLIP"
            )
        templates = spec.options.get("templates") or {}
        if not isinstance(templates, dict) or not all(
            isinstance(said, str) and said.count("{}") == 1 for said in templates.values()
        ):
            raise ProfileError(f"{where}: option 'templates' must map attributes to sentences with one {{}}")
        return cls(
            identity=weights.identity("siglip", getattr(model.config, "_commit_hash", None)),
            _weights=weights,
            _model=model,
            _tokenizer=weights.load(AutoTokenizer.from_pretrained),
            _pictures=weights.load(AutoImageProcessor.from_pretrained),
            _templates=dict(templates),
            _tokens=int(model.config.text_config.max_position_embeddings),
            _batch=option(spec, "batch", 64),
        )

    def tag(self, image: Image, matte: Alpha | None, candidates: Candidates) -> Tagging:
        """See `contracts.ImageTagger`."""
        found = outlined(image) if matte is None else Matte(matte, 1.0)
        shape = shape_of(found.alpha)
        if min(image.shape[:2]) < SMALLEST:
            nothing = tuple(Unseen(attribute, None, "no_product") for attribute in candidates)
            return Tagging((), nothing, shape, 0.0, shows_person=False)
        is_cut = shape is not None and found.certainty >= TRUSTED
        seen = self._seen(_on_white(image, found.alpha) if is_cut else image)
        scores = tuple(self._scores(seen, candidates))
        person = is_cut and look_at(image, found.alpha).person.shows
        return Tagging(scores, (), shape, found.certainty, person)

    def _scores(self, seen: npt.NDArray[np.float32], candidates: Candidates) -> Iterator[TagScore]:
        scale = float(self._model.logit_scale.detach().float().exp())
        bias = float(self._model.logit_bias.detach().float())
        for attribute, values in candidates.items():
            template = self._templates.get(attribute, self._templates.get("default", TEMPLATE))
            vectors = self._said([template.replace("{}", words) for words in values.values()])
            likely = 1.0 / (1.0 + np.exp(-np.clip(vectors @ seen * scale + bias, -60.0, 60.0)))
            rows = sorted(zip(likely.tolist(), values, strict=True), key=lambda row: (-row[0], row[1]))
            yield from (
                TagScore(attribute, value, round(fit, 4), "model") for fit, value in rows if fit >= LEAST
            )

    def _seen(self, image: Image) -> npt.NDArray[np.float32]:
        """The picture's unit vector."""
        fed = self._pictures(images=[image], return_tensors="pt").to(self._weights.device)
        fed["pixel_values"] = fed["pixel_values"].to(self._weights.dtype)
        with torch.inference_mode():
            return np.asarray(self._unit(self._model.get_image_features(**fed))[0], np.float32)

    def _said(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """The texts' unit vectors, `[n, size]`."""
        if len(self._kept) > MOST_KEPT:
            self._kept.clear()
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        for start in range(0, len(new), self._batch):
            some = new[start : start + self._batch]
            # SigLIP was trained on texts padded to their full length, without a mask.
            ids = self._tokenizer(
                some, padding="max_length", truncation=True, max_length=self._tokens, return_tensors="pt"
            ).input_ids
            with torch.inference_mode():
                vectors = self._unit(self._model.get_text_features(input_ids=ids.to(self._weights.device)))
            self._kept.update(zip(some, vectors, strict=True))
        return np.stack([self._kept[text] for text in texts])

    def _unit(self, answer: Any) -> npt.NDArray[np.float32]:  # noqa: ANN401 — a tensor, or an output that holds it
        pooled = getattr(answer, "pooler_output", answer).float()
        vectors = np.asarray(torch.nn.functional.normalize(pooled, dim=-1).cpu().numpy(), np.float32)
        if not np.isfinite(vectors).all():
            raise EngineError(f"{self.identity.model} gave no finite vector in {self._weights.spec.dtype}")
        return vectors


def _on_white(image: Image, alpha: Alpha) -> Image:
    """The product alone, on white, in a box a little larger than it."""
    ys, xs = np.nonzero(alpha.max(axis=1) > 127)[0], np.nonzero(alpha.max(axis=0) > 127)[0]
    room = max(2, round(0.05 * max(ys[-1] - ys[0], xs[-1] - xs[0])))
    window = (
        slice(max(0, int(ys[0]) - room), int(ys[-1]) + room + 1),
        slice(max(0, int(xs[0]) - room), int(xs[-1]) + room + 1),
    )
    cover = alpha[window][..., None].astype(np.float32) / 255.0
    cut = image[window].astype(np.float32) * cover + 255.0 * (1.0 - cover)
    side = 1024 / max(cut.shape[:2])
    if side < 1.0:  # networks of this kind see 224 to 512 pixels
        cut = cv2.resize(cut, None, fx=side, fy=side, interpolation=cv2.INTER_AREA)
    return np.asarray(np.rint(cut), np.uint8)
