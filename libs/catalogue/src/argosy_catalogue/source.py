"""The merchant's product as it came, bounded and checked: what a reader may rely on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from argosy.product.v1 import product_pb2
from argosy_catalogue.pages import MAX_BLOCKS, Page, read_page

_MARKUP = re.compile(
    r"<(?P<name>script|style)\b[^<>]{0,500}>.{0,2000}?</(?P=name)>|</?[a-z][^<>]{0,200}>", re.IGNORECASE
)
MAX_TITLE = 1_000
MAX_DESCRIPTION = 20_000
MAX_PAGE = 200_000
"""Characters of a description with its mark-up; of what is left without it, MAX_DESCRIPTION are read."""
MAX_ATTRIBUTES = 100
MAX_ATTRIBUTE = 500
MAX_VARIANTS = 500
MAX_OPTIONS = 10
_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,4})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


class UnusableProductError(ValueError):
    """A product that nothing can be made of. `reason` is one word, the message says what to do."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class SourceAttribute:
    """A name and a value in the merchant's words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SourcePrice:
    """Decimal text in the major unit, and ISO 4217."""

    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class SourceVariant:
    """One thing that can be bought, with what tells it from the others."""

    sku: str
    options: tuple[SourceAttribute, ...]
    price: SourcePrice | None


@dataclass(frozen=True, slots=True)
class SourceProduct:
    """What the merchant wrote. `cut` names the fields that were longer than a product's can be."""

    product_id: str
    title: str
    description: str
    page: Page
    """The description's blocks; `description` is their text."""
    category_hint: str
    brand: str
    attributes: tuple[SourceAttribute, ...]
    variant_options: tuple[SourceAttribute, ...]
    """Each option that buyers choose from, with its values joined by '/'."""
    variants: tuple[SourceVariant, ...] = ()
    cut: tuple[str, ...] = ()


def _without_markup(text: str) -> str:
    """Tags blanked, scripts with what is in them; every other character keeps its place."""
    return _MARKUP.sub(lambda tag: " " * len(tag.group()), text)


def read_source(product: product_pb2.Product) -> SourceProduct:
    """Take the merchant's words out of an event, bounded; Chinese, as `read_facts` reads it.

    Raises:
        UnusableProductError: no words, or words in a language that cannot be read.
    """
    source = bounded_source(product)
    language = product.language.split("-")[0].lower()
    if language not in {"", "zh"} or not _HAN.search(_words(source)):
        raise UnusableProductError(
            "unsupported_language",
            f"language is {product.language[:20] or 'not given'!r} and the words are not Chinese; send zh",
        )
    return source


def bounded_source(product: product_pb2.Product) -> SourceProduct:
    """The merchant's words in any language, bounded.

    Raises:
        UnusableProductError: no words.
    """
    cut: list[str] = []

    def bounded(text: str, most: int, name: str) -> str:
        if len(text) > most:
            cut.append(f"{name} has {len(text)} characters; the first {most} were read")
        return text[:most].strip()

    pictures = {image.url: image.id for image in product.images if image.url and image.id}
    page = read_page(bounded(product.description, MAX_PAGE, "description"), pictures)
    if page.cut:
        cut.append(f"the description has more than {MAX_BLOCKS} blocks; the first {MAX_BLOCKS} were read")
    source = SourceProduct(
        product_id=product.id,
        title=_without_markup(bounded(product.title, MAX_TITLE, "title")),
        description=bounded(page.plain_text, MAX_DESCRIPTION, "description"),
        page=page,
        category_hint=bounded(product.category_hint, MAX_ATTRIBUTE, "category_hint"),
        brand=bounded(product.brand, 80, "brand"),
        attributes=tuple(
            SourceAttribute(
                _without_markup(bounded(attribute.name, MAX_ATTRIBUTE, f"attribute {index + 1}")).strip(),
                _without_markup(bounded(attribute.value, MAX_ATTRIBUTE, f"attribute {index + 1}")).strip(),
            )
            for index, attribute in enumerate(product.attributes[:MAX_ATTRIBUTES])
        ),
        variant_options=_options(product),
        variants=tuple(_variant(variant) for variant in product.variants[:MAX_VARIANTS]),
    )
    if len(product.variants) > MAX_VARIANTS:
        cut.append(f"{len(product.variants)} variants; the first {MAX_VARIANTS} were read")
    if len(product.attributes) > MAX_ATTRIBUTES:
        cut.append(f"{len(product.attributes)} attributes; the first {MAX_ATTRIBUTES} were read")
    if not _words(source).strip():
        raise UnusableProductError(
            "empty_product", "title, description and attributes are empty: send at least a title"
        )
    return replace(source, cut=tuple(cut))


def _words(source: SourceProduct) -> str:
    return " ".join([source.title, source.description, *(a.value for a in source.attributes)])


def _options(product: product_pb2.Product) -> tuple[SourceAttribute, ...]:
    values: dict[str, dict[str, None]] = {}
    for variant in product.variants[:MAX_VARIANTS]:
        for option in variant.options:
            values.setdefault(option.name[:MAX_ATTRIBUTE], {})[option.value[:MAX_ATTRIBUTE]] = None
    return tuple(SourceAttribute(name, "/".join(found)) for name, found in values.items() if name)


def _variant(variant: product_pb2.Variant) -> SourceVariant:
    price = variant.price
    is_price = _AMOUNT.fullmatch(price.amount) and _CURRENCY.fullmatch(price.currency)
    return SourceVariant(
        sku="".join(c for c in variant.sku[:120] if c.isprintable()),
        options=tuple(
            SourceAttribute(option.name[:MAX_ATTRIBUTE].strip(), option.value[:MAX_ATTRIBUTE].strip())
            for option in variant.options[:MAX_OPTIONS]
            if option.name.strip() and option.value.strip()
        ),
        price=SourcePrice(price.amount, price.currency) if is_price else None,
    )
