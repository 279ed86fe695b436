# ruff: noqa: T201 — prints what it measures
"""What a message means, measured: `python understanding.py WORLD [part ...]`.

WORLD: a folder with questions.yaml and turns/LANG.yaml, for scripts one with scripts.yaml. Parts: intents
(the `kind` of its questions, mapped to the intents that answer it), language, answers, slots, scripts. Kinds
are coarser than intents: KINDS says which intents count for each; it was written before the first reading.
With --no-names the term base is not read, which no part needs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from cs_agent.domain.conversation import Focus, State
from cs_agent.domain.understanding import reading
from cs_agent.domain.understanding.answers import answer_in
from cs_agent.domain.understanding.language import language_of
from cs_agent.domain.understanding.named import ProductSummary
from cs_agent.domain.understanding.spelling import LANGUAGES, cleaned
from cs_agent.domain.understood import Understood

HERE = Path(__file__).parent / "understanding"
NOW = datetime(2026, 2, 20, tzinfo=UTC)
KINDS: Mapping[str, set[str]] = {
    "care": {"care"},
    "compatibility": {"compatibility", "specification", "features"},
    "contents": {"contents"},
    "delivery_time": {"delivery_time"},
    "dimensions": {"dimensions"},
    "discount": {"discount"},
    "material": {"material", "features", "safety", "ingredients"},
    "medical": {"medical"},
    "origin": {"origin"},
    "price": {"price"},
    "returns": {"returns_policy", "return_item"},
    "safety": {"safety", "features", "specification"},
    "size_advice": {"size_advice"},
    "stock": {"stock", "variants"},
    "use": {"use", "features", "specification", "compatibility"},
    "variants": {"variants", "dimensions", "weight", "specification"},
    "voltage": {"voltage", "compatibility"},
    "warranty": {"warranty"},
    "weight": {"weight"},
}
MEASURES = {"chest", "waist", "hip", "foot_length", "head", "neck", "height", "weight", "worn"}
OF = {"measure.body_weight": "weight", "measure.size_worn": "worn"}


def asked(world: Path, language: str) -> Iterator[tuple[str, str]]:
    """(kind, first turn) of each question."""
    questions = yaml.safe_load((world / "questions.yaml").read_text(encoding="utf-8"))
    turns = world / "turns" / f"{language}.yaml"
    said = yaml.safe_load(turns.read_text(encoding="utf-8")) if turns.exists() else {}
    for row in questions:
        if row["kind"] in KINDS:
            yield row["kind"], said[row["id"]][0] if row["id"] in said else row["turns"][0][language]


def intents(world: Path) -> None:
    """The main intent, one of the first three named, and unclear, per language."""
    totals = [0.0, 0.0, 0.0]
    for language in LANGUAGES:
        rows = [
            (KINDS[kind], reading.understand(text, language, State("c"), ProductSummary("p"), NOW).intents)
            for kind, text in asked(world, language)
        ]
        first = sum(found[0].intent in kinds for kinds, found in rows) / len(rows)
        among = sum(any(one.intent in kinds for one in found) for kinds, found in rows) / len(rows)
        unclear = sum(found[0].intent == "unclear" for _, found in rows) / len(rows)
        totals = [total + one for total, one in zip(totals, (first, among, unclear), strict=True)]
        print(f"{language} main {first:.3f} named {among:.3f} unclear {unclear:.3f} of {len(rows)}")
    print("mean", *(f"{total / len(LANGUAGES):.3f}" for total in totals))


def languages(world: Path) -> None:
    """Alone, with its own tag, and with a tag that is plainly wrong."""
    for language in LANGUAGES:
        texts = [cleaned(text) for _, text in asked(world, language)]
        wrong = "de" if language != "de" else "en"
        shares = (
            sum(language_of(text, tag) == language for text in texts) / len(texts)
            for tag in ("", language, wrong)
        )
        print(language, "alone {:.3f}, own tag {:.3f}, wrong tag {:.3f}".format(*shares))


def answers() -> None:
    """What is read for a plain yes, a plain no, and neither."""
    rows = yaml.safe_load((HERE / "answers.yaml").read_text(encoding="utf-8"))
    counts: dict[tuple[str, str], int] = {}
    for language, kinds in rows.items():
        for kind, texts in kinds.items():
            for text in texts.split(" / "):
                found = answer_in(text, language)
                counts[kind, found] = counts.get((kind, found), 0) + 1
                if found != kind:
                    print(f"  {language} {kind} read as {found}: {text}")
    print({f"{kind} as {found}": count for (kind, found), count in sorted(counts.items())})


def scripts(world: Path) -> None:
    """Which turns of the conversations are read as a plain yes; they are printed to be read."""
    for row in yaml.safe_load((world / "scripts.yaml").read_text(encoding="utf-8")):
        found = [answer_in(turn, row["language"]) for turn in row["turns"]]
        said = [turn for turn, one in zip(row["turns"], found, strict=True) if one == "yes"]
        no = [turn for turn, one in zip(row["turns"], found, strict=True) if one == "no"]
        print(
            row["id"],
            "yes:",
            said,
            "no:",
            no,
            "neither:",
            [
                turn
                for turn, one in zip(row["turns"], found, strict=True)
                if one == "neither" and len(turn) < 40
            ],
        )


def told(read: Understood) -> dict[str, Any]:
    """The slots of a message in the rows' form."""
    found: dict[str, Any] = {
        OF.get(one.of, one.of.removeprefix("measure.") or "?"): float(one.value) for one in read.measured
    }
    found |= {
        "country": read.country, "email": read.identity.email, "name": read.identity.name,
        "postcode": read.identity.postcode, "order": read.identity.order_id, "address": read.address,
        "amount": f"{read.amount.amount} {read.amount.currency}" if read.amount else "",
        "whether": read.asks_whether, "refers": read.refers,
    }  # fmt: skip
    return {slot: value for slot, value in found.items() if value != ""}


