"""The thin side of `image_text_reader`: Triton asks this class, argosy_engines answers."""

from argosy_engines.triton_adapter import TextReaderModel


class TritonPythonModel(TextReaderModel):
    """See argosy_engines.triton_adapter."""
