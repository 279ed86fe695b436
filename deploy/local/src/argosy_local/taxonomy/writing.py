"""Writes what a release brings into a folder of a platform's own concepts, with a report beside it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import yaml

from argosy_commerce.terms import TermBase
from argosy_local.taxonomy.matching import Mapped, Matches
from argosy_local.taxonomy.release import Release

CONCEPTS: Final = "shopify_categories.yaml"
REPORT: Final = "shopify_report.json"
_HEAD: Final = (
    "# Written by `argosy taxonomy import`: Shopify's product taxonomy {version}\n"
    "# (github.com/Shopify/product-taxonomy, MIT). Its ids, and its names where ours lacked them.\n"
)


def write_import(folder: Path, release: Release, matches: Matches, base: TermBase) -> tuple[Path, Path]:
    """The concepts and the report; files of an earlier import are replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    concepts = {one.ours: _concept(one, base) for one in matches.mapped}
    text = yaml.safe_dump(
        {"concepts": concepts}, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
    )
    path, report = folder / CONCEPTS, folder / REPORT
    path.write_text(_HEAD.format(version=release.version) + text, encoding="utf-8")
    facts = json.dumps(_facts(release, matches), ensure_ascii=False, indent=2)
    report.write_text(facts + "\n", encoding="utf-8")
    return path, report


def _concept(one: Mapped, base: TermBase) -> dict[str, Any]:
    """A nearer layer's term takes the whole place of ours, so ours is in it with the new word behind."""
    concept = base.lexicon[one.ours]
    body: dict[str, Any] = {"kind": concept.kind.value, "mapping": {"shopify": one.shopify}}
    terms: dict[str, Any] = {}
    for language, word in one.new.items():
        if language == "zh":
            body["zh"] = [word]
            continue
        ours = concept.terms.get(language)
        if ours is None:
            terms[language] = word
            continue
        term = ours.model_dump(mode="json", exclude_defaults=True)
        terms[language] = {**term, "alternatives": [*ours.alternatives, word]}
    return {**body, "terms": terms} if terms else body


def _facts(release: Release, matches: Matches) -> dict[str, Any]:
    return {
        "version": release.version,
        "languages": {language: len(names) for language, names in sorted(release.names.items())},
        "not_spoken": list(release.not_spoken),
        "faults": release.faults,
        "mapped": [{**asdict(one), "path": release.path(one.shopify)} for one in matches.mapped],
        "clashes": [{**asdict(one), "path": release.path(one.shopify)} for one in matches.clashes],
        "unmapped": [{"shopify": one, "path": release.path(one)} for one in matches.unmapped],
    }
