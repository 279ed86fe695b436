"""How a call to the tier can fail. Few and named, so that a handler knows what to do.

| error | means | what eventing does |
|---|---|---|
| `TierUnavailable` | the tier is full, starting, gone, or a model process died | retries in place |
| `TierDeadlineExceeded` | no answer within the caller's deadline | retries in place |
| `TierRejected` | the input can never be served | the handler's choice: dead-letter or do without |
| `TierModelMissing` | this deployment does not serve the model | the handler does without |
| `TierFailed` | the engine broke on this input | the handler's choice, like an own defect |
"""

from __future__ import annotations


class TierError(Exception):
    """Base of all. The message says which model, what was wrong and what to do."""

    def __init__(self, model: str, message: str) -> None:
        super().__init__(f"{model}: {message}")
        self.model = model
        self.said = message


class TierUnavailable(TierError):
    """Busy or gone; the same call may succeed later."""


class TierDeadlineExceeded(TierError):
    """The deadline of the call's `CallContext` passed; the same call may succeed later."""


class TierRejected(TierError):
    """The tier (or this client) refuses the input: the same call can never succeed."""


class TierModelMissing(TierError):
    """The running profile does not serve this model."""


class TierFailed(TierError):
    """The engine failed on this input, or answered against its contract."""
