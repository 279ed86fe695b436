"""The thin side of `image_eraser`: Triton asks this class, argosy_engines answers."""

from argosy_engines.triton_adapter import EraserModel


class TritonPythonModel(EraserModel):
    """See argosy_engines.triton_adapter."""