def slots() -> None:
    """Rows right in every slot, and each slot's hits, misses and inventions."""
    rows = yaml.safe_load((HERE / "slots.yaml").read_text(encoding="utf-8"))
    state = State("c", focus=Focus(intent="order_status"))
    counts: dict[str, list[int]] = {}
    for language, cases in rows.items():
        right = 0
        for text, wanted in cases:
            found = told(reading.understand(text, language, state, None, NOW))
            wrong = compared(found, wanted, counts)
            right += not wrong
            if wrong:
                print(f"  {language} {text!r}: {wrong}")
        print(language, f"{right} of {len(cases)}")
    for slot, (hit, missed, invented) in sorted(counts.items()):
        print(f"{slot}: right {hit}, missed or wrong {missed}, invented {invented}")


def compared(found: Mapping[str, Any], wanted: Mapping[str, Any], counts: dict[str, list[int]]) -> list[str]:
    """What differs; an address may stand in a longer one, a postcode and a name may stand in an address."""
    wrong = []
    for slot in {*found, *wanted}:
        row = counts.setdefault(slot, [0, 0, 0])
        if slot in wanted:
            value, want = found.get(slot), wanted[slot]
            same = (
                str(want) in str(value or "")
                if slot == "address"
                else value == (float(want) if slot in MEASURES else want)
            )
            row[0 if same else 1] += 1
            wrong += [] if same else [f"{slot} {value!r} for {want!r}"]
        elif slot not in {"whether", "refers"} and not (slot in {"postcode", "name"} and "address" in wanted):
            row[2] += 1
            wrong.append(f"{slot} {found[slot]!r} for none")
    return wrong


def main() -> None:
    """Measures."""
    world, parts = Path(sys.argv[1]), sys.argv[2:] or ["intents", "language", "answers", "slots"]
    run = {
        "intents": lambda: intents(world), "language": lambda: languages(world), "answers": answers,
        "slots": slots, "scripts": lambda: scripts(world),
    }  # fmt: skip
    if "--no-names" in parts:
        reading.concepts_in = lambda text, language: ()  # type: ignore[assignment]
    for part in parts:
        if part in run:
            print(f"== {part}")
            run[part]()


if __name__ == "__main__":
    main()
