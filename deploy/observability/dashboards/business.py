"""For who owns the shop: what was done for it, what that saved, and what waits for a person."""

from __future__ import annotations

from grafana_foundation_sdk.builders.dashboard import Dashboard, TextBoxVariable
from panels import Query, bars, dashboard, filled, grown, lines, number, row

# Minutes that a person takes for one of them by hand. Nobody measured them for your shop: they are
# assumptions, to be set to what it takes there, in the dashboard's head.
MINUTES = {
    "listing": ("15", "Minutes per listing"),
    "picture": ("20", "Minutes per picture"),
    "answer": ("4", "Minutes per answer"),
    "letter": ("45", "Minutes per dispute letter"),
    "refund": ("10", "Minutes per refund"),
}
_ALONE, _LOOKED_AT = ',argosy_needs_review="false"', ',argosy_needs_review="true"'
_TYPES = {
    "listing": '{argosy_event_type="listing.localized",argosy_needs_review="false"}',
    "picture": '{argosy_event_type=~"image.localized|image.rendered",argosy_needs_review="false"}',
    "letter": '{argosy_event_type="rebuttal.drafted",argosy_needs_review="false"}',
    "refund": '{argosy_event_type="refund.decided",argosy_needs_review="false"}',
}
_ANSWERED = 'argosy_chat_answers_total{argosy_chat_answer=~"done|told|refused",argosy_needs_review="false"}'
_DONE = {kind: f"argosy_results_total{labels}" for kind, labels in _TYPES.items()} | {"answer": _ANSWERED}


def _of(event_type: str, more: str = "") -> str:
    return f'argosy_results_total{{argosy_event_type=~"{event_type}"{more}}}'


def _minutes(kind: str) -> str:
    return f"$minutes_{kind} * ({grown(_DONE[kind])} or vector(0))"


def build() -> Dashboard:
    made = dashboard(
        "argosy-business", "Argosy: business", "What was done, and what waits for a person.", hours=24
    )
    for kind, (minutes, label) in MINUTES.items():
        made = made.with_variable(TextBoxVariable(f"minutes_{kind}").label(label).default_value(minutes))
    products = (
        'argosy_events_handled_total{argosy_service="listing-localizer",argosy_outcome="publish",'
        'messaging_destination_name=~"product.created|product.updated"}'
    )
    panels = (
        number("Products done", "Products, new or changed, whose listings were written.", grown(products)),
        number("Listings", "One per market and channel.", grown(_of("listing.localized"))),
        number("Pictures", "One per picture and market.", grown(_of("image.localized|image.rendered"))),
        number(
            "Answers to buyers", "Of every kind, hand-overs included.", grown("argosy_chat_answers_total")
        ),
        number("Dispute letters", "With the advice whether to send them.", grown(_of("rebuttal.drafted"))),
        number("Refunds decided", "Escalations to a person included.", grown(_of("refund.decided"))),
        row("What it saved"),
        number(
            "Hours saved",
            "Results that need no person, times the minutes in this page's head, which are assumptions.",
            f"({' + '.join(_minutes(kind) for kind in MINUTES)}) / 60",
            decimals=1,
            span=8,
        ),
        number(
            "Done without a person",
            "Share of all results that nobody has to look at.",
            f"{grown(_of('.+', _ALONE))} / {grown(_of('.+'))}",
            unit="percentunit",
            span=8,
        ),
        number(
            "Tier time",
            "What it cost: seconds that the inference tier computed.",
            grown("argosy_tier_cost_compute_seconds_total"),
            unit="s",
            span=8,
        ),
        bars(
            "Minutes saved by kind of work",
            "Results that need no person, times the assumed minutes.",
            *(
                Query(_minutes(kind), label.removeprefix("Minutes per "))
                for kind, (_, label) in MINUTES.items()
            ),
            unit="m",
            span=12,
        ),
        bars(
            "What needs a person",
            "Results that somebody should look at, by kind; the result says why.",
            Query(grown(_of(".+", _LOOKED_AT), "argosy_event_type"), "{{argosy_event_type}}"),
            span=12,
        ),
        row("Catalogue"),
        bars(
            "Listings by market",
            "One per market and channel.",
            Query(grown(_of("listing.localized"), "argosy_market"), "{{argosy_market}}"),
        ),
        bars(
            "Pictures by market",
            "One per picture and market; without a market: pictures that were asked for one by one.",
            Query(grown(_of("image.localized|image.rendered"), "argosy_market"), "{{argosy_market}}"),
        ),
        lines(
            "Results per hour",
            "Per hour, by kind.",
            Query(
                "sum by (argosy_event_type) (rate(argosy_results_total[$__rate_interval])) * 3600",
                "{{argosy_event_type}}",
            ),
            stacked=True,
        ),
        row("Buyers"),
        bars(
            "Answers to buyers by what they come to",
            "told: facts; done: an order changed; asked: back; not_known: no fact; person: handed over.",
            Query(grown("argosy_chat_answers_total", "argosy_chat_answer"), "{{argosy_chat_answer}}"),
        ),
        bars(
            "Why conversations went to a person",
            "By the named reason.",
            Query(grown("argosy_chat_handovers_total", "argosy_chat_handover"), "{{argosy_chat_handover}}"),
        ),
        bars(
            "What no fact answered",
            "By what the buyer wanted: `argosy knowledge gaps` lists the questions.",
            Query(grown("argosy_chat_unanswered_total", "argosy_chat_intent"), "{{argosy_chat_intent}}"),
        ),
        row("Money"),
        bars(
            "Dispute letters by advice",
            "fight: send it; accept or refund: it costs less; ask: something is missing.",
            Query(
                grown("argosy_rebuttal_drafts_total", "argosy_dispute_decision"),
                "{{argosy_dispute_decision}}",
            ),
        ),
        bars(
            "Disputes that ended",
            "As the notices said: won, lost, reversed.",
            Query(grown("argosy_disputes_ended_total", "argosy_dispute_end"), "{{argosy_dispute_end}}"),
        ),
        bars(
            "Refunds decided",
            "By decision.",
            Query(grown(_of("refund.decided"), "argosy_decision"), "{{argosy_decision}}"),
        ),
    )
    return filled(made, panels)
