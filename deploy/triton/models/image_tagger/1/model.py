"""The thin side of `image_tagger`: Triton asks this class, argosy_engines answers."""

from argosy_engines.triton_adapter import TaggerModel


class TritonPythonModel(TaggerModel):
    """See argosy_engines.triton_adapter."""
