"""The thin side of `text_embedder`: Triton asks this class, argosy_engines answers."""

from argosy_engines.triton_adapter import EmbedderModel


class TritonPythonModel(EmbedderModel):
    """See argosy_engines.triton_adapter."""
