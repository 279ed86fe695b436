"""Finding out who the buyer is: from one message, or a name in one and the postcode in the next."""

from __future__ import annotations

from dataclasses import replace

from cs_agent.domain.answer import Call
from cs_agent.domain.answering.orders import refusal
from cs_agent.domain.tools.verdicts import HandOver, Refused
from cs_agent.domain.understood import Identity
from cs_agent.ordering_work import Turn

_SURE = 0.6


class Identifying:
    """One message's part of it."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    async def stops(self) -> bool:
        """Looks the buyer up where the message says who he is; whether the turn ends with that."""
        turn = self._turn
        given = turn.read.identity
        if turn.state.user:
            return await self._is_another(given)
        if not (given.email or given.name or given.postcode) or not self._is_meant(given):
            return False
        before = turn.state.identity
        claim = Identity(
            email=given.email,
            name=given.name or before.name,
            postcode=given.postcode or before.postcode,
        )
        if not claim.email and not (claim.name and claim.postcode):
            turn.state = replace(turn.state, identity=claim)
            turn.say("ask_identity_rest", "asks")
            turn.asking("identity")
            return True
        acted = await turn.act(Call("find_user", _told(claim)))
        if turn.state.user:
            turn.identified_now = True
            return False
        if isinstance(acted.verdict, HandOver):
            await turn.hand_over(acted.verdict.reason)
            return True
        # A postcode that was mistyped may be put right alone; an e-mail is not kept.
        turn.state = replace(turn.state, identity=Identity(name=claim.name, postcode=claim.postcode))
        turn.say("not_found", "asks")
        turn.asking("identity")
        return True

    def _is_meant(self, given: Identity) -> bool:
        """A postcode in an address is no identification."""
        turn = self._turn
        if given.email or (given.name and given.postcode):
            return True
        if turn.read.address:
            return False
        asked = bool(turn.state.wishes) and turn.state.wishes[0].asked == "identity"
        return asked or any(one.intent == "identify" for one in turn.read.intents)

    async def _is_another(self, given: Identity) -> bool:
        """Once somebody is known, nobody else is looked up: not even whether he exists."""
        turn = self._turn
        claims = bool(given.email) or (
            bool(given.name and given.postcode)
            and not turn.read.address
            and any(one.intent == "identify" and one.confidence >= _SURE for one in turn.read.intents)
        )
        if not claims:
            return False
        acted = await turn.act(Call("find_user", _told(given)))
        if isinstance(acted.verdict, Refused):
            turn.tell(refusal(acted.verdict, "find_user", None, turn.teller, turn.desk.rules))
            return True
        return False


def _told(claim: Identity) -> dict[str, object]:
    told = {"email": claim.email, "name": claim.name, "postcode": claim.postcode}
    return {key: value for key, value in told.items() if value}
