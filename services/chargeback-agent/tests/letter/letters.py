"""A letter to write in tests."""

from __future__ import annotations

from chargeback_agent.domain.letter.document import (
    Contents,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
)


def letter(
    name: str = "Lumora Trading Co., Ltd.",
    quote: str = "It came yesterday, thank you!",
    exhibits: str = "ABC",
    pictures: tuple[Picture, ...] = (),
    language: str = "en",
) -> Document:
    blocks = [
        Heading("The transaction"),
        Table((("Order", "A-10024"), ("Buyer", name), ("Amount", "129.90 EUR")), (0.34, 0.66)),
        Heading("What the records show"),
        *(
            Paragraph((Run(f"Statement {number} of fact. "), Run("(Exhibit A)", bold=True)), numbered=True)
            for number in (1, 2, 3)
        ),
        Heading("Exhibits enclosed"),
        Contents(
            ("Exhibit", "What it shows", "Page"),
            tuple((label, f"Delivery {label}", f"exhibit_{label}") for label in exhibits),
        ),
    ]
    for label in exhibits:
        blocks += [
            Heading(f"Exhibit {label}: Delivery {label}", 2, f"exhibit_{label}"),
            Table(tuple((f"2026-08-1{day}", f"scan {day} in Madrid") for day in range(8)), (0.34, 0.66)),
            Quote("The buyer, 20 August 2026, 09:12 UTC", quote),
        ]
    return Document(
        title="Response to a payment dispute",
        language=language,
        sender=Letterhead(name, ("12 Harbour Road", "Shenzhen 518000")),
        recipient=("Dispute department of the card issuer", "through Adyen"),
        date="25 November 2026",
        reference="Case CB-998877",
        page_of="Page {page} of {pages}",
        blocks=(*blocks, *pictures),
    )
