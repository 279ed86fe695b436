"""Keeps the models of a Triton server answering; see the README beside this package."""

from argosy_upkeep.asking import ModelDead, ModelFailed, ModelRow, TritonAdmin
from argosy_upkeep.mending import CannotMend, NothingServes, Upkeep

__all__ = ["CannotMend", "ModelDead", "ModelFailed", "ModelRow", "NothingServes", "TritonAdmin", "Upkeep"]
