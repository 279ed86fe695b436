"""Finding out who the buyer is: from one message, or a name in one and the postcode in the next."""

from __future__ import annotations

from dataclasses import replace

from cs_agent.domain.answer import Call
from cs_agent.domain.answering.orders import refusal
from cs_agent.domain.ordering.names import name_said
from cs_agent.domain.ordering.wishes import wanted
from cs_agent.domain.tools.engine import settled
from cs_agent.domain.tools.verdicts import HandOver, Refused
from cs_agent.domain.understood import Identity
from cs_agent.ordering_work import Work

_SURE = 0.6


class Identifying:
    """One message's part of it."""

    def __init__(self, turn: Work) -> None:
        self._turn = turn

    async def stops(self) -> bool:
        """Looks the buyer up where the message says who he is; whether the turn ends with that."""
        turn = self._turn
        given = turn.read.identity
        if turn.state.user:
            return await self._is_another(given)
        given = self._with_name(given)
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
            self._remember()
            turn.say("ask_identity_rest", "asks")
            turn.asking("identity")
            return True
        acted = await turn.act(Call("find_user", _told(claim)))
        if turn.state.user:
            turn.identified_now = True
            return False
        if isinstance(acted.verdict, HandOver):
            turn.hand_over(acted.verdict.reason)
            return True
        # A postcode that was mistyped may be put right alone; an e-mail is not kept.
        turn.state = replace(turn.state, identity=Identity(name=claim.name, postcode=claim.postcode))
        self._remember()
        turn.say("not_found", "asks")
        turn.asking("identity")
        return True

    def _remember(self) -> None:
        """What he wants, said along with who he is, waits until he is known."""
        fresh = wanted(self._turn.read, self._turn.state)
        if fresh:
            self._turn.queue(fresh)

    def _with_name(self, given: Identity) -> Identity:
        """With the name that he was asked for, where it stands among other words."""
        read = self._turn.read
        says_who = any(one.intent == "identify" and one.confidence >= _SURE for one in read.intents)
        if given.email or given.name or read.intent in {"yes", "no"} or not (self._was_asked or says_who):
            return given
        if read.asks_whether and not given.postcode:
            return given  # a question is no name
        return replace(given, name=name_said(read.text, read.language, given.postcode))

    @property
    def _was_asked(self) -> bool:
        wishes = self._turn.state.wishes
        return bool(wishes) and wishes[0].asked == "identity"

    def _is_meant(self, given: Identity) -> bool:
        """A postcode in an address is no identification; one beside it, with a name, is."""
        turn = self._turn
        if given.email:
            return True
        if turn.read.address:
            return bool(given.name and given.postcode) and given.postcode not in turn.read.address.upper()
        if given.name and given.postcode:
            return True
        return self._was_asked or any(one.intent == "identify" for one in turn.read.intents)

    async def _is_another(self, given: Identity) -> bool:
        """Once somebody is known, nobody else is looked up: not even whether he exists."""
        turn = self._turn
        claims = bool(given.email) or (bool(given.name and given.postcode) and not turn.read.address)
        if not claims:
            return False
        acted = await turn.act(Call("find_user", _told(given)))
        if isinstance(acted.verdict, Refused):
            # Who calls himself somebody else cannot say yes to what the buyer was asked.
            turn.state = settled(turn.state)
            turn.tell(refusal(acted.verdict, "find_user", None, turn.teller, turn.desk.rules))
            return True
        return False


def _told(claim: Identity) -> dict[str, object]:
    told = {"email": claim.email, "name": claim.name, "postcode": claim.postcode}
    return {key: value for key, value in told.items() if value}
