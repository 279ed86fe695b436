"""Whether a notice is to be believed at all: phishing and mails that are no dispute, refused with reasons.

Small banks write oddly, from domains that nobody knows: nothing is refused for one sign. Phishing needs
somebody else's name or a lie in a link, and a wish for secrets or money, or several of the kind. What is
odd and not enough for that comes back as reasons without a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from chargeback_agent.domain.notices import impostors
from chargeback_agent.domain.notices.forwards import domain_of
from chargeback_agent.domain.notices.html import Link
from chargeback_agent.domain.notices.model import Part
from chargeback_agent.domain.notices.other_mail import Hits, why_no_dispute, words_said
from chargeback_agent.domain.notices.parts import Headers, links_in
from chargeback_agent.domain.notices.view import View, folded, view
from chargeback_agent.domain.notices.vocabulary import vocabulary

Refusal = Literal["phishing", "not_a_dispute"]

_ENOUGH: Final = 4.0
_ODD: Final = 1.5
_SEVERAL: Final = 3
_LOG_IN: Final = re.compile(
    r"log-?in|sign-?in|verif|unlock|unfreeze|secure|confirm|account|acceso|desbloq", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Sign:
    weight: float
    why: str
    wants: bool = False
    """Whether it is the deceit itself: it asks for something, or leads somewhere else than it says."""


def judge(
    parts: Sequence[Part], sender: str, headers: Headers | None = None
) -> tuple[Refusal | None, tuple[str, ...]]:
    """Whether a notice is refused, and why; without a refusal the reasons are doubts.

    Without ``headers`` only addresses that stand in the text are known as links.
    """
    seen = [view(part) for part in parts]
    return judged(seen, [vocabulary().find(one) for one in seen], sender, headers)


def judged(
    seen: Sequence[View], found: Sequence[Hits], sender: str, headers: Headers | None = None
) -> tuple[Refusal | None, tuple[str, ...]]:
    """The same where the views and the vocabulary's hits in them are there already."""
    if headers is None:
        headers = Headers(links=tuple(link for one in seen for link in links_in(one.part.text)))
    signs = [*_of_sender(sender, headers), *_of_links(sender, headers.links), *_of_words(seen, found, sender)]
    total = sum(sign.weight for sign in signs)
    reasons = tuple(dict.fromkeys(sign.why for sign in sorted(signs, key=lambda sign: -sign.weight)))
    if total >= _ENOUGH and any(sign.wants for sign in signs) and len(signs) > 1:
        return "phishing", reasons
    doubts = reasons if total >= _ODD else ()
    other = why_no_dispute(seen, found, sender)
    if other and headers.unread:
        return None, (*doubts, f"{other}; but {', '.join(headers.unread[:3])} could not be read")
    if other:
        return "not_a_dispute", (other, *doubts)
    return None, doubts


def _of_sender(sender: str, headers: Headers) -> list[_Sign]:
    domain = domain_of(sender)
    signs = []
    if brand := impostors.borrowed_name(domain):
        signs.append(_Sign(2, f"the sender's domain {domain} bears the name of {brand.id} and is not theirs"))
    if brand := impostors.named_brand(sender, domain):
        weight = 2.5 if impostors.is_free_mail(domain) else 1.0
        signs.append(
            _Sign(weight, f"the sender calls itself {brand.id} and writes from {domain or 'no address'}")
        )
    back = domain_of(headers.reply_to)
    if (
        back
        and domain
        and impostors.registered(back) != impostors.registered(domain)
        and not impostors.is_known(back)
    ):
        free = impostors.is_free_mail(back)
        signs.append(
            _Sign(2 if free else 0.75, f"answers go to {back}, not to the sender's {domain}", wants=free)
        )
    if not headers.forwarded_by:  # of a forward they are about the colleague
        signs += _of_results(headers.results, domain)
    return signs


def _of_results(results: Sequence[str], domain: str) -> list[_Sign]:
    """Of the receiving server's checks. A lone SPF failure is what mailing lists and relays cause too."""
    if "dmarc=fail" in results:
        return [
            _Sign(2.5 if impostors.is_known(domain) else 1.5, f"the mail is not from {domain}: DMARC failed")
        ]
    if "dmarc=pass" in results or "dkim=pass" in results:
        return []
    if "spf=fail" in results:
        return [_Sign(1.0, f"the server that sent the mail may not send for {domain}: SPF failed")]
    return []


