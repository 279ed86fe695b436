"""The thin side of `image_segmenter`: Triton asks this class, argosy_engines answers."""

from argosy_engines.triton_adapter import SegmenterModel


class TritonPythonModel(SegmenterModel):
    """See argosy_engines.triton_adapter."""
