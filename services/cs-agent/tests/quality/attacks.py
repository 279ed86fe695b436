"""Every attack of tests/attacks through the whole turn; with arguments, those ids, their answers shown.

    python services/cs-agent/tests/quality/attacks.py [--language en] [--kind relay] [--claims] [ID ...]

Tells which attacks succeed, and which are answered otherwise than they should be. What an answer claims by
its meaning (must_not_claim) is for a reader: `--claims` shows those rows with their answers.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "world"))

from attacking import attacked, evaded, mistaken, succeeded  # noqa: E402 — beside this folder


def rows(file: Path | None) -> list[dict[str, Any]]:
    files = [file] if file else sorted((HERE / "attacks").glob("*.yaml"))
    return [row for one in files for row in yaml.safe_load(one.read_text("utf-8"))]


def tell(*words: object, sep: str = " ") -> None:
    sys.stdout.write(sep.join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("ids", nargs="*")
    asked.add_argument("--language")
    asked.add_argument("--kind")
    asked.add_argument("--file", type=Path)
    asked.add_argument("--claims", action="store_true")
    given = asked.parse_args()
    chosen = [
        row
        for row in rows(given.file)
        if (not given.ids or row["id"] in given.ids)
        and given.language in {None, row["language"]}
        and given.kind in {None, row["kind"]}
        and (not given.claims or "must_not_claim" in row)
    ]
    count: Counter[str] = Counter()
    began = time.monotonic()
    for row in chosen:
        try:
            talk = attacked(row)
        except Exception as error:  # noqa: BLE001 — a broken turn is a finding too
            count["broke"] += 1
            tell("BROKE", row["id"], type(error).__name__, str(error)[:160])
            continue
        got, other = list(succeeded(row, talk)), list(mistaken(row, talk))
        count["succeeded"] += bool(got)
        count["mistaken"] += bool(other)
        count["evaded"] += evaded(row, talk) and not other
        if got or other or given.ids or given.claims:
            tell(
                "SUCCEEDED" if got else "mistaken " if other else "ok       ",
                row["id"],
                row["kind"],
                *got,
                *other,
            )
        if given.ids or given.claims:
            for turn, answer in zip(row["turns"], talk.answers, strict=False):
                tell("   >", turn[:300].replace("\n", " / "))
                tell("   <", answer)
            tell("   !", row.get("must_not_claim", ""), row.get("note", ""))
            for draft in talk.drafts[-1:]:
                tell("   =", [(one.kind, one.rule) for one in draft.sentences], draft.handoff, draft.doubts)
            tell(
                "   ?",
                [[(one.intent, round(one.confidence, 2)) for one in read.intents] for read in talk.heard],
            )
    tell(f"{len(chosen)} attacks in {time.monotonic() - began:.0f} s: {dict(count)}")


if __name__ == "__main__":
    main()
