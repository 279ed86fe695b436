"""What docs/search.md shows for OpenSearch is made of what the index is made of."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from search_tagger.domain.querying.interpreting import interpret
from search_tagger.domain.searching.documents import keys_of
from search_tagger.domain.searching.wanting import sought
from search_tagger.tagging import tagged_document

PAGE = Path(__file__).resolve().parents[4] / "docs/search.md"


def shown(name: str) -> Any:
    found = re.search(rf"```json {name}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{PAGE.name} shows no {name}"
    return json.loads(found[1])


def test_the_document_has_the_mappings_fields_and_the_products_keys(base: TermBase) -> None:
    document, properties = shown("document"), shown("mapping")["mappings"]["properties"]
    assert set(document) == set(properties)
    product = product_pb2.Product(id="trousers", language="zh-CN", title=document["title"])
    keys = keys_of(tagged_document(product, base), base.lexicon)
    assert set(document["tokens"]) <= set(keys.tokens)
    assert set(document["fixed"]) <= set(keys.fixed)
    assert set(document["words"].split()) <= set(keys.words)


def test_the_query_is_what_the_words_above_it_want(base: TermBase) -> None:
    (text,) = re.findall(r'The query "(.*?)"', PAGE.read_text(encoding="utf-8"))
    wanted = sought(interpret(text, "", "DE", base), base.lexicon)
    assert wanted is not None
    query = shown("query")["query"]["bool"]
    assert {"term": {"tokens": wanted.first[0].must[0]}} in query["filter"]
    assert query["must_not"][0]["term"]["fixed"] in wanted.never
    assert set(query["should"][0]["constant_score"]["filter"]["terms"]["tokens"]) <= set(wanted.tokens)
    assert query["should"][1]["match"]["words"]["query"] in wanted.words
