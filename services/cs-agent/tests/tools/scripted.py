"""The 70 scripted conversations as calls: what a buyer who is understood well makes the engine do."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any, Final

import yaml
from shops import WORLD, world

Row = dict[str, Any]

REASONS: Final = {
    "zh-05": "missing_part", "tr-02": "broken", "th-03": "broken", "fr-03": "broken", "ja-04": "broken",
    "ko-01": "never_came",
}  # fmt: skip
CANCELLED: Final = {
    "en-01": "ordered_by_mistake",
    "es-01": "ordered_by_mistake",
    "ar-04": "ordered_by_mistake",
}
HEDGED: Final = frozenset({"zh-04", "ar-04", "ja-03", "de-05"})
"""Scripts in which something else than a yes comes first; the question is put again."""


@cache
def scripts() -> list[Row]:
    rows: list[Row] = yaml.safe_load((WORLD / "scripts.yaml").read_text("utf-8"))
    return rows


@cache
def shop() -> Row:
    return world()


def order(id_: str) -> Row:
    found: Row = next(row for row in shop()["orders"] if row["id"] == id_)
    return found


def flat(text: str) -> str:
    return re.sub(r"[\s　-]", "", unicodedata.normalize("NFKC", text)).casefold()


def claims(row: Row) -> list[Row]:
    """What the buyer says to be known by, in order: e-mails, or his name with his postcodes."""
    emails = re.findall(r"[\w.]+@[\w.]+\w", " ".join(row["turns"]))
    if emails:
        return [{"email": email} for email in emails]
    text = flat(" ".join(row["turns"]))
    fit = [one for one in shop()["users"] if flat(one["name"]) in text]
    user = next((one for one in fit if flat(one["postcode"]) in text), None)
    if user is None:
        return []
    wrong = [{"name": user["name"], "postcode": "050010"}] if "050010" in text else []
    return [*wrong, {"name": user["name"], "postcode": user["postcode"]}]


def arguments(tool: str, row: Row) -> Row:
    """A call's arguments, from what the script says must differ at its end."""
    if tool == "hand_over":
        return {"reason": "asked_for_a_person", "summary": row["goal"]}
    if tool == "ask_refund":
        asked = row["requested"]
        lines = [{"sku": sku, "quantity": n} for sku, n in asked["lines"].items()]
        words = row["turns"][0]
        return {"order_id": asked["order"], "reason": REASONS[row["id"]], "lines": lines, "words": words}
    id_, final = next(iter(row["final"].items()))
    told: Row = {"order_id": id_}
    money = [*final.get("payments", ()), *final.get("refund", ())]
    if tool == "cancel_order":
        told["reason"] = CANCELLED.get(row["id"], "no_longer_needed")
    if tool == "change_address":
        *street, postcode, city = final["address"].split(", ")
        told["address"] = {"street": ", ".join(street), "postcode": postcode, "city": city}
    if tool in {"change_items", "exchange_items"}:
        told |= {"lines": swaps(id_, final["items"])}
    if tool == "return_items":
        told["condition"] = "unused"
        lines = final["refund"][0].get("lines", {})
        told["lines"] = [{"sku": sku, "quantity": n} for sku, n in lines.items()]
    if tool != "cancel_order" and money:
        told["to"] = money[0]["to"]
    return told


def swaps(id_: str, items: list[Row]) -> list[Row]:
    """Which SKU becomes which: of one product, by number of pieces."""
    product = {v["sku"]: p["id"] for p in shop()["products"] for v in p["variants"]}
    old = Counter({line["sku"]: line["quantity"] for line in order(id_)["lines"]})
    new = Counter({line["sku"]: line["quantity"] for line in items})
    gone, come = old - new, new - old
    return [
        {"sku": sku, "quantity": n, "new": next(one for one in come if product[one] == product[sku])}
        for sku, n in gone.items()
    ]


def differences(after: Row) -> Row:
    """What differs from the shop's file at the end, in the scripts' form."""
    found: Row = {}
    for row in after["orders"]:
        before = order(row["id"])
        one: Row = {}
        if row["status"] != before["status"]:
            one["status"] = row["status"]
        if row.get("address", "") != before.get("address", ""):
            one["address"] = row["address"]
        if row["lines"] != before["lines"]:
            one["items"] = [{"sku": line["sku"], "quantity": line["quantity"]} for line in row["lines"]]
        charged = row["payments"][len(before["payments"]) :]
        if charged:
            one["payments"] = [{"to": _to(pay), "amount": pay["amount"]["amount"]} for pay in charged]
        refunds = [
            {"to": _to(pay), "amount": back["amount"]["amount"], "when": "now"}
            for pay, old in zip(row["payments"], before["payments"], strict=False)
            for back in pay["refunds"][len(old["refunds"]) :]
        ]
        refunds += [
            {"to": due["to"], "amount": due["amount"]["amount"], "when": "returned", "lines": due["lines"]}
            for due in row.get("due", ())
        ]
        if refunds:
            one["refund"] = refunds
        if one:
            found[row["id"]] = one
    return found


def expected(row: Row) -> Row:
    """A script's end in the same form: a return's lines in full, the address as the shop writes it."""
    found: Row = {}
    for id_, final in row["final"].items():
        one = dict(final)
        whole = {line["sku"]: line["quantity"] for line in order(id_)["lines"]}
        if "refund" in one:
            one["refund"] = [
                {**back, "lines": back.get("lines", whole)} if back["when"] == "returned" else back
                for back in one["refund"]
            ]
        if "address" in one:
            *street, postcode, city = one["address"].split(", ")
            one["address"] = f"{', '.join(street)}, {postcode} {city}"
        found[id_] = one
    return found


def _to(payment: Row) -> str:
    return str(payment.get("last4") or payment["gift_card_id"])
