"""`image_text_reader` on PP-OCR weights of the operator's choice, on CPU or CUDA.

The embedded reader's own reading (tiles, margins, order) with other weights under it: a language's
recogniser, the server-sized models, or the shipped ones on a GPU.
"""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import onnxruntime
from rapidocr import RapidOCR

from argosy_engines.contracts import EngineIdentity, EngineSpec, Image, TextLine
from argosy_engines.errors import ProfileError, WeightsMissing
from argosy_engines.rapid_text_reader import OVERLAP, TILE, RapidTextReader
from argosy_engines.registry import reject_unknown_options, resolve_weights
from argosy_engines.scale_digest import digest

PARTS = {"det": "Det", "rec": "Rec", "cls": "Cls"}
"""In a weights directory, the one `*.onnx` whose name holds `det`, `rec` or (optional) `cls`."""
CUDA = "CUDAExecutionProvider"


@dataclass(frozen=True, slots=True)
class OnnxTextReader:
    """`ImageTextReader` on RapidOCR with given weights and ONNX Runtime provider."""

    identity: EngineIdentity
    _reader: RapidTextReader

    @classmethod
    def from_spec(cls, spec: EngineSpec) -> Self:
        """`weights`: a directory of ONNX files, or none for the shipped ones; `device`: cpu or cuda[:n].

        Options: `text_score` (default 0.5); `keys` (the recogniser's character list, a file in the
        directory, for weights that do not carry it).
        """
        reject_unknown_options(spec, {"text_score", "keys"})
        where = f"profile {spec.profile!r}, model {spec.model!r}"
        ocr = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.max_side_len": TILE + OVERLAP,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                **_provider(where, spec.device),
                **_weights(where, spec),
            }
        )
        _require_provider(where, spec.device, ocr)
        version = importlib.metadata.version("rapidocr")
        if spec.weights:
            place = Path(resolve_weights(spec.weights))
            model, revision = place.name, digest(place, "*.onnx")
        else:
            model = f"{ocr.cfg.Det.ocr_version.value}-{ocr.cfg.Det.model_type.value}-zh-en"
            revision = f"rapidocr-{version}"
        identity = spec.identity("rapidocr-onnx", model=model, revision=revision)
        reader = RapidTextReader(identity, ocr, float(spec.options.get("text_score", 0.5)))
        return cls(identity, reader)

    def read(self, image: Image) -> tuple[TextLine, ...]:
        """See `contracts.ImageTextReader`."""
        return self._reader.read(image)


def _provider(where: str, device: str) -> dict[str, Any]:
    kind, _, number = device.partition(":")
    if kind == "cpu":
        return {}
    if kind != "cuda" or (number and not number.isdecimal()):
        raise ProfileError(f"{where}: `device` must be cpu, cuda or cuda:<number>, not {device!r}")
    if CUDA not in onnxruntime.get_available_providers():
        raise ProfileError(
            f"{where}: device {device!r}, but this onnxruntime has no {CUDA}; install onnxruntime-gpu"
        )
    return {
        "EngineConfig.onnxruntime.use_cuda": True,
        "EngineConfig.onnxruntime.cuda_ep_cfg.device_id": int(number or 0),
    }


def _require_provider(where: str, device: str, ocr: Any) -> None:  # noqa: ANN401 — RapidOCR's own
    # RapidOCR falls back to the CPU with a log line; an operator who asked for a GPU must hear of it.
    if device == "cpu":
        return
    for part in (ocr.text_det, ocr.text_rec):
        used = part.session.session.get_providers()
        if used[0] != CUDA:
            raise ProfileError(f"{where}: device {device!r}, but {CUDA} did not start; it runs on {used[0]}")


def _weights(where: str, spec: EngineSpec) -> dict[str, Any]:
    """RapidOCR's parameters for the directory's files."""
    if not spec.weights:
        return {}
    place = Path(resolve_weights(spec.weights))
    if not place.is_dir():
        raise WeightsMissing(f"{where}: weights must be a directory of ONNX files, and {place} is none")
    parameters: dict[str, Any] = {}
    for part, section in PARTS.items():
        found = [file for file in sorted(place.glob("*.onnx")) if part in file.stem.lower()]
        if len(found) > 1:
            names = ", ".join(file.name for file in found)
            raise ProfileError(f"{where}: {place} holds more than one {part} model: {names}")
        if found:
            parameters[f"{section}.model_path"] = str(found[0])
        elif part != "cls":
            raise WeightsMissing(f"{where}: {place} holds no *{part}*.onnx")
    keys = spec.options.get("keys")
    if keys is not None:
        file = place / str(keys)
        if not file.is_file():
            raise WeightsMissing(f"{where}: no character list {file}")
        parameters["Rec.rec_keys_path"] = str(file)
    return parameters
