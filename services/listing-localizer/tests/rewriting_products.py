"""Products whose listings a generator writes anew, and the ground of each in a market."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from argosy_catalogue.facts import ProductFacts, read_facts
from argosy_catalogue.source import read_source
from argosy_commerce.channels import channel
from argosy_commerce.markets import market
from argosy_commerce.terms import TermBase
from argosy_testing.products import product
from listing_localizer.domain.listing import Engine
from listing_localizer.domain.rewriting.ground import Ground, ground_of
from listing_localizer.domain.writing import write_listing

MARKETS = {"en": "US", "es": "ES", "de": "DE", "ar": "SA", "ko": "KR", "th": "TH"}
TERM_BASE = Engine("term-driven", "argosy-terms", "1", "embedded")

PRODUCTS: dict[str, dict[str, Any]] = {
    "bottle": {
        "title": "Lumora 保温杯 500ml 316不锈钢 便携 防漏 户外",
        "description": "",
        "category_hint": "保温杯",
        "brand": "Lumora",
        "attributes": [
            {"name": "容量", "value": "500ml"},
            {"name": "重量", "value": "0.32kg"},
            {"name": "材质", "value": "不锈钢"},
            {"name": "颜色", "value": "黑色"},
        ],
    },
    "dress": {
        "title": "夏季女士连衣裙 长袖 圆领 碎花 透气",
        "description": "",
        "category_hint": "女装 > 连衣裙",
        "brand": "Lumora",
        "attributes": [
            {"name": "材质", "value": "95%棉5%氨纶"},
            {"name": "颜色", "value": "红色"},
        ],
    },
    "power bank": {
        "title": "Voltix 充电宝 20000mAh 快充 M-42X 双USB",
        "description": "",
        "category_hint": "充电宝",
        "brand": "Voltix",
        "attributes": [
            {"name": "电池容量", "value": "20000mAh"},
            {"name": "尺寸", "value": "14.5*7*2cm"},
            {"name": "质保", "value": "2年"},
        ],
    },
    "earbuds": {
        "title": "Voltix 无线蓝牙耳机 蓝牙5.3 降噪 防水 运动",
        "description": "续航30小时，触控操作。",
        "category_hint": "耳机",
        "brand": "Voltix",
        "attributes": [{"name": "颜色", "value": "白色"}, {"name": "重量", "value": "45g"}],
    },
    "school bag": {
        "title": "Kidora 儿童书包 防水 轻便 大容量 28*18*40cm",
        "description": "",
        "category_hint": "书包",
        "brand": "Kidora",
        "attributes": [
            {"name": "材质", "value": "牛津布"},
            {"name": "容量", "value": "20L"},
            {"name": "颜色", "value": "蓝色"},
        ],
    },
    "shirt": {
        "title": "夏季男士纯棉短袖T恤 圆领宽松 透气",
        "description": "面料柔软，可机洗。",
        "category_hint": "男装 > T恤",
        "brand": "Lumora",
        "attributes": [{"name": "材质", "value": "100%棉"}, {"name": "颜色", "value": "黑色"}],
    },
}


@cache
def facts_of(name: str) -> ProductFacts:
    return read_facts(read_source(product(**PRODUCTS[name])), TermBase.load())


@cache
def ground(name: str, language: str, channel_id: str = "generic") -> Ground:
    """The ground of a product in a language's market."""
    base, target = TermBase.load(), market(MARKETS[language])
    rules = channel(channel_id, target.code)
    listing = write_listing(facts_of(name), target, rules, base, [], TERM_BASE, date(2026, 11, 1))
    return ground_of(facts_of(name), listing, target, rules, base)
