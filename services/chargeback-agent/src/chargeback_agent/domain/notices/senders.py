"""Who sends notices, and from which domains: data/notices/senders.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from argosy_commerce.terms.strict_yaml import read_mapping


@cache
def senders() -> Mapping[str, Any]:
    """Providers, platforms, networks, words of banks, and the domains where anybody may have an address."""
    text = (files("chargeback_agent") / "data" / "notices" / "senders.yaml").read_text(encoding="utf-8")
    others = frozenset({"platforms", "networks", "alerts", "banks", "free_mail"})
    return read_mapping(text, "notices/senders.yaml", holds="providers", may_hold=others)
