"""Who a buyer is and where he lives, as a conversation has it: what `masked` cannot tell by its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cs_agent.domain.conversation import State
from cs_agent.domain.understanding.identity import address_in, identity_in
from cs_agent.domain.understood import Identity, Understood

_SHORTEST: Final = 3
"""Letters of a part of a name that counts where it stands alone."""
_ADDRESS: Final = ("street", "postcode")
_LAST: Final = 20
"""Lines that are read again for it."""


def personal_in(state: State, read: Understood | None = None, text: str = "") -> tuple[str, ...]:
    """Names, postcodes and addresses that a conversation and its last message hold, the longest first."""
    found = [*_of(state.identity), *_of_calls(state)]
    if read is not None:
        found += [*_of(read.identity), read.address]
    for words in (*(line.text for line in state.lines[-_LAST:] if line.by == "buyer"), text):
        found += [*_of(identity_in(words, _base(state), expected=False)), address_in(words, _base(state))]
    return tuple(sorted({one.strip() for one in found if one.strip()}, key=len, reverse=True))


def _of(identity: Identity) -> Iterator[str]:
    yield identity.postcode
    yield identity.name
    yield from (part for part in identity.name.split() if len(part.strip(".")) >= _SHORTEST)


def _of_calls(state: State) -> Iterator[str]:
    told: list[Mapping[str, object]] = [wish.told for wish in state.wishes]
    if state.pending is not None:
        told.append(state.pending.call.arguments)
    for one in told:
        address = one.get("address")
        if isinstance(address, Mapping):
            yield from (str(address[name]) for name in _ADDRESS if address.get(name))


def _base(state: State) -> str:
    return state.language.split("-", maxsplit=1)[0] or "en"
