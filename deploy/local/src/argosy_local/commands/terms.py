"""`argosy terms`: look into the term base, add concepts of one's own, see what it lacks."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from argosy_commerce.languages import targets
from argosy_commerce.phrasing.grammars import GRAMMARS
from argosy_commerce.terms import TermBase
from argosy_commerce.terms.loader import Layer, layered
from argosy_commerce.terms.model import Kind
from argosy_commerce.terms.strict_yaml import TermDataError
from argosy_eventing.client import Subscriber
from argosy_local.commands.console import err, failed, out, settings
from argosy_local.commands.target import broker
from argosy_local.settings import TERMS_VARIABLE
from argosy_local.terms.adding import NotAdded, Wanted, add_concept, faults_of, own_layers
from argosy_local.terms.coverage import gaps_of, groups_of
from argosy_local.terms.exporting import as_csv, as_tbx
from argosy_local.terms.lookup import Hit, find
from argosy_local.terms.unknown import LISTING, BadFolder, UnsaidWords, events_of_run, since_when

terms = typer.Typer(no_args_is_help=True, help="The term base: look up, add, check, and what it lacks.")

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="This language; may be repeated.")]

_SHOWN = 20


@terms.command("find")
def find_terms(
    text: Annotated[str, typer.Argument(help="A Chinese spelling, a concept id, or a word.")],
    *,
    language: Annotated[str | None, typer.Option(help="Look among this language's words alone.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the concepts that a text meets, with every language's words. Exit 1 if there is none."""
    hits = find(text, own_base().lexicon, language=language)
    if as_json:
        typer.echo(json.dumps([_hit(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        for hit in hits[:_SHOWN]:
            _print_hit(hit)
        if len(hits) > _SHOWN:
            err.print(f"{len(hits) - _SHOWN} more; --json shows all of them.")
    if not hits:
        raise failed(f"No concept for {text!r}. `argosy terms add` makes one.")


def _hit(hit: Hit) -> dict[str, object]:
    concept = hit.concept
    return {
        "id": concept.id,
        "kind": concept.kind.value,
        "layer": hit.layer.name.lower(),
        "file": hit.source,
        "met_by": hit.by,
        "parent": concept.parent,
        "attribute": concept.attribute,
        "zh": [surface.text for surface in concept.zh],
        "terms": {language: [t.preferred, *t.alternatives] for language, t in concept.terms.items()},
        "mapping": concept.mapping,
    }


def _print_hit(hit: Hit) -> None:
    concept = hit.concept
    above = concept.attribute or concept.parent
    head = Text.assemble(
        (concept.id, "bold cyan"),
        f"  {concept.kind.value}" + (f" of {above}" if above else ""),
        (f"  {hit.layer.name.lower()}, {hit.source}; met by {hit.by}", "dim"),
    )
    out.print(head, soft_wrap=True)
    table = Table("", "", box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 2))
    table.columns[1].overflow = "fold"
    table.add_row("zh", "、".join(surface.text for surface in concept.zh))
    for language, term in sorted(concept.terms.items()):
        table.add_row(language, Text(", ".join([term.preferred, *term.alternatives])))
    for name, value in concept.mapping.items():
        table.add_row(name, value)
    out.print(table)


@terms.command()
def add(
    id_: Annotated[str, typer.Argument(metavar="ID", help="group.name, such as material.my_fabric.")],
    *,
    kind: Annotated[Kind, typer.Option(help="What it is in the trade.")],
    zh: Annotated[list[str], typer.Option(help="A way merchants write it; may be repeated.")],
    term: Annotated[
        list[str],
        typer.Option(help="es=algodón, or es='{preferred: vestido, gender: m}'; may be repeated."),
    ],
    attribute: Annotated[str | None, typer.Option(help="The attribute that a value answers.")] = None,
    parent: Annotated[str | None, typer.Option(help="The category above.")] = None,
    note: Annotated[str | None, typer.Option(help="For those who read the file.")] = None,
    into: Annotated[Path | None, typer.Option(help="Folder of own concepts.")] = None,
) -> None:
    """Write a concept of your own into a file, checked first; nothing that is there is changed."""
    said = dict(one.split("=", 1) for one in term if "=" in one)
    if len(said) < len(term):
        raise failed("--term says language=word, each language once, such as --term es=algodón")
    folder = into or settings().own_terms
    wanted = Wanted(id_, kind.value, zh, {k.strip(): v for k, v in said.items()}, attribute, parent, note)
    try:
        path = add_concept(wanted, folder)
    except (NotAdded, TermDataError, OSError) as error:
        raise failed(str(error)) from None
    out.print(f"Wrote {path}", highlight=False, soft_wrap=True)
    if into is not None and into.resolve() != settings().own_terms:
        out.print(f"Services read it with {TERMS_VARIABLE}={into.resolve()}", highlight=False, soft_wrap=True)
    out.print("They read it when they start: `argosy down --keep-data`, then `argosy up`.")


@terms.command()
def validate(
    folder: Annotated[Path | None, typer.Argument(help="Own concepts; those in use if not given.")] = None,
    *,
    language: Annotated[
        list[str] | None, typer.Option("--language", help="Every own concept has to say it; may be repeated.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check own concepts against ours. Exit 1 if there is any fault."""
    where = folder or settings().own_terms
    if folder is not None and not folder.is_dir():
        raise failed(f"{folder} is no folder")
    try:
        layers = own_layers(where)
        lexicon = layered(layers)
        own = [concept for layer, entries in layers if layer is Layer.PLATFORM for _, concept in entries]
        faults = faults_of(layers, language or ())
    except TermDataError as error:
        raise failed(str(error)) from None
    if as_json:
        rows = [{"file": f.source, "concept": f.concept_id, "message": f.message} for f in faults]
        typer.echo(json.dumps({"concepts": len(own), "faults": rows}, ensure_ascii=False, indent=2))
    else:
        for fault in faults:
            out.print(str(fault), markup=False, highlight=False, soft_wrap=True)
        for clash in lexicon.clashes:
            out.print(
                f"{clash.concept_id} ({clash.language}): {clash.kept!r} takes the place of {clash.dropped!r}",
                markup=False, highlight=False, soft_wrap=True,
            )  # fmt: skip
        out.print(f"{len(own)} concepts of {where}, {len(faults)} faults", highlight=False, soft_wrap=True)
    if faults:
        raise typer.Exit(1)


@terms.command()
def coverage(
    *,
    language: Languages = None,
    by: Annotated[str, typer.Option(help="kind or file")] = "kind",
    missing: Annotated[bool, typer.Option("--missing", help="List each gap.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show how much of the term base each language says, with how many alternatives."""
    if by not in {"kind", "file"}:
        raise failed(f"--by {by!r}: use kind or file")
    lexicon = own_base().lexicon
    languages = language or [tag for tag in (t.base for t in targets()) if tag in GRAMMARS]
    groups = groups_of(lexicon, languages, "kind" if by == "kind" else "file")
    gaps = gaps_of(lexicon, languages)
    if as_json:
        rows = [
            {
                "group": group.name,
                "concepts": group.concepts,
                "languages": {
                    la: {
                        "said": group.languages[la].said,
                        "share": round(group.part(la), 4),
                        "alternatives": group.languages[la].alternatives,
                    }
                    for la in languages
                },
            }
            for group in groups
        ]
        listed = [{"id": concept.id, "languages": list(lacking)} for concept, lacking in gaps]
        found = {"groups": rows} | ({"missing": listed} if missing else {})
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table(by, "concepts", *languages, box=None, pad_edge=False)
    for group in groups:
        shares = (f"{group.part(la):.0%}" for la in languages)
        table.add_row(group.name, str(group.concepts), *shares)
    alternatives = (groups[-1].languages[la].alternatives for la in languages)
    table.add_row("alternatives", "", *map(str, alternatives))
    out.print(table)
    if missing:
        for concept, lacking in gaps:
            out.print(f"{concept.id} ({concept.kind.value}): {', '.join(lacking)}", highlight=False)
    elif gaps:
        err.print(f"{len(gaps)} concepts have gaps; --missing lists them.")


@terms.command()
def unknown(
    *,
    merchant: Annotated[str | None, typer.Option(help="Only this merchant's products.")] = None,
    since: Annotated[str | None, typer.Option(help="2026-11-20, 7d, 12h.")] = None,
    top: Annotated[int, typer.Option(min=1, help="How many words to show.")] = 50,
    from_run: Annotated[
        Path | None, typer.Option(help="Read a folder that `argosy run` wrote, not the broker.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the words that no listing could say, the most frequent first, each with a product that has it."""
    try:
        moment = since_when(since, datetime.now(UTC)) if since else None
        words = UnsaidWords(merchant=merchant, since=moment)
        if from_run is not None:
            for event in events_of_run(from_run):
                words.take(event)
        else:
            asyncio.run(_listings_of_the_broker(words))
    except (ValueError, BadFolder, OSError) as error:
        raise failed(str(error)) from None
    found = words.words(own_base())
    if as_json:
        rows = [
            {
                "word": unsaid.word,
                "count": unsaid.count,
                "known_as": list(unsaid.known_as),
                "languages": sorted(unsaid.languages),
                "category": unsaid.example.category if unsaid.example else "",
                "example": {
                    "merchant_id": unsaid.example.merchant_id,
                    "product_id": unsaid.example.product_id,
                    "field": unsaid.example.field,
                    "text": unsaid.example.text,
                }
                if unsaid.example
                else None,
            }
            for unsaid in found[:top]
        ]
        typer.echo(json.dumps({"listings": words.listings, "words": rows}, ensure_ascii=False, indent=2))
        return
    table = Table("word", "count", "category", "example", "field", "known as")
    for unsaid in found[:top]:
        example = unsaid.example
        if example is not None:
            cells = (example.category, f"{example.merchant_id} {example.product_id}", example.field)
            row = (unsaid.word, str(unsaid.count), *cells, ", ".join(unsaid.known_as))
            table.add_row(*(Text(cell) for cell in row))
    out.print(table if found else "Every word of these listings was said.")
    err.print(f"{len(found)} words of {words.listings} listings; `argosy terms add` gives one a concept.")


async def _listings_of_the_broker(words: UnsaidWords) -> None:
    async with Subscriber(broker(), [LISTING], start="earliest", follow=False) as events:
        async for event in events:
            words.take(event)


@terms.command()
def export(
    file: Annotated[Path, typer.Argument(help="The file to write; one that is there is not overwritten.")],
    *,
    form: Annotated[str, typer.Option("--format", help="csv or tbx")],
    language: Languages = None,
) -> None:
    """Write our term base, with own concepts over it, into a file for people and their tools."""
    writers = {"csv": as_csv, "tbx": as_tbx}
    if form not in writers:
        raise failed(f"--format {form!r}: use csv or tbx")
    lexicon = own_base().lexicon
    languages = language or sorted({key for concept in lexicon for key in concept.terms})
    data = writers[form](lexicon, languages)
    try:
        with file.open("xb") as target:
            target.write(data)
    except OSError as error:
        raise failed(f"{file}: cannot be written: {error.strerror}") from None
    out.print(f"{len(lexicon)} concepts in {', '.join(languages)}: {file}", highlight=False, soft_wrap=True)


def own_base() -> TermBase:
    """The term base as the services hold it."""
    folder = settings().own_terms
    try:
        return TermBase.with_platform(folder if folder.is_dir() else None)
    except TermDataError as error:
        raise failed(f"{error}; `argosy terms validate` says more") from None
