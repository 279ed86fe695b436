"""`argosy keys` looks at every collection that holds sealed data."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import argosy_ledger
import chargeback_agent
import cs_agent
import image_studio
import listing_localizer
import refund_agent
import search_tagger
from argosy_local.commands.keys import SEALED
from argosy_store import DocumentRepository


def test_every_repository_that_seals_is_resealed() -> None:
    packages = (
        argosy_ledger,
        chargeback_agent,
        cs_agent,
        image_studio,
        listing_localizer,
        refund_agent,
        search_tagger,
    )
    for package in packages:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    sealing = {kind for kind in _below(DocumentRepository) if "sealer.seal(" in _source(kind)}
    assert sealing <= set(SEALED)
    assert len(sealing) >= 5


def _below(kind: type) -> set[type]:
    direct = set(kind.__subclasses__())
    return direct.union(*(_below(one) for one in direct))


def _source(kind: type) -> str:
    try:
        return inspect.getsource(kind)
    except (OSError, TypeError):
        return ""
