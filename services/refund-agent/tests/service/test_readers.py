"""The readers as the service starts them."""

from __future__ import annotations

from refund_agent.domain.complaints.goods import names
from refund_agent.domain.complaints.tongues import LANGUAGES
from refund_agent.readers import warm_up


def test_what_is_read_at_the_start_is_there_for_every_language() -> None:
    warm_up()
    assert names.cache_info().currsize == len(LANGUAGES)