def _of_links(sender: str, links: Sequence[Link]) -> list[_Sign]:
    own = impostors.registered(domain_of(sender))
    signs: dict[str, _Sign] = {}
    for link in links[:60]:
        if not link.address.lower().startswith(("http://", "https://")):
            continue
        host = impostors.host_of(link.address)
        if (
            not host
            or impostors.is_counter(host)
            or (impostors.is_known(host) and "@" not in link.address[:60])
        ):
            continue
        sign = _of_link(link, host, own)
        if sign and (sign.why not in signs):
            signs[sign.why] = sign
    return sorted(signs.values(), key=lambda sign: -sign.weight)[:3]


def _of_link(link: Link, host: str, own: str) -> _Sign | None:
    shown = impostors.host_in_words(link.words) if link.words != link.address else ""
    theirs = impostors.registered(host)
    if shown and impostors.registered(shown) != theirs and theirs != own:
        return _Sign(2.5, f"a link shows {shown} and leads to {host}", wants=True)
    if impostors.is_address_number(host):
        return _Sign(2.0, f"a link leads to the bare address {host}", wants=True)
    if theirs != own and (brand := impostors.borrowed_name(host)):
        return _Sign(
            2.0, f"a link leads to {host}, which bears the name of {brand.id} and is not theirs", wants=True
        )
    if impostors.is_shortener(host):
        return _Sign(1.0, f"a link hides where it leads ({host})", wants=True)
    return _of_log_in(link.address, host, own)


def _of_log_in(address: str, host: str, own: str) -> _Sign | None:
    if not _LOG_IN.search(address.partition(host)[2]):
        return None
    if address.lower().startswith("http://"):
        return _Sign(0.75, f"a link for logging in is not encrypted ({host})")
    if own and impostors.registered(host) != own:
        return _Sign(0.5, f"a link for logging in leads to {host}, not to the sender's {own}")
    return None


def _of_words(seen: Sequence[View], found: Sequence[Hits], sender: str) -> list[_Sign]:
    known = impostors.is_known(domain_of(sender))
    signs = []
    if secrets := _asked(seen, found):
        # One may be a merchant's number under a clumsy name; card number, code and password together are not.
        weight = 3.5 if len(secrets) >= _SEVERAL else 2.5
        signs.append(_Sign(1.0 if known else weight, f"it asks for secrets: {secrets[0]!r}", wants=True))
    if said := words_said(seen, found, "trust.pay_fee", once=True):
        signs.append(_Sign(2.0, f"it asks for money: {said[0]!r}", wants=True))
    if said := words_said(seen, found, "trust.away", once=True):
        signs.append(_Sign(2.0, f"it keeps the reader from asking elsewhere: {said[0]!r}"))
    if said := words_said(seen, found, "trust.urgent"):
        signs.append(_Sign(min(1.5, 0.5 * len(said)), f"it presses for haste: {said[0]!r}"))
    return signs


@cache
def _denials() -> re.Pattern[str]:
    """Whole words where a script parts them: ``e-mail`` holds no Italian ``mai``."""
    words = sorted({folded(str(word)).strip() for word in impostors.trust_words()["denials"]})
    parted = "|".join(re.escape(word) for word in words if ord(word[0]) < 0x700)
    joined = "|".join(re.escape(word) for word in words if ord(word[0]) >= 0x700)
    return re.compile(rf"(?<![^\W\d_])[وف]?(?:{parted})(?![^\W\d_])|{joined}")


def _asked(seen: Sequence[View], found: Sequence[Hits]) -> list[str]:
    """Different words by which secrets are asked for, in sentences that do not say that none is."""
    asked = []
    for one, hits in zip(seen, found, strict=True):
        kept = [
            hit
            for hit in hits.get("trust.secrets", ())
            if not _denials().search(one.low, *one.sentence(hit.start))
        ]
        asked.append({"trust.secrets": kept})
    return words_said(seen, asked, "trust.secrets")
