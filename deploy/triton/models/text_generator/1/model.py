"""The thin side of `text_generator`: Triton asks this class, argosy_engines answers."""

from argosy_engines.triton_streaming import GeneratorModel


class TritonPythonModel(GeneratorModel):
    """See argosy_engines.triton_streaming."""
