"""What the collector and Prometheus have in common: each says over HTTP whether it serves."""

from __future__ import annotations

import httpx

from argosy_local.parts.part import NotReady, Unhealthy

_FAILURES_UNTIL_RESTART = 3


class Asked:
    """Asks one address; three answers in a row that are none mean a restart."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._failures = 0

    async def get(self, url: str) -> httpx.Response:
        """The answer; `NotReady` where there is none or it is no success."""
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                answer = await client.get(url)
        except httpx.HTTPError as error:
            raise NotReady(f"{self._name} does not answer {url}: {error or type(error).__name__}") from error
        if answer.status_code != httpx.codes.OK:
            raise NotReady(f"{self._name} answers {url} with {answer.status_code}: {answer.text[:300]}")
        return answer

    async def watch(self, url: str) -> None:
        """As a part's `watch`."""
        try:
            await self.get(url)
        except NotReady as error:
            self._failures += 1
            if self._failures >= _FAILURES_UNTIL_RESTART:
                raise Unhealthy(str(error)) from error
        else:
            self._failures = 0
