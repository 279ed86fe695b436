"""A simulation as one HTML page: bars in SVG, no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from refund_agent.domain.costs.simulating import ALL, RECORDED, Simulation, Tally

MEASURES: Final = (
    ("cost", "Cost a request, EUR", "what the merchant is expected to lose against the sale as it stood"),
    ("acceptance", "Agreed", "requests that end with the buyer agreeing"),
    ("satisfaction", "Satisfaction", "what the buyer gets, as a share of what was asked for or owed"),
    ("disputes", "Disputed payments", "requests that end in a chargeback or a platform's case"),
)
_COLOURS: Final = ("#9aa5b1", "#c8a15a", "#2f6f9f", "#3f9c6d", "#b85c5c")
_STYLE: Final = """
body{font:15px/1.45 system-ui,sans-serif;color:#1d2733;max-width:940px;margin:28px auto;padding:0 18px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:26px 0 2px}p{margin:2px 0 8px;color:#51606f}
svg{display:block;width:100%;height:auto}text{font:13px system-ui,sans-serif;fill:#1d2733}
.key span{display:inline-block;margin-right:16px}
.key i{display:inline-block;width:11px;height:11px;margin-right:5px}
"""
_WIDTH: Final = 900
_LEFT: Final = 150
_BAR: Final = 20


def page(found: Simulation, title: str) -> str:
    """The page. ``found`` has at least one request."""
    policies = found.policies()
    colours = dict(zip(policies, _COLOURS, strict=False))
    body = [f"<h1>{escape(title)}</h1>", f"<p>{escape(summary(found))}</p>"]
    for name, heading, means in MEASURES:
        shown = [(policy, found.tallies[policy, ALL].mean(name), colours[policy]) for policy in policies]
        body += [f"<h2>{heading}</h2><p>{means}</p>", _bars(shown, share=name != "cost")]
    body.append("<h2>Cost a request by reason, EUR</h2>")
    key = (
        f'<span><i style="background:{colours[policy]}"></i>{escape(policy)}</span>' for policy in policies
    )
    body.append(f'<p class="key">{"".join(key)}</p>')
    body.append(_by_reason(found, policies, colours))
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
    return f"{head}<style>{_STYLE}</style><body>{''.join(body)}</body></html>\n"


def summary(found: Simulation) -> str:
    """In one or two sentences: how many requests, and how well the curves had told recorded answers."""
    words = f"{found.requests} requests; expectations by the figures of costs, not a replay."
    if 0 < found.recorded < found.requests:
        words += (
            f" What was recorded stands for {found.recorded} of them; of the others no end is on record, or a"
            " person decided: compare with care."
        )
    if found.first_offers:
        expected = found.expected / found.first_offers
        accepted = found.accepted / found.first_offers
        words += (
            f" Of {found.first_offers} first offers of a partial refund {accepted:.0%} were accepted;"
            f" {expected:.0%} were expected to be."
        )
    if found.bad:
        words += f" {len(found.bad)} lines could not be used."
    return words


def _bars(shown: Sequence[tuple[str, float, str]], *, share: bool) -> str:
    most = max(0.1 if share else 1e-9, *(value for _, value, _ in shown))
    parts = []
    for place, (policy, value, colour) in enumerate(shown):
        top = place * (_BAR + 7)
        told = f"{value:.1%}" if share else f"{value:,.2f}"
        parts.append(_bar(top, _LEFT, policy, max(value, 0.0) / most, colour, told))
    return _svg(len(shown) * (_BAR + 7), parts)


def _bar(top: int, left: int, label: str, part: float, colour: str, told: str, height: int = _BAR) -> str:
    width = part * (_WIDTH - left - 90)
    middle = top + height * 0.72
    name = f'<text x="{left - 10}" y="{middle:.1f}" text-anchor="end">{escape(label)}</text>' if label else ""
    bar = f'<rect x="{left}" y="{top}" width="{width:.1f}" height="{height}" fill="{colour}" rx="2"/>'
    return f'{name}{bar}<text x="{left + width + 7:.1f}" y="{middle:.1f}">{escape(told)}</text>'


def _by_reason(found: Simulation, policies: Sequence[str], colours: dict[str, str]) -> str:
    reasons = found.reasons()
    nothing = Tally()
    means = {
        (policy, reason): found.tallies.get((policy, reason), nothing).mean("cost")
        for policy in policies
        for reason in reasons
    }
    most = max([*means.values(), 1e-9])
    parts, top = [], 0
    for reason in reasons:
        many = found.tallies[policies[0], reason].requests
        for place, policy in enumerate(policies):
            label = f"{reason.replace('_', ' ')} ({many})" if place == 0 else ""
            value = means[policy, reason]
            parts.append(
                _bar(top, _LEFT, label, max(value, 0.0) / most, colours[policy], f"{value:,.2f}", 13)
            )
            top += 15
        top += 10
    return _svg(top, parts)


def _svg(height: int, parts: Sequence[str]) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img">{"".join(parts)}</svg>'


def order(found: Simulation) -> list[str]:
    """Policies as a table shows them: what was recorded first, where there is any."""
    names = found.policies()
    return sorted(names, key=lambda name: (name != RECORDED, names.index(name)))
