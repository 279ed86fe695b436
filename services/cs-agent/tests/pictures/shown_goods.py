"""A shop with drawn pictures of its goods, a buyer who photographs them, and the turn that looks at both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from argosy.product.v1 import product_pb2
from argosy_commerce.terms import TermBase
from argosy_store import BlobMissing, UnsafeAddress
from argosy_testing.drawn_goods import Product, listing
from argosy_testing.photographed import jpeg, photograph
from argosy_testing.store import MemoryStore
from argosy_testing.tier import FakeTier
from cs_agent.adapters.eyes import EyesOfTier
from cs_agent.adapters.gallery import Gallery
from cs_agent.adapters.product_pictures import ImprintRepository, PictureRepository

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SHIRT = Product("shirt", "blue", "flowers", "LUMORA", 3)
BAG = Product("bag", "green", "flowers", "HOSHI", 21)
MUG = Product("mug", "red", "flowers", "CASALA", 8)
PLATE = Product("plate", "white", "plain", "OAKLEAF", 5)
TITLES = {
    "shirt": "男士纯棉T恤 短袖",
    "bag": "女士帆布手提包",
    "mug": "陶瓷马克杯",
}
GOODS = {"shirt": SHIRT, "bag": BAG, "mug": MUG}
BLOBS = "file:///blobs/"


@dataclass
class Folder:
    """Blobs by address; all else is outside and refused."""

    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> str:
        self.files[BLOBS + name] = data
        return BLOBS + name

    def owns(self, url: str) -> bool:
        return url.startswith(BLOBS)

    async def get(self, merchant_id: str, url: str, *, max_bytes: int | None = None) -> bytes:
        self.asked.append(url)
        if url not in self.files:
            raise BlobMissing("not there")
        return self.files[url]

    async def fetch(self, url: str, **_: Any) -> Any:
        raise UnsafeAddress("not on the allow-list")


def told(name: str, url: str, **more: Any) -> product_pb2.Product:
    images = [product_pb2.ProductImage(id="1", url=url, role=product_pb2.ProductImage.MAIN)]
    price = {"amount": "24.90", "currency": "USD"}
    rows = [{"name": "材质", "value": "95%棉5%氨纶"}]
    return product_pb2.Product(
        id=f"{name}-1",
        language="zh-CN",
        title=TITLES[name],
        images=images,
        attributes=rows,
        price=price,
        **more,
    )  # type: ignore[arg-type]


@dataclass
class Shop:
    """Its goods, known by their pictures, and a tier that reads what it is told."""

    store: MemoryStore = field(default_factory=MemoryStore)
    folder: Folder = field(default_factory=Folder)
    tier: FakeTier = field(default_factory=FakeTier)
    seconds: float = 20.0
    base: TermBase = field(default_factory=TermBase.load)

    def __post_init__(self) -> None:
        self.gallery = Gallery(
            PictureRepository(self.store),
            ImprintRepository(self.store),
            self.folder,
            self.folder,
            lambda: NOW,  # type: ignore[arg-type]
        )
        self.eyes = EyesOfTier(self.gallery, self.tier, self.seconds)
        self.products: dict[str, product_pb2.Product] = {}

    async def lists(self, *names: str) -> None:
        for name in names:
            url = self.folder.put(f"{name}.jpg", jpeg(listing(GOODS[name]), camera=False))
            product = told(name, url)
            self.products[product.id] = product
            await self.gallery.learn("m-1", product, NOW - timedelta(days=1))
        while await self.gallery.sweep():
            pass

    def sent(self, product: Product, seed: int = 1, **how: Any) -> str:
        """A photograph's address."""
        return self.folder.put(f"sent-{product.shape}-{seed}.jpg", jpeg(photograph(product, seed, **how)))

    async def look(self, *urls: str, product_id: str = "", damage: bool = False, title: str = "") -> Any:
        return await self.eyes.look("m-1", urls, product_id=product_id, title=title, damage=damage)

    async def product(self, product_id: str) -> product_pb2.Product | None:
        return self.products.get(product_id)


def rules(sentences: Sequence[Any]) -> list[str]:
    """The keys of phrases about pictures, in turn."""
    return [one.rule.removeprefix("picture:") for one in sentences if one.rule.startswith("picture:")]
