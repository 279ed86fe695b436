"""Which words of a block may travel to a market: what stays to be said, what goes, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from argosy_commerce.lettering_rules import Action, Place, Ruling, rulings, text_after
from argosy_commerce.lettering_rules import Kind as About
from image_studio.domain.kinds.kinds import Kind, Verdict
from image_studio.domain.lettering import cleaned
from image_studio.domain.orders import Order

_SAID: Final = frozenset({Kind.TEXT, Kind.NUMBER})
_NEVER_A_MARK: Final = frozenset({About.CONTACT, About.CODE_PROMPT, About.PRICE, About.PROMOTION})
_LEADS_AWAY: Final = frozenset({About.CONTACT, About.CODE_PROMPT, About.PLATFORM})
_LONGEST_QUOTE: Final = 40
_LONGEST_WHY: Final = 280


@dataclass(frozen=True)
class Travel:
    """What of a block's words may be shown.

    ``text`` are the words still to be said, in the source language; empty if the block goes or only
    ``prices`` are left, which are written as the market writes them. ``gone``: nothing of it may
    stand. ``rule`` is the strictest rule that held, empty for none, and ``why`` a sentence for the
    person who looks.
    """

    text: str
    gone: bool = False
    prices: tuple[str, ...] = ()
    rule: str = ""
    why: str = ""


def travels(text: str, verdict: Verdict, order: Order) -> Travel:
    """The words of a block of lettering by the rules of the order's market and channels.

    What is printed on the product shows the buyer what will arrive: no rule takes it away, a person
    is told where it leads buyers elsewhere. A mark over the picture goes only if it is none: a web
    address, a deal or a price.

    Raises:
        UnknownChannel: the order names a channel that there is not.
    """
    found = [one for one in rulings(text, place_of(order)) if one.action is not Action.ALLOW]
    said = verdict.kind in _SAID or verdict.kind in order.wishes.translate
    if verdict.printed or (verdict.kind is Kind.ON_PRODUCT and not said):
        return _left(text, [one for one in found if one.kind in _LEADS_AWAY], "on the product")
    if not said:
        drops = any(one.action is Action.DROP and one.kind in _NEVER_A_MARK for one in found)
        if verdict.kind is not Kind.BRAND or not drops:
            return _left(text, found, "as a mark")
    if not found:
        return Travel(text)
    rule = max(found, key=lambda one: one.action.strictness).rule
    if any(one.action is Action.DROP for one in found):
        taken = [one for one in found if one.action in {Action.DROP, Action.CUT}]
        return Travel("", True, (), rule, f"{_quoted(text)} is taken out: {_reasons(taken)}"[:_LONGEST_WHY])
    prices = tuple(cleaned(one.text) for one in found if one.action is Action.CONVERT)
    return Travel(text_after(text, found), False, prices, rule, _why(text, found))


def place_of(order: Order) -> Place:
    """Where the order's picture is to be shown, as the rules ask for it."""
    return Place(order.market, order.on, order.channels, order.role, order.rates)


def _left(text: str, found: Sequence[Ruling], as_what: str) -> Travel:
    if not found:
        return Travel(text)
    why = f"{_quoted(text)} stays {as_what}, and needs a look: {_reasons(found)}"
    return Travel(text, rule=found[0].rule, why=why[:_LONGEST_WHY])


def _why(text: str, found: Sequence[Ruling]) -> str:
    said = []
    if cut := [one for one in found if one.action is Action.CUT]:
        words = " ".join(_quoted(text[slice(*one.span)]) for one in cut)
        said.append(f"{words} is taken out of {_quoted(text)}: {_reasons(cut)}")
    said += [
        f"{_quoted(one.found)} becomes {_quoted(cleaned(one.text))}: {one.reason} ({one.rule})"
        for one in found
        if one.action is Action.CONVERT
    ]
    if marked := [one for one in found if one.action is Action.MARK]:
        words = " ".join(dict.fromkeys(_quoted(one.found) for one in marked))
        said.append(f"{words} stays and needs a look: {_reasons(marked)}")
    return "; ".join(said)[:_LONGEST_WHY]


def _reasons(found: Sequence[Ruling]) -> str:
    return "; ".join(dict.fromkeys(f"{one.reason} ({one.rule})" for one in found))


def _quoted(text: str) -> str:
    return f"“{text[:_LONGEST_QUOTE]}”"
