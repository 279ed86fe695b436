"""A finished listing as the public event says it."""

from __future__ import annotations

from argosy.common.v1 import common_pb2
from argosy.product.v1 import product_pb2
from argosy_catalogue.spoken import SpokenVariant
from listing_localizer.domain.listing import Listing


def listing_localized(product_id: str, listing: Listing) -> product_pb2.ListingLocalized:
    """The data of `listing.localized`."""
    message = product_pb2.ListingLocalized(
        product_id=product_id,
        market=listing.market,
        locale=listing.locale,
        channel=listing.channel,
        category=listing.category or "",
        title=listing.title,
        bullets=listing.bullets,
        description=listing.description,
        keywords=listing.keywords,
        detail_html=listing.detail_html,
        coverage=round(listing.coverage, 4),
        engine=common_pb2.Engine(
            name=listing.engine.name,
            model=listing.engine.model,
            revision=listing.engine.revision,
            profile=listing.engine.profile,
        ),
        needs_review=bool(listing.review_reasons),
        review_reasons=listing.review_reasons,
    )
    for attribute in listing.attributes:
        message.attributes.add(
            id=attribute.concept,
            name=attribute.name,
            value=attribute.value,
            source=product_pb2.NamedValue(name=attribute.source.name, value=attribute.source.value),
        )
    for claim in listing.claims:
        evidence = common_pb2.Evidence(kind=claim.origin.kind, ref=claim.origin.ref, quote=claim.origin.quote)
        message.claims.add(text=claim.text, evidence=evidence)
    for point in listing.selling_points:
        message.selling_points.add(concept=point.concept, rank=point.rank, why=point.why)
    for variant in listing.variants:
        _add_variant(message, variant)
    for chart in listing.size_charts:
        message.size_charts.add(
            columns=[
                product_pb2.SizeChart.Column(id=column.concept, name=column.name, unit=column.unit)
                for column in chart.columns
            ],
            rows=[product_pb2.SizeChart.Row(cells=row.cells, source=row.source) for row in chart.rows],
            notes=chart.notes,
        )
    for left in listing.left_over:
        span = product_pb2.LeftOver.Span(start=left.start, end=left.end)
        message.left_over.add(text=left.text, field=left.field, span=span)
    return message


def _add_variant(message: product_pb2.ListingLocalized, variant: SpokenVariant) -> None:
    price = variant.price
    message.variants.add(
        sku=variant.sku,
        options=[
            product_pb2.LocalizedVariant.Option(
                id=option.concept,
                name=option.name,
                value=option.value,
                source=product_pb2.NamedValue(name=option.source.name, value=option.source.value),
            )
            for option in variant.options
        ],
        price=common_pb2.Money(amount=price.amount, currency=price.currency) if price else None,
    )
