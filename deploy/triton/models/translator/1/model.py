"""The thin side of `translator`: Triton asks this class, argosy_engines answers."""

from argosy_engines.triton_adapter import TranslatorModel


class TritonPythonModel(TranslatorModel):
    """See argosy_engines.triton_adapter."""
