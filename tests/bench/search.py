"""How fast products are tagged, queries read and searches answered, in one process on one core.

.venv/bin/python tests/bench/search.py

Titles and queries are those of the labelled sets beside the service's tests; the index holds each title 20
times under other ids. CPU by process time: what else runs on the machine does not count.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from search_tagger.adapters.index import ProductIndex
from search_tagger.domain.querying.interpreting import interpret
from search_tagger.domain.searching.documents import document_of
from search_tagger.events import product_tagged
from search_tagger.tagging import tagged_document
from search_tagger.warming import warm_up

SETS: Final = Path(__file__).resolve().parents[2] / "services/search-tagger/tests/quality/labelled"
COPIES: Final = 20
T = TypeVar("T")


def rows(name: str) -> list[dict[str, Any]]:
    found = [
        yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for path in sorted(SETS.glob(name))
    ]
    return [row for file in found for row in file]


def measured(what: str, work: Callable[[T], object], items: Iterable[T]) -> None:
    took = []
    for item in items:
        began = time.process_time()
        work(item)
        took.append((time.process_time() - began) * 1000)
    ordered = sorted(took)
    p99 = ordered[int(len(ordered) * 0.99)]
    rate = 1000 / statistics.mean(took)
    spread = f"p50 {statistics.median(took):6.2f} ms  p99 {p99:7.2f} ms"
    print(f"{what:<34} {len(took):>5}  {spread}  {rate:7.0f}/s per core")


def main() -> None:
    base = TermBase.load()
    began = time.process_time()
    warm_up(base)
    print(f"warming up: {time.process_time() - began:.1f} s of CPU")
    products = [
        product_pb2.Product(
            id=row["id"],
            language=row["language"],
            title=row["title"],
            category_hint=row["category_hint"],
            attributes=[product_pb2.NamedValue(**one) for one in row["attributes"]],
        )
        for row in rows("titles_*.yaml")
    ]
    for product in products:  # what a language needs is compiled at its first product
        tagged_document(product, base)
    texts = [row["text"] for row in rows("queries_*.yaml")]
    measured(
        "tag a product, labels included",
        lambda one: product_tagged(tagged_document(one, base).tagged, base),
        products,
    )
    measured("read a query", lambda text: interpret(text, "", "", base), texts)
    wanted = [interpret(text, "", "", base) for text in texts]
    with tempfile.TemporaryDirectory() as folder, ProductIndex(Path(folder) / "i.sqlite", make=True) as index:
        tagged = [(product, tagged_document(product, base).tagged) for product in products]
        for copy in range(COPIES):
            documents = []
            for product, found in tagged:
                own = replace(found, product_id=f"{product.id}-{copy}")
                documents.append((document_of(product, own), "bench"))
            index.put(f"m-{copy % 2}", documents, base.lexicon)
        print(f"index: {index.merchants()}")
        measured(
            "search it, the query being read", lambda query: index.search("m-1", query, base.lexicon), wanted
        )


if __name__ == "__main__":
    main()
