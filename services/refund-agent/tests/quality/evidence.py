# ruff: noqa: E402, T201 — finds what the tests draw; prints what it measures
"""What checks of evidence find: `python evidence.py [--each 32] [--triton HOST:PORT] [--named]`.

Drawn pictures (evidence_pictures.py), each sent by another buyer for an order of its own, all into one shop.
Per kind and check: passed, failed, cannot tell, and how many of these are wrong. Without a tier nothing on
the pictures is read.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections import Counter, defaultdict
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

# In place of this folder: this file bears the name of the tests' folder.
sys.path[0] = str(Path(__file__).parents[1])
from evidence.evidence_cases import ASKED, Folder, arrived, complaint, facts, money, product, request
from quality.evidence_pictures import Case, cases, goods

from argosy_inference import Tier, TierSettings
from argosy_ledger import Sealer
from argosy_testing.drawn_goods import Product, listing
from argosy_testing.photographed import png
from argosy_testing.store import MemoryStore
from argosy_testing.tier import FakeTier
from refund_agent.adapters.evidence_files import EvidenceFiles
from refund_agent.adapters.fingerprints import FingerprintRepository
from refund_agent.adapters.listing_pictures import ListingPictures
from refund_agent.adapters.listings import ListingRepository
from refund_agent.domain.checks import Check
from refund_agent.verifying import Verifying, verify

AGAINST: Final = (
    "readable",
    "about_this_order",
    "product_shown",
    "not_reused",
    "not_edited",
    "taken_after_delivery",
)
WRONG: Final[dict[str, dict[str, str]]] = {
    "genuine, whole": dict.fromkeys(AGAINST, "failed") | {"damage_visible": "passed"},
    "genuine, damaged": dict.fromkeys(AGAINST, "failed"),
    "genuine, close to the damage": dict.fromkeys(AGAINST, "failed"),
    "re-used, as tuned for": {"not_reused": "passed"},
    "re-used, other ways": {"not_reused": "passed"},
    "wrong product": {"product_shown": "passed", "damage_visible": "passed"},
    "wrong product, like it": {"product_shown": "passed", "damage_visible": "passed"},
    "unreadable": {"readable": "passed", "product_shown": "failed", "not_reused": "failed"},
    "generator's marks": {"not_edited": "passed"},
    "spliced": {"not_edited": "passed"},
    "right colour": {"variant_shown": "failed"},
    "wrong colour": {"variant_shown": "passed"},
}


class Shop:
    """One shop with all the products, into which everything is sent."""

    def __init__(self, tier: Any) -> None:
        self.folder, store = Folder(), MemoryStore()
        self.files = EvidenceFiles(self.folder, self.folder, tier, 10)  # type: ignore[arg-type]
        self.listings = ListingRepository(store)
        self.deps = Verifying(
            self.files,
            FingerprintRepository(store, Sealer()),
            self.listings,
            ListingPictures(self.files),
            self,
            seconds=600,
        )  # type: ignore[arg-type]
        self.sent = 0

    async def of(self, merchant_id: str, order_id: str) -> Any:
        return facts(order_id=order_id) if order_id.startswith("A-2") else replace(facts(), order=None)

    async def lists(self, one: Product) -> None:
        url = f"file:///blobs/listing-{one.seed}"
        self.folder.files[url] = png(listing(one))
        told = product(url, brand=one.word)
        told.id, told.title = f"p-{one.seed}", f"{one.word.title()} {one.shape}"
        await self.listings.learn("m-1", told, ASKED - timedelta(days=30), f"e-{one.seed}")

    async def looked_at(self, case: Case) -> tuple[tuple[Check, ...], float]:
        self.sent += 1
        order_id, url = f"A-2{self.sent:04}", f"file:///blobs/{self.sent}"
        self.folder.files[url] = case.data
        one = case.ordered
        # With a colour in its title nothing fails by the listing's colours, which may be another variant's.
        title = one.title if case.reason == "wrong_variant" else f"{one.word.title()} {one.shape}"
        line = {"sku": f"S-{one.seed}", "product_id": f"p-{one.seed}", "title": title, "quantity": 1}
        known = facts(
            arrived(),
            order_id=order_id,
            buyer={"id": f"u-{self.sent}"},
            lines=[line | {"price": money("24.90")}],
        )
        asked = request(url, order_id=order_id, at=ASKED + timedelta(minutes=self.sent))
        began = time.perf_counter()
        found = await verify(asked, known, complaint(case.reason), self.deps)
        return found, time.perf_counter() - began


async def measured(each: int, triton: str, *, named: bool) -> None:
    tally: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    wrong: dict[tuple[str, str], list[str]] = defaultdict(list)
    sizes, took = Counter[str](), []
    async with AsyncExitStack() as opened:
        shop = Shop(await opened.enter_async_context(Tier(TierSettings(triton))) if triton else FakeTier())
        for one in goods(each):
            await shop.lists(one)
        for case in cases(each):
            checks, seconds = await shop.looked_at(case)
            took.append(seconds)
            sizes[case.kind] += 1
            for check in checks:
                tally[case.kind, check.check][check.result] += 1
                if WRONG[case.kind].get(check.check) == check.result:
                    said = f"{case.how or '-'}: {case.ordered.title} ({case.ordered.print}): {check.finding}"
                    wrong[case.kind, check.check].append(said + (" (weak)" if check.weak else ""))
        await shop.files.close()
    print(f"{'kind':30} {'check':22} passed failed cannot tell  wrong")
    for (kind, name), counts in tally.items():
        if name not in WRONG[kind] and name != "damage_visible":
            continue
        off = str(len(wrong[kind, name])) if name in WRONG[kind] else ""
        numbers = "".join(f"{counts[one]:7}" for one in ("passed", "failed", "cannot_tell"))
        print(f"{kind:30} {name:22}{numbers}      {off}")
    print(dict(sizes))
    print(f"a picture: median {statistics.median(took):.2f} s, longest {max(took):.2f} s")
    if named:
        for (kind, name), said in wrong.items():
            for one in said:
                print(f"  wrong: {kind}, {name}: {one}")


def main() -> None:
    """Draw, send, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--each", type=int, default=32, help="pictures of a kind")
    options.add_argument("--triton", default="", help="the tier's address; without it nothing is read")
    options.add_argument("--named", action="store_true", help="name each wrong verdict")
    told = options.parse_args()
    asyncio.run(measured(told.each, told.triton, named=told.named))


if __name__ == "__main__":
    main()
