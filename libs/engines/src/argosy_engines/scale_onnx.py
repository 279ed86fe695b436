"""ONNX files, here or on a hub, as sessions on the profile's device."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnxruntime
from huggingface_hub import hf_hub_download

from argosy_engines.contracts import EngineSpec
from argosy_engines.errors import ProfileError, WeightsMissing
from argosy_engines.registry import resolve_weights

_PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}


def weights_file(spec: EngineSpec, kinds: tuple[str, ...]) -> Path:
    """`weights` as a file of one of these kinds (`.onnx`), here or as `owner/repository/file` on a hub."""
    where = f"profile {spec.profile!r}, model {spec.model!r}"
    if not spec.weights or Path(spec.weights).suffix not in kinds:
        listed = f"{', '.join(kinds[:-1])} or {kinds[-1]}" if len(kinds) > 1 else kinds[0]
        raise ProfileError(f"{where}: `weights` must name a {listed} file, not {spec.weights!r}")
    file = Path(resolve_weights(spec.weights))
    if file.is_file():
        return file
    owner, _, rest = spec.weights.partition("/")
    repository, _, inner = rest.partition("/")
    if file.is_absolute() or not inner:
        raise WeightsMissing(f"{where}: {file} does not exist")
    try:
        return Path(hf_hub_download(f"{owner}/{repository}", inner, revision=spec.revision))
    except (OSError, ValueError) as error:
        raise WeightsMissing(f"{where}: cannot get {spec.weights!r} from the hub: {error}") from error


def session_of(spec: EngineSpec, file: Path) -> Any:  # noqa: ANN401 — onnxruntime's own
    """A session of one thread on `device`, and on no other: a fall back to the CPU is an error."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    provider = _PROVIDERS.get(spec.device.partition(":")[0])
    where = f"profile {spec.profile!r}, model {spec.model!r}"
    if provider not in onnxruntime.get_available_providers():
        raise ProfileError(f"{where}: this onnxruntime has no provider for device {spec.device!r}")
    try:
        session = onnxruntime.InferenceSession(str(file), options, providers=[provider])
    except Exception as error:  # onnxruntime's own errors share no base but Exception
        raise WeightsMissing(f"{where}: {file} is no ONNX model: {error}") from error
    if session.get_providers()[0] != provider:
        raise ProfileError(f"{where}: {provider} did not start; it runs on {session.get_providers()[0]}")
    return session
