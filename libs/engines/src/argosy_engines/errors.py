"""The few ways an engine can fail. The adapter turns each into one gRPC status."""

from __future__ import annotations


class EngineError(Exception):
    """Base of all engine errors."""


class InvalidInput(EngineError):
    """The caller's fault; the call can never succeed. The message names the tensor and the rule."""


class WeightsMissing(EngineError):
    """Weights or a library that the profile names are not there; the message says where."""


class ProfileError(EngineError):
    """The profile file is missing or wrong. The message names the file, the model and the key."""
