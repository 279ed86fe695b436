"""How good and how fast listings are: `.venv/bin/python tests/bench/listings.py [LIST.yaml ...]`, no stack.

Writes every product of the lists for one market of each language and every channel, with the embedded
translator in this process, and prints what docs/quality.md quotes. A list says of each product which of its
words are facts; a fact is carried if its words were read and stand in no listing's `left_over`.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import yaml
from babel.numbers import get_decimal_symbol
from rich.console import Console
from rich.table import Table

from argosy_commerce import channels_fitting as fitting
from argosy_commerce.channels import channel, channels
from argosy_commerce.markets import market
from argosy_commerce.reading.items import Dropped, DropReason, Unknown
from argosy_commerce.terms import TermBase
from argosy_contracts import from_json
from argosy_testing.store import MemoryStore
from argosy_testing.tier import TermDrivenTier
from listing_localizer.adapters.approved import ApprovedRepository
from listing_localizer.adapters.listings import ListingRepository
from listing_localizer.adapters.preferences import PreferenceRepository
from listing_localizer.handlers import Deps, localize_listing
from listing_localizer.settings import LocalizerSettings

MARKETS = ("US", "ES", "BR", "FR", "DE", "IT", "NL", "PL", "RU", "TR", "SA", "TH", "JP", "KR")
LISTS = Path(__file__).parents[2] / "services/listing-localizer/tests/quality"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_FOR_RESELLERS = {DropReason.PLATFORM, DropReason.REACH}


def products(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        for rows in yaml.safe_load(path.read_text(encoding="utf-8"))["products"].values():
            yield from rows


async def listings(row: dict[str, Any], number: int, deps: Deps, channel_ids: list[str]) -> list[Any]:
    product = {
        "id": f"p-{number}", "language": "zh-CN", "title": row["title"], "category_hint": row.get("hint", ""),
        "description": row.get("description", ""), "brand": row.get("brand", ""),
        "attributes": [{"name": n, "value": v} for n, v in row.get("attributes", {}).items()],
    }  # fmt: skip
    data = {"product": product, "markets": list(MARKETS), "channels": channel_ids}
    event = {"type": "product.created", "merchant_id": "m-1", "platform": "bench", "data": data}
    outcome = await localize_listing(from_json(event, source="bench"), deps)
    return [output.data for output in outcome.outputs]


def in_memory(base: TermBase, settings: LocalizerSettings) -> Deps:
    store = MemoryStore()
    repositories = ListingRepository(store), ApprovedRepository(store), PreferenceRepository(store)
    return Deps(TermDrivenTier(), base, *repositories, settings)


def carried(word: str, title: str, listing: Any, base: TermBase) -> bool:
    start = title.index(word)
    place = range(start, start + len(word))
    for item in base.read(title).items:
        unread = isinstance(item, Unknown) or (isinstance(item, Dropped) and item.reason in _FOR_RESELLERS)
        if unread and any(item.span[0] <= p < item.span[1] for p in place):
            return False
    lost = [left.span for left in listing.left_over if left.field == "title"]
    return not any(span.start <= p < span.end for span in lost for p in place)


def has_figure(figure: str, listing: Any) -> bool:
    text = " ".join([listing.title, *listing.bullets, listing.description])
    text += " ".join(attribute.value for attribute in listing.attributes)
    # A version (5.0) keeps its point where an amount is written with a comma.
    written = {figure, figure.replace(".", get_decimal_symbol(listing.locale.split("-")[0]))}
    either = "|".join(re.escape(form) for form in sorted(written))
    return re.search(rf"(?<![\d.,])(?:{either})(?!\d)", text) is not None


async def main(paths: list[Path]) -> None:
    base = TermBase.load()
    base.warm_up()
    settings = LocalizerSettings(triton_url="127.0.0.1:1", mongodb_uri="mongodb://127.0.0.1:1")
    rows = list(products(paths))
    facts: dict[str, list[bool]] = {code: [] for code in MARKETS}
    figures, no_han, within = ({code: [] for code in MARKETS} for _ in range(3))
    coverage: dict[str, list[float]] = {code: [] for code in MARKETS}
    unsaid: Counter[str] = Counter()
    deps = in_memory(base, settings)
    for number, row in enumerate(rows):
        for listing in await listings(row, number, deps, list(channels())):
            rules = channel(listing.channel, listing.market)
            within[listing.market].append(keeps_limits(listing, rules))
            texts = [listing.title, *listing.bullets, listing.description, *listing.keywords]
            if listing.market != "JP":
                no_han[listing.market].append(not _HAN.search(" ".join(texts)))
            if listing.channel == "generic":
                coverage[listing.market].append(listing.coverage)
                facts[listing.market] += [
                    carried(w, row["title"], listing, base) for w in row.get("facts", ())
                ]
                figures[listing.market] += [has_figure(str(f), listing) for f in row.get("figures", ())]
                unsaid.update({left.text for left in listing.left_over if listing.market == "US"})
    fresh = in_memory(base, settings)
    began, cpu = time.perf_counter(), time.process_time()
    count = 0
    for number, row in enumerate(rows):
        count += len(await listings(row, number, fresh, ["generic"]))
    cpu, took = time.process_time() - cpu, time.perf_counter() - began
    table = Table(title=f"{len(rows)} products, {len(MARKETS)} languages, {len(channels())} channels")
    for name in ("market", "facts carried", "figures", "no Chinese left", "limits kept", "coverage"):
        table.add_column(name, justify="right")
    for code in MARKETS:
        share = [f"{mean(found):.3f}" if found else "-" for found in (
            facts[code], figures[code], no_han[code], within[code], coverage[code])]  # fmt: skip
        table.add_row(f"{market(code).language.tag} ({code})", *share)
    out = Console(width=120)
    out.print(table)
    out.print(f"{count / cpu:.0f} listings per second and core ({count} in {cpu:.1f} s of CPU, {took:.1f} s)")
    out.print("not said: " + ", ".join(f"{word} {times}" for word, times in unsaid.most_common(40)))


def keeps_limits(listing: Any, rules: Any) -> bool:
    language = listing.locale.split("-")[0]
    fits = not listing.title or not fitting.breaches(listing.title, rules, language)
    for texts, limit in ((listing.bullets, rules.bullets), ([listing.description], rules.description)):
        if limit is not None:
            fits = fits and all(fitting.length(text, limit.counted) <= limit.most for text in texts)
    return fits and tuple(listing.keywords) == fitting.fit_keywords(listing.keywords, rules)


if __name__ == "__main__":
    asyncio.run(main([Path(argument) for argument in sys.argv[1:]] or sorted(LISTS.glob("*.yaml"))))
