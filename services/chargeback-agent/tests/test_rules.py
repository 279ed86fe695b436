"""The networks' rules: our own data has no faults, and each kind of fault is found and named."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from argosy_commerce.sources import Source
from argosy_commerce.terms.strict_yaml import TermDataError
from chargeback_agent.domain.notices.senders import senders
from chargeback_agent.domain.rules.loader import RuleBook, faults, read_rule_book, rule_book
from chargeback_agent.domain.rules.model import EvidenceKind, Network, Processor

_OUTSIDE = "shared/data/chargeback/reason_codes.csv"
OUTSIDE_LIST = next((p / _OUTSIDE for p in Path(__file__).parents if (p / _OUTSIDE).is_file()), None)


def test_our_own_rules_have_no_faults() -> None:
    assert faults(rule_book()) == []


def test_every_network_has_codes_in_use_and_says_when_it_was_true() -> None:
    for name, network in rule_book().networks.items():
        assert network.network == name
        assert any(not rule.retired for rule in network.codes.values())
        assert all(source.seen <= network.as_of for source in rule_book().sources.values())


def test_every_claim_has_a_rule_where_no_network_is_known() -> None:
    generic = rule_book().networks["generic"]
    claims = {rule.claim for network in rule_book().networks.values() for rule in network.codes.values()}
    assert claims <= set(generic.codes)
    assert all(code == rule.claim for code, rule in generic.codes.items())


@pytest.mark.skipif(
    OUTSIDE_LIST is None, reason=f"{_OUTSIDE} lies in no folder above: it is not part of this tree"
)
def test_every_code_of_the_outside_list_is_known() -> None:
    assert OUTSIDE_LIST is not None
    with OUTSIDE_LIST.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if re.fullmatch(r"[A-Z0-9.]{2,6}", row["code"])]
    assert len(rows) > 90
    networks = rule_book().networks
    unknown = [
        (row["network"], row["code"]) for row in rows if not networks[row["network"]].key_for(row["code"])
    ]
    assert unknown == []


# -- names of codes


def test_a_claim_leads_to_the_condition_of_an_umbrella_code() -> None:
    mastercard = rule_book().networks["mastercard"]
    assert mastercard.key_for("4853", "not_received") == "4853.not_received"
    assert mastercard.key_for("4853") == "4853"
    assert mastercard.key_for("53", "counterfeit") == "4853.counterfeit"


def test_an_older_number_of_several_codes_leads_to_the_one_of_the_claim() -> None:
    amex = rule_book().networks["amex"]
    assert amex.key_for("4513", "cancelled") in {"C05", "C18"}
    assert amex.key_for("4513", "credit_not_processed") in {"C02", "C04"}
    assert amex.key_for("4554") == "C08"


def test_a_code_that_no_network_has_is_unknown() -> None:
    assert rule_book().networks["visa"].key_for("99.9") is None


# -- processors


def test_adyen_gives_fewer_days_than_american_express_itself() -> None:
    book = rule_book()
    theirs = [limit.days for limit in book.networks["amex"].respond if limit.stage == "dispute"]
    given = [limit.days for limit in book.processors["adyen"].respond if limit.network == "amex"]
    assert max(given) < min(theirs)


def test_the_well_known_processors_are_there() -> None:
    known = """stripe adyen paypal checkout worldpay braintree square shopify_payments klarna mollie nuvei
        airwallex antom 2c2p mercadopago razorpay amazon_pay"""
    assert set(known.split()) <= set(rule_book().processors)


def test_a_processors_rules_are_found_by_the_name_that_its_notices_are_read_under() -> None:
    platforms = senders()["platforms"]
    assert set(rule_book().processors) <= {*senders()["providers"], *platforms["processors"]}
    for domain in (one for domains in platforms["processors"].values() for one in domains):
        assert any(f".{domain}".endswith(f".{known}") for known in platforms["domains"]), domain


# -- files that cannot be read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with as_file(files("chargeback_agent") / "data") as data:
        return Path(shutil.copytree(data, tmp_path / "data"))


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("networks/amex.yaml", "category: fraud", "category: theft", r"amex\.yaml: codes\.F29\.category"),
        ("networks/mastercard.yaml", "days: 45", "days: 0", r"mastercard\.yaml: respond\.2\.days"),
        ("networks/visa.yaml", "name: Visa\n", "", r"visa\.yaml: name"),
        ("networks/generic.yaml", "network: generic", "nets: generic", r"generic\.yaml: unknown top-level"),
        ("networks/generic.yaml", "\ncodes:", "\ncodes: x\nrows:", r"generic\.yaml: expected a mapping"),
        ("evidence.yaml", "{from: order,", "{from: nowhere,", r"evidence\.yaml: order_record: from"),
        ("sources.yaml", "how: secondary account", "how: hearsay", r"sources\.yaml: go-canonical: how"),
        ("sources.yaml", "sources:", "sources: [", r"sources\.yaml: not YAML"),
        (
            "processors.yaml",
            "formats: [pdf, jpeg",
            "formats: [mp4, jpeg",
            r"processors\.yaml: stripe: files\.0",
        ),
        ("processors.yaml", "countries: [US, CA]", "countries: [USA]", r"adyen: respond\.\d+\.countries\.0"),
        ("processors.yaml", "languages: [en]", "languages: [english]", r"adyen: languages\.0"),
        ("processors.yaml", "submit: [api, portal]", "submit: []", r"processors\.yaml: stripe: submit"),
        ("processors.yaml", "  adyen:", "  stripe:", r"processors\.yaml: line \d+: 'stripe' is written"),
    ],
)
def test_a_broken_file_is_named_with_its_place(
    folder: Path, file: str, old: str, new: str, place: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TermDataError, match=place):
        read_rule_book(folder)


# -- faults between rows that each read well


SOUND: dict[str, Any] = {
    "network": {
        "network": "visa",
        "name": "Visa",
        "as_of": "2026-11-26",
        "process": {"name": "p", "response": "r", "addressed_to": "a", "second": "s"},
        "respond": [{"stage": "dispute", "days": 30, "counted_from": "dispute", "source": "guide"}],
        "codes": {
            "10": {
                "name": "Not received",
                "category": "consumer",
                "claim": "not_received",
                "products": ["physical"],
                "filing": [{"days": 120, "counted_from": "delivery", "source": "guide"}],
                "evidence": [{"kind": "proof", "weight": "required", "source": "guide"}],
                "conditions": [{"id": "late", "text": "t", "effect": "invalid", "source": "guide"}],
                "argue": "It came.",
            },
            "9": {
                "name": "Older",
                "category": "consumer",
                "claim": "not_received",
                "retired": True,
                "now": "10",
                "filing": [{"days": 120, "counted_from": "delivery", "source": "guide"}],
                "evidence": [{"kind": "proof", "weight": "compelling", "source": "guide"}],
                "argue": "It came.",
            },
        },
    },
    "kind": {"from": "order", "title": "t", "shows": "s", "get": "g"},
    "source": {"title": "t", "publisher": "p", "seen": "2026-11-26", "how": "text read"},
    "processor": {
        "name": "P",
        "submit": ["portal"],
        "respond": [
            {"stage": "dispute", "network": "visa", "days": 20, "counted_from": "notice", "source": "guide"}
        ],
        "files": [{"formats": ["pdf"], "source": "guide"}],
        "source": "guide",
    },
}


def _book(rows: dict[str, Any]) -> RuleBook:
    return RuleBook(
        networks={"visa": Network.model_validate(rows["network"])},
        evidence={"proof": EvidenceKind.model_validate(rows["kind"])},
        sources={"guide": Source.model_validate(rows["source"])},
        processors={"psp": Processor.model_validate(rows["processor"])},
    )


def _at(rows: dict[str, Any], path: str) -> tuple[Any, str | int]:
    """The value that holds the last step of a path (network/codes/10/filing/0/source), and that step."""
    steps: list[str | int] = [int(part) if part in {"0", "1"} else part for part in path.split("/")]
    held: Any = rows
    for step in steps[:-1]:
        held = held[step]
    return held, steps[-1]


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(rows: dict[str, Any]) -> None:
        held, last = _at(rows, path)
        held[last] = value

    return change


def _twice(path: str) -> Callable[[dict[str, Any]], None]:
    def change(rows: dict[str, Any]) -> None:
        held, last = _at(rows, path)
        held[last] = [*held[last], *held[last]]

    return change


def _copy(old: str, new: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    def change(rows: dict[str, Any]) -> None:
        codes = rows["network"]["codes"]
        codes[new] = deepcopy(codes[old]) | values

    return change


def test_rules_without_a_fault_have_none() -> None:
    assert faults(_book(SOUND)) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_set("network/respond/0/source", "gossip"), "visa: respond: no source 'gossip'"),
        (_set("network/respond/0/stage", "inquiry"), "visa: respond: no time limit for the stage dispute"),
        (_set("network/codes/10/filing/0/source", "gossip"), "visa 10: no source 'gossip'"),
        (_set("network/codes/10/evidence/0/source", "gossip"), "visa 10: no source 'gossip'"),
        (_set("network/codes/10/conditions/0/source", "gossip"), "visa 10: no source 'gossip'"),
        (_set("network/codes/10/evidence/0/kind", "oath"), "visa 10: no evidence 'oath'"),
        (_set("network/codes/9/now", ""), "visa 9: retired, and `now` names no code in its place"),
        (_set("network/codes/9/now", "11"), "visa 9: `now` names '11', which is no code of Visa"),
        (_set("network/codes/9/now", "9"), "visa 9: `now` names '9', which is retired itself"),
        (_set("network/codes/10/filing", []), "visa 10: no time limit for filing"),
        (_set("network/codes/10/evidence/0/weight", "useless"), "visa 10: nothing that counts as evidence"),
        (_twice("network/codes/10/evidence"), "visa 10: a kind of evidence stands twice"),
        (_twice("network/codes/10/conditions"), "visa 10: a condition stands twice"),
        (
            _set("network/codes/10/evidence/0/products", ["digital"]),
            "visa 10: proof is for a kind of product that the code does not know",
        ),
        (
            _set("network/codes/9/evidence/0/one_of", "some"),
            "visa 9: proof is one of several, and is not required",
        ),
        (_copy("10", "11.not_received"), "visa 11.not_received: '11' is no code of Visa"),
        (_copy("10", "10.fraud"), "visa 10.fraud: its claim is not_received"),
        (_set("processor/source", "gossip"), "psp: no source 'gossip'"),
        (_set("processor/respond/0/source", "gossip"), "psp: no source 'gossip'"),
        (_set("processor/files/0/source", "gossip"), "psp: no source 'gossip'"),
        (_set("processor/files/0/network", "vista"), "psp: no network 'vista'"),
        (_set("processor/respond/0/network", "vista"), "psp: no network 'vista'"),
        (_set("processor/respond/0/days", 31), "psp: 31 days where visa gives 30 (dispute)"),
    ],
)
def test_a_fault_is_found_and_named(change: Callable[[dict[str, Any]], None], fault: str) -> None:
    rows = deepcopy(SOUND)
    change(rows)
    assert fault in faults(_book(rows))
