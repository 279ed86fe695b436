"""Weights by a local directory, a GGUF file or a hub id: the one way every scale engine loads.

A local place is never looked up on a hub (`local_files_only`); a hub id takes the profile's
`revision`. Code that ships with weights is never run (`trust_remote_code` stays off).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from transformers.utils import logging as transformers_logging

from argosy_engines.contracts import EngineIdentity, EngineSpec
from argosy_engines.errors import ProfileError, WeightsMissing
from argosy_engines.registry import resolve_weights
from argosy_engines.scale_digest import digest

T = TypeVar("T")

DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


@dataclass(frozen=True, slots=True)
class Weights:
    """Where weights are and how they are to be held."""

    spec: EngineSpec
    place: str
    """A directory or file on this machine, or a hub id."""
    is_local: bool
    gguf_file: str | None
    """The file's name, where the weights are one GGUF file in the directory `place`."""
    device: torch.device
    dtype: torch.dtype

    @classmethod
    def of(cls, spec: EngineSpec) -> Weights:
        """Read a profile entry. Raises `ProfileError` and `WeightsMissing`."""
        where = f"profile {spec.profile!r}, model {spec.model!r}"
        if not spec.weights:
            raise ProfileError(f"{where}: {spec.engine} needs `weights`: a directory or a hub id")
        place = Path(resolve_weights(spec.weights))
        gguf_file = None
        if place.suffix == ".gguf":
            if not place.is_file():
                raise WeightsMissing(f"{where}: no such GGUF file: {place}")
            place, gguf_file = place.parent, place.name
        device = _device(where, spec.device)
        _settle(device)
        return cls(
            spec=spec,
            place=str(place),
            is_local=place.exists(),
            gguf_file=gguf_file,
            device=device,
            dtype=_dtype(where, spec.dtype),
        )

    @property
    def arguments(self) -> dict[str, Any]:
        """What `from_pretrained` takes beside the place."""
        arguments: dict[str, Any] = {"local_files_only": self.is_local}
        if self.gguf_file:
            arguments["gguf_file"] = self.gguf_file
        if not self.is_local and self.spec.revision:
            arguments["revision"] = self.spec.revision
        return arguments

    def load(self, loader: Callable[..., T], **more: Any) -> T:  # noqa: ANN401 — the loader's own
        """`loader(place, **arguments)`; what it cannot find or read becomes `WeightsMissing`."""
        transformers_logging.disable_progress_bar()
        try:
            return loader(self.place, **self.arguments, **more)
        except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
            where = f"profile {self.spec.profile!r}, model {self.spec.model!r}"
            hint = "" if self.is_local else " (not a directory here, so it was taken for a hub id)"
            raise WeightsMissing(
                f"{where}: cannot load weights {self.spec.weights!r}{hint}: {error}"
            ) from error

    def load_model(self, loader: Callable[..., Any], **more: Any) -> Any:  # noqa: ANN401 — a torch module
        """A model in evaluation mode, on its device, in its dtype."""
        return self.load(loader, dtype=self.dtype, **more).to(self.device).eval()

    def identity(self, name: str, commit: str | None = None) -> EngineIdentity:
        """Who answers; a hub's commit, or for local weights a digest sampled from the files."""
        if self.is_local:
            model = _local_name(self.spec.weights or "", self.gguf_file)
            return self.spec.identity(
                name, model=model, revision=digest(Path(self.place), self.gguf_file or "*")
            )
        return self.spec.identity(name, model=self.place, revision=commit or "main")


def option(spec: EngineSpec, name: str, default: T, lowest: float = 1, highest: float = 1e9) -> T:
    """A numeric option inside its bounds; anything else is a `ProfileError` by name."""
    value = spec.options.get(name, default)
    kinds = (int,) if isinstance(default, int) else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not lowest <= value <= highest:
        kind = "a whole number" if kinds == (int,) else "a number"
        raise ProfileError(
            f"profile {spec.profile!r}, model {spec.model!r}: option {name!r} must be {kind} in "
            f"{lowest:g}..{highest:g}, not {value!r}"
        )
    return type(default)(value)  # type: ignore[call-arg]  # int or float, checked above


def choice(spec: EngineSpec, name: str, allowed: tuple[str, ...], default: str) -> str:
    """An option that is one of a few words."""
    value = spec.options.get(name, default)
    if value not in allowed:
        raise ProfileError(
            f"profile {spec.profile!r}, model {spec.model!r}: option {name!r} must be one of "
            f"{', '.join(allowed)}, not {value!r}"
        )
    return str(value)


def _local_name(weights: str, gguf_file: str | None) -> str:
    if gguf_file:
        return gguf_file.removesuffix(".gguf")
    if weights.startswith("package:"):
        return weights.removeprefix("package:").split("/")[0]
    return Path(weights).name


def _settle(device: torch.device) -> None:
    """What torch must be told before a model runs there; the tier runs a process per model."""
    if device.type == "cpu":
        # Two threads on busy cores collapse throughput 5-10 times.
        torch.set_num_threads(1)
    if device.type == "cuda":
        # cuDNN's attention plans anew, for 40 ms, at each length that a thread has not seen, and
        # an answer's length grows with each token. Flash attention needs no plan.
        torch.backends.cuda.enable_cudnn_sdp(enabled=False)


def _device(where: str, name: str) -> torch.device:
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise ProfileError(f"{where}: no such device {name!r}") from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise ProfileError(f"{where}: device {name!r}, but torch sees no CUDA device on this machine")
    return device


def _dtype(where: str, name: str) -> torch.dtype:
    if name not in DTYPES:
        raise ProfileError(f"{where}: `dtype` must be one of {', '.join(DTYPES)}, not {name!r}")
    return DTYPES[name]
