"""The scripted conversations of tests/world by text through the whole turn; with ids those, answers shown.

python services/cs-agent/tests/quality/scripts.py [--language en] [ID ...]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import yaml

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "world"))

from scripting import held, wrong  # noqa: E402 — beside this folder


def tell(*words: object, sep: str = " ") -> None:
    sys.stdout.write(sep.join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("ids", nargs="*")
    asked.add_argument("--language")
    given = asked.parse_args()
    rows = yaml.safe_load((HERE / "world" / "scripts.yaml").read_text("utf-8"))
    rows = [row for row in rows if not given.ids or row["id"] in given.ids]
    rows = [row for row in rows if given.language in {None, row["language"]}]
    good, began = 0, time.monotonic()
    for row in rows:
        try:
            talk = held(row)
        except Exception as error:  # noqa: BLE001 — a broken turn is a finding too
            tell("BROKE", row["id"], type(error).__name__, str(error)[:200])
            continue
        found = list(wrong(row, talk))
        good += not found
        if found or given.ids:
            tell("wrong" if found else "right", row["id"], row["goal"])
            tell(*(f"      - {one}" for one in found), sep="\n")
        if given.ids:
            for number, (turn, answer) in enumerate(zip(row["turns"], talk.answers, strict=False)):
                tell("   >", turn)
                if number < len(talk.heard):
                    tell(
                        "   ?", [(one.intent, round(one.confidence, 2)) for one in talk.heard[number].intents]
                    )
                tell("   <", answer)
            tell("   =", talk.called, talk.state.user, talk.drafts[-1].handoff, talk.drafts[-1].doubts)
    tell(f"{good} of {len(rows)} end as they must, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
