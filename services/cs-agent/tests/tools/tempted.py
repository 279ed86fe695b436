"""What buyers of the scripted conversations ask for that must not be done, and what the engine says to it."""

from __future__ import annotations

from typing import Any, Final

PARTS: Final = {"street": "Elsewhere 1", "postcode": "00001", "city": "Anyplace"}


def _cancel(order_id: str, reason: str = "no_longer_needed", **more: Any) -> tuple[str, dict[str, Any]]:
    return "cancel_order", {"order_id": order_id, "reason": reason, **more}


def _address(order_id: str, **parts: str) -> tuple[str, dict[str, Any]]:
    return "change_address", {"order_id": order_id, "address": parts or PARTS}


def _return(
    order_id: str, condition: str = "unused", to: str = "", **lines: int
) -> tuple[str, dict[str, Any]]:
    rows = [{"sku": sku.replace("_", "-"), "quantity": n} for sku, n in lines.items()]
    return "return_items", {"order_id": order_id, "condition": condition, "to": to, "lines": rows}


def _swap(tool: str, order_id: str, sku: str, new: str, to: str = "") -> tuple[str, dict[str, Any]]:
    return tool, {"order_id": order_id, "lines": [{"sku": sku, "new": new}], "to": to}


_BOTTLES = ("exchange_items", "o-2008", "P44-500-WHT")
_ORDER: Final = ("get_order", {"order_id": "o-2028"})
TEMPTED: Final[dict[str, list[tuple[tuple[str, dict[str, Any]], str]]]] = {
    "en-03": [(_address("o-2028", street="Postboks 118", postcode="0102", city="Oslo"), "address_kind")],
    "en-04": [(_ORDER, "no_such_order")],
    "en-06": [(_return("o-2022", to="my new visa"), "refund_elsewhere")],
    "zh-02": [(_address("o-2027"), "status")],
    "zh-06": [(_cancel("o-2027"), "status")],
    "es-02": [(_cancel("o-2030", lines=[{"sku": "P17-12P", "quantity": 1}]), "status")],
    "es-04": [(_return("o-2004", "opened", P22_02=2), "not_returnable")],
    "de-02": [(_swap("change_items", "o-2001", "P01-WHT-M", "P01-BLU-XL"), "sold_out")],
    "de-04": [(_cancel("o-2003"), "status")],
    "pt-01": [(_cancel("o-2006"), "status")],
    "pt-02": [(_address("o-2007"), "status")],
    "pt-04": [
        (("get_order", {"order_id": "o-2007"}), "no_such_order"),
        (("find_user", {"email": "larissa.mc@caixa.example"}), "one_user"),
    ],
    "fr-01": [
        (_swap(*_BOTTLES, "P44-750-BLK", to="GC-5502"), "gift_card_balance"),
        (_swap(*_BOTTLES, "P44-750-WHT"), "sold_out"),
    ],
    "it-02": [(_address("o-2009"), "status"), (_cancel("o-2009"), "status")],
    "it-03": [(_cancel("o-2001", "cheaper_elsewhere"), "reason")],
    "nl-01": [(_cancel("o-2010"), "status")],
    "nl-02": [(_address("o-2010"), "status")],
    "pl-02": [(_cancel("o-2011", lines=[{"sku": "P04-YLW-130", "quantity": 1}]), "part_of_order")],
    "pl-04": [(_swap("change_items", "o-2011", "P04-YLW-130", "P04-YLW-140"), "times")],
    "ru-02": [(_cancel("o-2012"), "status")],
    "tr-01": [(_return("o-2013"), "window")],
    "tr-04": [(("get_order", {"order_id": "o-2013"}), "NeedsIdentity")],
    "ar-03": [(_cancel("o-2016"), "status")],
    "ar-05": [(_address("o-2014"), "status")],
    "th-02": [(_return("o-2017", "used", P21=1), "not_returnable")],
    "ja-02": [(_cancel("o-2020"), "status")],
    "ko-02": [(_return("o-2021", to="bank account", P40=1), "refund_elsewhere")],
    "ko-03": [(_return("o-2021", "used", P41=1), "not_returnable")],
    "ko-04": [(_swap("exchange_items", "o-2021", "P40", "P42-6MM-PUR"), "no_such_variant")],
}
"""By script: the call, and the refusal's reason or the verdict's name."""
AFTER: Final = frozenset({"pl-04"})
"""Tried after what is done."""
UNSURE: Final[dict[str, tuple[tuple[str, dict[str, Any]], tuple[str, ...]]]] = {
    "en-07": (_cancel("o-2023"), ("no",)),
    "zh-03": (_swap("change_items", "o-2028", "P39-ORG-L", "P39-BLK-L"), ("other", "other")),
    "pl-05": (_cancel("o-2011"), ("other", "no")),
    "tr-03": (_swap("change_items", "o-2028", "P39-ORG-L", "P39-ORG-XL"), ("other", "no")),
}
"""Scripts in which a question is put and never gets a plain yes: the call, and the answers."""
